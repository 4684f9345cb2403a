/** Where an alert goes. A missing person or channel never loses it: one stands in for the other, and the operator is told. */
import type { AlertPlace } from '../outbox/effect.ts';
import type { SlackDirectory } from './slack-directory.ts';
import type { SlackFailure } from './slack-failure.ts';

/** Nothing was posted. `needsOperator`: it will not get better by itself. */
export type Later = { outcome: 'later'; afterMs: number | null; reason: string; needsOperator?: boolean };

const reconnectMs = 30_000;

export type PlaceResolution =
  /** `operatorNote` says what had to be done differently; null when all is as planned. */
  | { outcome: 'resolved'; channel: string; operatorNote: string | null }
  /** Another alert of the same handoff goes where this one would fall back to: posting here would say it twice. */
  | { outcome: 'covered'; operatorNote: string }
  /** Slack is away or busy; nothing was decided. */
  | Later
  | { outcome: 'unreachable'; reason: string };

export type Alternatives = {
  /** Where the alert goes instead; null when there is nothing else. */
  fallback: AlertPlace | null;
  /** The fallback is sent its own alert anyway. */
  fallbackIsPlanned: boolean;
};

export const noAlternatives: Alternatives = { fallback: null, fallbackIsPlanned: false };

/** The place in words: "a direct message to maria@acme.test", "#pql-handoff". */
export function describePlace(place: AlertPlace): string {
  return place.to === 'channel' ? place.channel : `a direct message to ${place.email}`;
}

export async function resolvePlace(
  directory: SlackDirectory,
  place: AlertPlace,
  alternatives: Alternatives = noAlternatives,
): Promise<PlaceResolution> {
  const first = await findPlace(directory, place);
  if (first.outcome === 'found') return { outcome: 'resolved', channel: first.channel, operatorNote: null };
  if (first.outcome === 'later') return first;
  return fallBack(directory, place, first.reason, alternatives);
}

/** Used at once when the place does not exist, and after Slack refused to post there. */
export async function fallBack(
  directory: SlackDirectory,
  place: AlertPlace,
  reason: string,
  { fallback, fallbackIsPlanned }: Alternatives,
): Promise<PlaceResolution> {
  const problem = `The alert could not go to ${describePlace(place)}: ${reason}.`;
  if (fallback === null) return { outcome: 'unreachable', reason: problem };
  const second = await findPlace(directory, fallback);
  if (second.outcome === 'later') return second;
  if (second.outcome === 'missing') {
    return { outcome: 'unreachable', reason: `${problem} Nor to ${describePlace(fallback)}: ${second.reason}.` };
  }
  const where = describePlace(fallback);
  if (fallbackIsPlanned) return { outcome: 'covered', operatorNote: `${problem} It goes to ${where} anyway.` };
  return { outcome: 'resolved', channel: second.channel, operatorNote: `${problem} It went to ${where} instead.` };
}

type Found = { outcome: 'found'; channel: string } | { outcome: 'missing'; reason: string } | Later;

async function findPlace(directory: SlackDirectory, place: AlertPlace): Promise<Found> {
  if (place.to === 'channel') {
    const channel = await directory.findChannel(place.channel);
    if (channel.outcome === 'found') return { outcome: 'found', channel: channel.value.id };
    return channel.outcome === 'absent' ? { outcome: 'missing', reason: channel.reason } : readFailure(channel);
  }
  const user = await directory.findUserByEmail(place.email);
  if (user.outcome === 'absent') return { outcome: 'missing', reason: user.reason };
  if (user.outcome !== 'found') return readFailure(user);
  const conversation = await directory.openDirectMessage(user.value.userId);
  if (conversation.outcome === 'found') return { outcome: 'found', channel: conversation.value };
  return conversation.outcome === 'absent'
    ? { outcome: 'missing', reason: conversation.reason }
    : readFailure(conversation);
}

/** A dead token is nobody's fault whom the alert goes to: nothing was posted, and it waits until Slack is connected again. */
export function untilReconnected(reason: string): Later {
  return { outcome: 'later', afterMs: reconnectMs, reason, needsOperator: true };
}

/** Looking up changes nothing, so whatever is not a refusal may simply be asked again. */
function readFailure(failure: SlackFailure): Found {
  if (failure.outcome === 'refused' && failure.needs === 'reinstall') return untilReconnected(failure.reason);
  if (failure.outcome === 'refused') return { outcome: 'missing', reason: failure.reason };
  if (failure.outcome === 'rate limited') {
    return { outcome: 'later', afterMs: failure.retryAfterMs, reason: 'Slack asks us to slow down' };
  }
  return { outcome: 'later', afterMs: null, reason: failure.reason };
}
