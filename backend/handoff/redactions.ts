/** Our messages in Slack about somebody who is erased: each is to say nothing of them any more. Pure. */
import { type Effect, editsLane, priorities } from '../outbox/effect.ts';
import type { Handoff } from './handoff.ts';
import { readerOf } from './message-keys.ts';

export type PostedMessage = { channel: string; ts: string };

/** `list`: whose list of the day it is, in which others stand too; null for a message of its own. */
export function redactionOf({ channel, ts }: PostedMessage, list: string | null = null): Effect {
  return {
    kind: 'redact message',
    channel,
    ts,
    list,
    key: `redact:${channel}:${ts}`,
    lane: editsLane,
    priority: priorities.routine,
  };
}

/** Of the messages that stand among a handoff's own. */
export function redactionsOf({ alerts }: Pick<Handoff, 'alerts'>): Effect[] {
  return Object.entries(alerts).flatMap(([key, alert]) => {
    if (alert.state === 'posted' && alert.ts !== '') return [redactionOf(alert)];
    return alert.state === 'gathered' && alert.ts !== '' ? [redactionOf(alert, readerOf(key))] : [];
  });
}

/** How many messages may stand in Slack that nobody can find: the answer never came, or nobody said which one it is. */
export function countUnfound({ alerts }: Pick<Handoff, 'alerts'>): number {
  return Object.values(alerts).filter(
    (alert) => alert.state === 'unconfirmed' || (alert.state === 'posted' && alert.ts === ''),
  ).length;
}
