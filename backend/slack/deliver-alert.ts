/**
 * Delivers one alert to one place, at most once: resolve, mark durably, post. An answer that never came is never guessed
 * and never sent again; only what was certainly not posted is tried elsewhere, plainer or later.
 */
import type { Alert } from '@zo/shared';
import type { AlertPlace } from '../outbox/effect.ts';
import {
  type Alternatives,
  fallBack,
  noAlternatives,
  type PlaceResolution,
  resolvePlace,
  untilReconnected,
} from './alert-place.ts';
import { renderAlert } from './render-alert.ts';
import type { SlackFailure } from './slack-failure.ts';
import type { Posted, SlackGateway } from './slack-gateway.ts';

export type Delivery =
  | { outcome: 'posted'; channel: string; ts: string; link: string | null; operatorNote: string | null }
  /** Not posted because the place it would fall back to gets its own alert. */
  | { outcome: 'covered'; operatorNote: string }
  /** Nothing was posted. `afterMs` null: the caller's own back-off. */
  | { outcome: 'later'; afterMs: number | null; reason: string; needsOperator?: boolean }
  | { outcome: 'failed'; reason: string }
  | { outcome: 'unconfirmed'; reason: string }
  /** `markSending` said no: somebody else owns the effect now. */
  | { outcome: 'lost' };

export type AlertDelivery = {
  gateway: SlackGateway;
  alert: Alert;
  /** Looked up to mention the owner; a failed look-up leaves the plain name. */
  ownerEmail: string | null;
  place: AlertPlace;
  alternatives?: Alternatives;
  /** Written to disk before the post; false stops it. */
  markSending(): Promise<boolean>;
};

export async function deliverAlert(delivery: AlertDelivery): Promise<Delivery> {
  const { gateway, place, alternatives = noAlternatives, markSending } = delivery;
  const resolution = await resolvePlace(gateway, place, alternatives);
  if (resolution.outcome !== 'resolved') return withoutPost(resolution);
  const alert = await mentionOwner(gateway, delivery.alert, delivery.ownerEmail);
  if (!(await markSending())) return { outcome: 'lost' };
  const answer = await postPlainlyIfNeeded(gateway, resolution.channel, alert);
  // Refused there and not tried elsewhere yet: the other place is.
  if (answer.outcome === 'refused' && answer.needs === 'another place' && resolution.operatorNote === null) {
    const other = await fallBack(gateway, place, answer.reason, alternatives);
    if (other.outcome !== 'resolved') return withoutPost(other);
    return settle(gateway, await postPlainlyIfNeeded(gateway, other.channel, alert), other.operatorNote);
  }
  return settle(gateway, answer, resolution.operatorNote);
}

/** The same alert with the owner as a Slack user, when the e-mail address is one. */
export async function mentionOwner(gateway: SlackGateway, alert: Alert, ownerEmail: string | null): Promise<Alert> {
  if (alert.owner === null || alert.owner.slackUserId !== null || ownerEmail === null) return alert;
  const user = await gateway.findUserByEmail(ownerEmail);
  if (user.outcome !== 'found') return alert;
  return { ...alert, owner: { ...alert.owner, slackUserId: user.value.userId } };
}

/** A refused layout posted nothing, so the same words may be sent once more without it. */
async function postPlainlyIfNeeded(
  gateway: SlackGateway,
  channel: string,
  alert: Alert,
): Promise<Posted | SlackFailure> {
  const { text, blocks } = renderAlert(alert);
  const answer = await gateway.postMessage({ channel, text, blocks });
  if (answer.outcome === 'refused' && answer.needs === 'plain text') return gateway.postMessage({ channel, text });
  return answer;
}

async function settle(
  gateway: SlackGateway,
  answer: Posted | SlackFailure,
  operatorNote: string | null,
): Promise<Delivery> {
  switch (answer.outcome) {
    case 'posted': {
      const link = await gateway.permalink(answer.channel, answer.ts);
      return { outcome: 'posted', channel: answer.channel, ts: answer.ts, link, operatorNote };
    }
    case 'rate limited':
      return { outcome: 'later', afterMs: answer.retryAfterMs, reason: 'Slack asks us to slow down' };
    case 'not sent':
      return { outcome: 'later', afterMs: null, reason: answer.reason };
    case 'refused':
      if (answer.needs === 'reinstall') return untilReconnected(answer.reason);
      return { outcome: 'failed', reason: [operatorNote, answer.reason].filter(Boolean).join(' ') };
    case 'ambiguous':
      return { outcome: 'unconfirmed', reason: answer.reason };
  }
}

function withoutPost(resolution: Exclude<PlaceResolution, { outcome: 'resolved' }>): Delivery {
  return resolution.outcome === 'unreachable' ? { outcome: 'failed', reason: resolution.reason } : resolution;
}
