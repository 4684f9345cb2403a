/**
 * What a handoff has HubSpot's contact say: owner, stage, lead status. A write that HubSpot did not take is tried again later,
 * so the handoff keeps which write was asked for last, property by property: an older one never undoes a newer.
 */
import { type Effect, type Priority, priorities } from '../../outbox/effect.ts';
import type { Handoff } from '../handoff.ts';
import type { HandoffChange } from '../handoff-change.ts';

/** The outbox's key of a handoff's first write. */
export function fieldsKey(handoffId: number): string {
  return `handoff-fields:${handoffId}`;
}

/** Keys are used once, ever: a second write of one handoff needs one of its own. */
export function laterFieldsKey({ handoffId, revision }: Pick<Handoff, 'handoffId' | 'revision'>): string {
  return `${fieldsKey(handoffId)}:${revision}`;
}

export type WriteTerms = {
  /** Absent: that of a crossing. */
  priority?: Priority;
  /** An owner whom somebody chose in HubSpot since stays. */
  keepsChosenOwner?: true;
};

/** The change, and these properties written; without any, the change as it is. */
export function withWrite(
  change: HandoffChange,
  fields: Record<string, string>,
  key: string,
  { priority = priorities.crossing, keepsChosenOwner }: WriteTerms = {},
): HandoffChange {
  if (Object.keys(fields).length === 0) return change;
  const handoff = withNewest(change.handoff, Object.keys(fields), key);
  const effect: Effect = {
    kind: 'write handoff fields',
    handoffId: handoff.handoffId,
    personId: handoff.personId,
    fields,
    ...(keepsChosenOwner && { keepsChosenOwner }),
    key,
    lane: 'hubspot',
    priority,
  };
  return { ...change, handoff, effects: [...change.effects, effect] };
}

/** `key` has the last word on these properties, whether it is that of a write or of what made every write needless. */
export function withNewest(handoff: Handoff, properties: readonly string[], key: string): Handoff {
  const newest = Object.fromEntries(properties.map((name) => [name, key]));
  return { ...handoff, newestWrites: { ...handoff.newestWrites, ...newest } };
}

/**
 * What of a write nothing has been asked for since: neither by its handoff nor by the one of the same person that has the last
 * word, see last-word.ts.
 */
export function stillWanted(
  { fields, key }: { fields: Record<string, string>; key: string },
  handoff: Handoff,
  newest: Handoff | null,
): Record<string, string> {
  const newer = newest === null || newest.handoffId === handoff.handoffId ? {} : newest.newestWrites;
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => (handoff.newestWrites[name] ?? key) === key && newer[name] === undefined),
  );
}
