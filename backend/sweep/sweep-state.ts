/** What is remembered of the sweeps of a portal, in its settings, across restarts. */
import { localMoment, type UsedProperties } from '@zo/shared';
import type { RecordType } from '../hubspot/hubspot-record.ts';

export const sweepSetting = 'value sweep';

export type SweepState = {
  watermarks: Record<RecordType, number | null>;
  /** When the last whole sweep ended; null before the first. */
  finishedAt: number | null;
  /** Of the sweep under way, or of the last one. */
  seen: number;
  changed: number;
  /** Why the last one did not come to its end. */
  problem: string | null;
};

export const neverSwept: SweepState = {
  watermarks: { contact: null, company: null },
  finishedAt: null,
  seen: 0,
  changed: 0,
  problem: null,
};

/** Whether anything of HubSpot's own decides here: without it there is nothing to sweep for. */
export function isSweepNeeded(used: UsedProperties): boolean {
  return used.contact.length + used.company.length > 0;
}

/** For `zo doctor`. */
export function describeSweep(
  { finishedAt, seen, changed, problem }: SweepState,
  timeZone: string,
  now: number,
): string {
  const last =
    finishedAt === null ? 'changes not looked for yet' : `changes looked for ${localMoment(finishedAt, timeZone, now)}`;
  const found = `records changed: ${seen}, people decided again: ${changed}`;
  return problem === null ? `${last}; ${found}` : `${last}; then: ${problem} (${found})`;
}
