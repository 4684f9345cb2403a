/** The messages of a handoff: one per place, posted at most once, ever. */
import type { AlertPlace, Effect } from '../../outbox/effect.ts';
import { priorities } from '../../outbox/effect.ts';
import { unchanged } from '../combine-changes.ts';
import { type AlertState, type Handoff, isOpen, type WaitingCallback } from '../handoff.ts';
import type { HandoffChange } from '../handoff-change.ts';
import { keyOfAgain } from '../message-keys.ts';
import { isAlertKey, restated } from '../open-status.ts';
import type { CallToComplete } from './assigning.ts';

export function alertKey(handoffId: number, place: AlertPlace): string {
  if (place.to === 'channel') return `alert:${handoffId}:channel:${place.channel}`;
  return `alert:${handoffId}:dm:${place.email}`;
}

/** Queues the alert to each place that has not had it, unless it goes back. A key is posted at most once, ever. */
export function sendAlerts(handoff: Handoff, places: AlertPlace[], callback: CallToComplete | null): HandoffChange {
  const keyed = places.map((place) => ({ place, key: keyFor(handoff, place) }));
  const goesOn = isOpen(handoff.status) && handoff.returnDueAt === null;
  const fresh = goesOn ? keyed.filter(({ key }) => handoff.alerts[key] === undefined) : [];
  const alerts: Record<string, AlertState> = { ...handoff.alerts };
  for (const { key } of fresh) alerts[key] = { state: 'queued' };
  const unsettled = keyed.filter(({ key }) => alerts[key]?.state === 'queued').map(({ key }) => key);
  const waiting: WaitingCallback[] =
    callback && unsettled.length > 0
      ? [{ ...callback, effectKeys: unsettled, alertKeys: keyed.map(({ key }) => key) }]
      : [];
  const effects = fresh.map(({ place, key }) => postAlert(handoff, place, key));
  return {
    handoff: { ...handoff, alerts, waitingCallbacks: [...handoff.waitingCallbacks, ...waiting] },
    effects,
    receipts: fresh.length > 0 ? [{ kind: 'alert', body: { state: 'queued', keys: fresh.map(({ key }) => key) } }] : [],
  };
}

/** The key of the newest alert there, and of the first where there is none. */
export function newestAlertKey(
  { handoffId, alerts }: Pick<Handoff, 'handoffId' | 'alerts'>,
  place: AlertPlace,
): string {
  return newestKey(alerts, alertKey(handoffId, place));
}

/** Whoever has it once more, and was spared the first alert, gets one under another key. */
function keyFor(handoff: Handoff, place: AlertPlace): string {
  const key = newestAlertKey(handoff, place);
  const before = handoff.alerts[key];
  return before?.state === 'failed' && before.isMoot ? keyOfAgain(key) : key;
}

function newestKey(alerts: Handoff['alerts'], key: string): string {
  const again = keyOfAgain(key);
  return alerts[again] === undefined ? key : newestKey(alerts, again);
}

export function postAlert({ handoffId }: Pick<Handoff, 'handoffId'>, place: AlertPlace, key: string): Effect {
  return { kind: 'post alert', handoffId, place, key, lane: slackLane(place), priority: priorities.crossing };
}

/** One lane per destination: Slack takes about one message per second and channel. */
export function slackLane(place: AlertPlace): string {
  return place.to === 'channel' ? `slack:${place.channel}` : `slack:@${place.email}`;
}

/**
 * What became of one message. Of one that was posted nothing more is heard but that it is gone. Once an alert is posted sales has been told, also where
 * nobody could be assigned: such a handoff is no longer withdrawn in silence.
 */
export function alertSettled(handoff: Handoff, key: string, state: AlertState): HandoffChange {
  const before = handoff.alerts[key]?.state;
  if (before === 'gone' || (before === 'posted' && state.state !== 'gone')) return unchanged(handoff);
  const alerts = { ...handoff.alerts, [key]: state };
  const tells = (state.state === 'posted' || state.state === 'gathered') && isAlertKey(key);
  const next = {
    ...handoff,
    alerts,
    handedOffAt: handoff.handedOffAt ?? (tells && isOpen(handoff.status) ? state.at : null),
  };
  return {
    handoff: restated(next),
    effects: [],
    receipts: [{ kind: 'alert', body: { key, ...state } }],
  };
}

/** A message shows this now; nothing else about the handoff changed. */
export function messageShows(handoff: Handoff, key: string, shows: string): HandoffChange | null {
  const alert = handoff.alerts[key];
  if (alert?.state !== 'posted' || alert.shows === shows) return null;
  return {
    handoff: { ...handoff, alerts: { ...handoff.alerts, [key]: { ...alert, shows } } },
    effects: [],
    receipts: [],
  };
}
