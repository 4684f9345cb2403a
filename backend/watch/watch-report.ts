/** What the watch knows of a portal, and under which names it is kept in the portal's settings. */
import type { JudgedHandoffs } from './handoff-silence.ts';
import type { Judged } from './silence-of.ts';
import type { Told } from './told.ts';

export type WatchReport = {
  /** Of every event that a rule needs. */
  events: Judged[];
  /** Which of them have stopped, and what that means. */
  stopped: Told[];
  handoffs: JudgedHandoffs;
  /** At most one. */
  stoppedHandoffs: Told[];
  /** Null: none yet. */
  sample: SampleFigures | null;
  /** Why the last sample could not be taken; null: it was. */
  sampleProblem: string | null;
};

export type SampleFigures = {
  sampledAt: number;
  contacts: number;
  values: number;
  changed: number;
  neverWritten: number;
  gone: number;
};

export type StoredSample = {
  /** When the next is due. */
  dueAt: number;
  /** The contacts behind this person are next; 0: from the beginning. */
  after: number;
  /** Persons whose contacts differed, to be looked at again. */
  differing: number[];
  /** Since when every sample found a difference; null: the last one found none. */
  since: number | null;
  last: SampleFigures | null;
  /** Why the last one could not be taken; null: it was. */
  problem: string | null;
};

export const watchSettings = { looks: 'watch: looks', sample: 'watch: sample' } as const;
