/** Delivers an alert to its place, else to the other one; at most once. */
import type { Alert } from '@zo/shared';
import type { AlertPlace } from '../outbox/effect.ts';
import { type Alternatives, fallBack, noAlternatives, resolvePlace } from './alert-place.ts';
import { type Delivery, deliverMessage, type MessageDelivery } from './deliver-message.ts';
import { renderAlert, type ShownState } from './render-alert.ts';
import type { SlackGateway } from './slack-gateway.ts';

export type AlertDelivery = Pick<MessageDelivery, 'gateway' | 'threadIn' | 'markSending'> & {
  alert: Alert;
  shown?: ShownState;
  /** Looked up to mention the owner; a failed look-up leaves the plain name. */
  ownerEmail: string | null;
  place: AlertPlace;
  alternatives?: Alternatives;
};

export async function deliverAlert(delivery: AlertDelivery): Promise<Delivery> {
  const { gateway, place, alternatives = noAlternatives, threadIn, markSending } = delivery;
  return deliverMessage({
    gateway,
    resolve: () => resolvePlace(gateway, place, alternatives),
    resolveInstead: (reason) => fallBack(gateway, place, reason, alternatives),
    draw: async () => renderAlert(await mentionOwner(gateway, delivery.alert, delivery.ownerEmail), delivery.shown),
    threadIn,
    markSending,
  });
}

/** The same alert with the owner as a Slack user, when the e-mail address is one. */
export async function mentionOwner(gateway: SlackGateway, alert: Alert, ownerEmail: string | null): Promise<Alert> {
  if (alert.owner === null || alert.owner.slackUserId !== null || ownerEmail === null) return alert;
  const user = await gateway.findUserByEmail(ownerEmail);
  if (user.outcome !== 'found') return alert;
  return { ...alert, owner: { ...alert.owner, slackUserId: user.value.userId } };
}
