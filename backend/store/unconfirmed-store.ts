/** What may or may not have been sent. Like the rest (store.ts): whole commands, keyed by portal, times passed in. */
import {
  type Known,
  keyAmongAlerts,
  type SettledUnconfirmed,
  type UnconfirmedEffect,
} from '../handoff/steps/unconfirmed.ts';
import { type HandoffRow, toHandoff } from './stored-handoffs.ts';
import { type OutboxRow, type ResultRow, withReason } from './stored-rows.ts';

/** Where a message stands in Slack; no other one stands there. */
export type PlacedMessage = { channel: string; ts: string };

/** `elsewhere`: it is in the outbox, in this state; `reason`: what is known of that. Null: there is none by that key. */
export type NotUnconfirmed = { elsewhere: string; reason: string | null } | null;

export type UnconfirmedAnswer = { settled: SettledUnconfirmed } | { not: NotUnconfirmed };

/** Pure. */
export type UnconfirmedStep = (known: Known) => SettledUnconfirmed;

export interface UnconfirmedStore {
  /** The oldest first. */
  unconfirmedEffects(portalId: number, limit: number): Promise<UnconfirmedEffect[]>;
  /** Null: nothing is unconfirmed under that key. */
  unconfirmedEffect(portalId: number, key: string): Promise<UnconfirmedEffect | null>;
  /** The key of the alert, question, note or reminder that is known to be this message in Slack; null: of none. */
  messageAt(portalId: number, message: PlacedMessage): Promise<string | null>;
  /**
   * Runs the step on one that is unconfirmed, and commits what it leaves behind: what became of it in the outbox, the handoff's
   * change, effects, and which alarms are over.
   */
  settleUnconfirmed(portalId: number, key: string, now: number, step: UnconfirmedStep): Promise<UnconfirmedAnswer>;
}

export type UnconfirmedRow = Omit<OutboxRow, 'generation' | 'attempts'> & ResultRow & { state: string };

export const unconfirmedColumns = 'effect_key, lane, kind, priority, state, created_at, payload_json, result_json';

export function toUnconfirmed(row: UnconfirmedRow): UnconfirmedEffect {
  return {
    key: row.effect_key,
    kind: row.kind,
    lane: row.lane,
    priority: row.priority,
    createdAt: row.created_at,
    reason: withReason(row).reason ?? '',
    effect: JSON.parse(row.payload_json),
  };
}

/** Null: it is. Of one that a process left behind somebody is told first; until then it counts as being sent. */
export function whyNotUnconfirmed(row: UnconfirmedRow | undefined): { not: NotUnconfirmed } | null {
  if (row === undefined) return { not: null };
  const isUntold = row.state === 'unconfirmed' && row.result_json === null;
  if (row.state === 'unconfirmed' && !isUntold) return null;
  return { not: { elsewhere: isUntold ? 'sending' : row.state, reason: withReason(row).reason } };
}

const hourMs = 60 * 60_000;
const yearMs = 365 * 24 * hourMs;

/** When a handoff that has this message was opened: no message is older than its handoff by more than clocks differ. */
export function openedAround({ ts }: PlacedMessage): { from: number; to: number } {
  const at = Number(ts) * 1_000;
  return { from: Math.floor(at - yearMs), to: Math.ceil(at + hourMs) };
}

/** As it stands in a row's JSON. */
export function tsInJson({ ts }: PlacedMessage): string {
  return `"ts":${JSON.stringify(ts)}`;
}

/** Among rows in which its time was found. */
export function keyOfMessage(
  handoffs: readonly HandoffRow[],
  sent: readonly (ResultRow & { effect_key: string })[],
  { channel, ts }: PlacedMessage,
): string | null {
  for (const row of handoffs) {
    const key = keyAmongAlerts(toHandoff(row), { channel, ts });
    if (key !== null) return key;
  }
  const found = sent.find(({ result_json }) => {
    const result: Partial<PlacedMessage> = JSON.parse(result_json ?? '{}');
    return result.channel === channel && result.ts === ts;
  });
  return found?.effect_key ?? null;
}

/** The handoff that an effect is about; null: about none. */
export function handoffIdOf({ effect }: UnconfirmedEffect): number | null {
  return 'handoffId' in effect ? effect.handoffId : null;
}
