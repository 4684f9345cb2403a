/**
 * What HubSpot really has is remembered as written, so that the next sync writes ours again; once a day for each record, or
 * two who both insist would write for ever.
 */
import { readAgain } from '../handoff/hubspot-changes.ts';
import type { RecordType } from '../hubspot/hubspot-record.ts';
import { type Effect, priorities, readChangedEffect } from '../outbox/effect.ts';
import { driftSettings } from './drift.ts';
import type { DriftParts } from './drift-parts.ts';

/** A record of ours that is not as we wrote it. */
export type LiveRecord = {
  object: RecordType;
  subjectId: number;
  recordId: string;
  problem: string | null;
  /** The values it has in place of ours; 'gone': HubSpot has no such record any more. */
  live: Record<string, string> | 'gone';
};

const dayMs = 86_400_000;
/** Beyond it the rest waits for tomorrow. */
const mostWrittenBack = 1_000;

/** Returns the effects that write them. `since`: what was written back from then on is of this very look, and more may be. */
export async function writeBack(
  { store }: { store: Pick<DriftParts['store'], 'setting' | 'saveSetting' | 'acknowledge'> },
  portalId: number,
  records: readonly LiveRecord[],
  now: number,
  since: number | null = null,
): Promise<Effect[]> {
  if (records.length === 0) return [];
  const stored = ((await store.setting(portalId, driftSettings.writtenBack)) ?? {}) as Record<string, number>;
  const lately = Object.fromEntries(Object.entries(stored).filter(([, at]) => now - at < dayMs));
  const effects: Effect[] = [];
  for (const { object, subjectId, recordId, problem, live } of records) {
    const key = `${object}:${subjectId}`;
    const last = lately[key];
    const isRepeat = last !== undefined && (since === null || last < since);
    if (isRepeat || (last === undefined && Object.keys(lately).length >= mostWrittenBack)) continue;
    lately[key] = now;
    if (live === 'gone') {
      effects.push(...lookFor(object, subjectId, recordId));
      continue;
    }
    await store.acknowledge(portalId, object, [{ subjectId, problem, recordId, written: live }]);
    effects.push(syncEffect(object, subjectId));
  }
  await store.saveSetting(portalId, driftSettings.writtenBack, lately, now);
  return effects;
}

/** Deleted, or merged: whichever it was is seen by reading it. */
function lookFor(object: RecordType, subjectId: number, recordId: string): Effect[] {
  return object === 'contact'
    ? [{ ...readChangedEffect(subjectId), priority: priorities.reconciliation }]
    : readAgain([], { companyIds: [recordId], dealIds: [] });
}

function syncEffect(object: RecordType, subjectId: number): Effect {
  const about = { key: `${object}:${subjectId}`, lane: 'hubspot', priority: priorities.reconciliation };
  return object === 'contact'
    ? { ...about, kind: 'sync contact', personId: subjectId, createIfMissing: false }
    : { ...about, kind: 'sync company', companyId: subjectId };
}
