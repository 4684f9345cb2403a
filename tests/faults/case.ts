/** One case: something is made to fail while the whole product works, and then everything is counted. */

import type { Counts } from './judge/judge.ts';
import type { EngineName } from './world/engine.ts';
import type { Start } from './world/node.ts';

export type Size = 'fast' | 'standard' | 'full';

/** A part of a case that runs, is repeated and is written down by itself. */
export type Unit = {
  /** `killed/sqlite/2`: the same for the same size. */
  id: string;
  /** The group, as in the table. */
  group: string;
  /** What fails, in words. */
  title: string;
  engine: EngineName;
  /** It measures time: once all others are over, with nothing beside it. */
  alone?: boolean;
  run(context: UnitContext): Promise<Outcome>;
};

export type UnitContext = { seed: number; say: (line: string) => void };

export type Outcome = {
  /** What happened, by name: a case in which nothing failed has shown nothing. */
  faults: Record<string, number>;
  /** What was counted against what; absent in cases without events. */
  counted?: { acknowledged: number; alerts: number; unconfirmed: number; findings: Counts };
  /** Every finding, and whatever else was not as promised, in words. Empty: it held. */
  problems: string[];
  /** Every start of the product that became ready. */
  starts?: Start[];
  /** What a reader should know: another way was taken, or figures. */
  notes?: string[];
};

/** It cannot be run here; the reason stands in the table. Never taken for a success. */
export class NotRun extends Error {}
