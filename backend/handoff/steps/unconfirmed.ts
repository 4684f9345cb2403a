/**
 * A person has looked for what may or may not have been sent, and says what they found. Only then is it sent again, under a key of
 * its own, so that whoever says so twice sends nothing twice.
 */
import type { AnyEffect, Effect, Priority } from '../../outbox/effect.ts';
import { unchanged } from '../combine-changes.ts';
import { type AlertState, type Handoff, isOpen } from '../handoff.ts';
import type { HandoffChange } from '../handoff-change.ts';
import { handoffOfMessage, keyOfAgain, plainKey } from '../message-keys.ts';
import { alertSettled } from './alerting.ts';

/** An effect of the outbox of which nobody knows whether it happened. */
export type UnconfirmedEffect = {
  key: string;
  kind: Effect['kind'];
  lane: string;
  priority: Priority;
  /** Since when it was wanted. */
  createdAt: number;
  reason: string;
  /** With nothing in it where it was forgotten. */
  effect: AnyEffect;
};

/** Where a message stands in Slack. */
export type FoundMessage = { channel: string; ts: string; threadTs?: string; link: string | null };

export type Verdict =
  /** It was sent. `message`: which one it is; null: nobody said. */
  | { is: 'there'; message: FoundMessage | null }
  /** It was not, and is now. */
  | { is: 'not there' }
  /** Nobody knows, and nobody will look. */
  | { is: 'left' };

export type SettledUnconfirmed =
  | { refused: string }
  | {
      /** What the outbox keeps of it. */
      result: { reason: string; channel?: string; ts?: string };
      /** The key it is sent under once more. */
      again: string | null;
      change: HandoffChange | null;
      effects: Effect[];
      /** Alarms that are over. */
      alarms: string[];
    };

export type Known = {
  found: UnconfirmedEffect;
  /** The one it is a message of, or about; null: of none, or none that is left. */
  handoff: Handoff | null;
};

export function settleUnconfirmed(
  { found, handoff }: Known,
  verdict: Verdict,
  by: string,
  now: number,
): SettledUnconfirmed {
  const own = handoff !== null && handoffOfMessage(found.key) === handoff.handoffId ? handoff : null;
  const alarms = [`unconfirmed:${found.key}`, ...(found.kind === 'log call' ? [found.key] : [])];
  switch (verdict.is) {
    case 'there': {
      const { message } = verdict;
      const known = message === null || own === null ? null : keyAmongAlerts(own, message);
      if (known !== null) return { refused: `That message is another one of this handoff (${known}).` };
      return {
        result: { reason: `${by} found it`, ...(message && { channel: message.channel, ts: message.ts }) },
        again: null,
        change: own && alertSettled(own, found.key, postedAs(message, now)),
        effects: [],
        alarms,
      };
    }
    case 'not there': {
      const refused = whyNotAgain(found, handoff, own);
      if (refused !== null) return { refused };
      const again = freeKey(found.key, own);
      const { kind, lane, priority, effect } = found;
      const reason = `${by} looked, and it was not there; it is sent once more`;
      return {
        result: { reason },
        again,
        change: own && queuedAgain(own, found.key, again, reason),
        // The payload is that of the kind: they were stored together.
        effects: [{ ...effect, kind, lane, priority, key: again } as Effect],
        alarms,
      };
    }
    case 'left': {
      const reason = `${found.reason}; ${by} left it so`;
      const change = own && alertSettled(own, found.key, { state: 'unconfirmed', reason });
      return { result: { reason }, again: null, change, effects: [], alarms };
    }
  }
}

/** Shown by no message: whichever it is, it is brought up to date. */
const unseen = JSON.stringify({ state: { is: 'unseen' }, buttons: [] });

/** Without a place in Slack it counts as posted, and is neither edited nor answered in its thread. */
function postedAs(message: FoundMessage | null, now: number): AlertState {
  if (message === null) return { state: 'posted', channel: '', ts: '', link: null, at: now };
  const { channel, ts, threadTs, link } = message;
  const at = Math.floor(Number(ts) * 1_000);
  return { state: 'posted', channel, ts, link, at, ...(threadTs ? { threadTs } : {}), shows: unseen };
}

/** Under which the handoff knows this message; null: it does not. */
export function keyAmongAlerts(
  { alerts }: Pick<Handoff, 'alerts'>,
  { channel, ts }: Pick<FoundMessage, 'channel' | 'ts'>,
): string | null {
  const found = Object.entries(alerts).find(
    ([, alert]) => alert.state === 'posted' && alert.channel === channel && alert.ts === ts,
  );
  return found?.[0] ?? null;
}

function whyNotAgain(
  { key, kind, effect }: UnconfirmedEffect,
  handoff: Handoff | null,
  own: Handoff | null,
): string | null {
  if (Object.keys(effect).length === 0) {
    return `What it said is so old that it was forgotten, so there is nothing to send. \`zo unconfirmed leave ${key}\` settles it.`;
  }
  if (own === null) {
    if (handoffOfMessage(key) !== null) return 'Its handoff is no longer there, so there is nothing to post.';
    return handoff?.erasedAt === undefined ? null : 'Its person was erased, so there is nothing to send.';
  }
  if (own.erasedAt !== undefined) return 'Its person was erased, so there is nothing to post.';
  if (!isOpen(own.status)) return `Handoff ${own.handoffId} has ended, and nobody is told of the past.`;
  if (kind === 'post alert' && own.returnDueAt !== null) {
    return `Handoff ${own.handoffId} is on its way back to marketing, and nobody is alerted about it any more.`;
  }
  const another = Object.entries(own.alerts).find(
    ([one, { state }]) =>
      one !== key &&
      plainKey(one) === plainKey(key) &&
      (state === 'posted' || state === 'gathered' || state === 'queued'),
  );
  return another === undefined ? null : `It has been posted there since (${another[0]}).`;
}

function freeKey(key: string, handoff: Handoff | null): string {
  const again = keyOfAgain(key);
  return handoff?.alerts[again] === undefined ? again : freeKey(again, handoff);
}

function queuedAgain(handoff: Handoff, key: string, again: string, reason: string): HandoffChange {
  const failed = alertSettled(handoff, key, { state: 'failed', reason });
  return {
    ...unchanged(failed.handoff),
    handoff: { ...failed.handoff, alerts: { ...failed.handoff.alerts, [again]: { state: 'queued' } } },
    receipts: [...failed.receipts, { kind: 'alert', body: { state: 'queued', keys: [again] } }],
  };
}
