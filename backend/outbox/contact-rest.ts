/**
 * A contact whose usage goes on changing is not written each time: while a portal's calls are many, one that was just written rests, and what
 * changes meanwhile is written together at the portal's next beat, whose batches are therefore full. What is decided, and what
 * somebody waits for, never rests.
 */
import { performance } from 'node:perf_hooks';
import type { Clock } from '../clock.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';

/** From beat to beat, and so the longest rest. */
export const beatMs = 10_000;
const countedMs = 10_000;
/** So few calls within `countedMs` are a small part of any portal's limit (100 and more): nobody rests because of them. */
const freeCalls = 5;

/** What usage adds up to. A change of anything else is written at once. */
const usageProperties: ReadonlySet<string> = new Set([
  'zo_pql_score',
  'zo_score_receipt',
  'zo_last_active_at',
  'zo_last_key_action',
  'zo_key_actions_7d',
  'zo_teammates_invited_30d',
  'zo_visited_pricing_at',
  'zo_hit_limit_at',
  'zo_sql_readiness',
  'zo_conditions_missing',
]);

/** Whether a change of these properties may wait until its contact has rested. */
export function mayRest(changed: readonly string[]): boolean {
  return changed.every((name) => usageProperties.has(name));
}

/** How long a contact rests that was written now, after so many calls; until the portal's next beat. */
export function restAfterWrite(calls: number, portalId: number, now: number): number {
  if (calls <= freeCalls) return 0;
  const sinceBeat = (now - portalId) % beatMs;
  return beatMs - (sinceBeat < 0 ? sinceBeat + beatMs : sinceBeat);
}

/** No rest lasts longer as of `now`, also where the clock was moved back since it began. */
export function latestRestEnd(now: number): number {
  return now + beatMs;
}

/** Told of each call that wrote contacts; says how long they rest. */
export function createContactRests(memory: PortalMemory, clock: Pick<Clock, 'now'>): (portalId: number) => number {
  const calls = memory.map<number, number[]>('when contacts were written');
  return (portalId) => {
    const at = performance.now();
    const counted = [...(calls.get(portalId) ?? []), at].filter((one) => at - one < countedMs);
    calls.set(portalId, counted);
    return restAfterWrite(counted.length, portalId, clock.now());
  };
}
