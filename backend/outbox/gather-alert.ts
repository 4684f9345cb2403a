/** Puts an alert into the AE's list of the day: one message, posted with the first and edited with each further one. */
import type { Handoff } from '../handoff/handoff.ts';
import { workingTimeOf } from '../handoff/owner-hours.ts';
import { resolvePlace } from '../slack/alert-place.ts';
import { type Delivery, deliverMessage } from '../slack/deliver-message.ts';
import type { RenderedMessage } from '../slack/render-alert.ts';
import { type ListedLead, renderLeadList } from '../slack/render-lead-list.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import { type AlertDay, saveAlertDay } from './alert-budget.ts';
import type { EffectOutcome } from './effect.ts';
import { backoffMs, type Claimed, later } from './lane.ts';
import { namedPerson } from './person-words.ts';
import { recordMessage, settleMessage, waitForSlack } from './settle-message.ts';
import type { SlackLane } from './slack-lane.ts';

/** More would not fit into one message, and only says how many there are. */
const mostListed = 60;

type Gathering = { handoff: Handoff; email: string; day: AlertDay };

/** Null: the AE cannot be written to, so that the alert has to go its ordinary way. */
export async function gatherAlert(
  lane: SlackLane & { gateway: SlackGateway },
  claimed: Claimed<'post alert'>,
  { handoff, email, day }: Gathering,
): Promise<EffectOutcome | null> {
  const { gateway, store, portalId } = lane;
  const { handoffId } = handoff;
  const next: AlertDay = { ...day, gathered: [...day.gathered.filter((id) => id !== handoffId), handoffId] };
  if (day.list !== null) {
    const edited = await editList(lane, claimed, email, next, day.list);
    if (edited !== 'gone') return edited;
  }
  const place = { to: 'dm', email } as const;
  const resolution = await resolvePlace(gateway, place);
  if (resolution.outcome === 'unreachable') return null;
  const delivery = await deliverMessage({
    gateway,
    resolve: async () => resolution,
    draw: () => drawList(lane, email, next),
    markSending: () => store.markSending(portalId, claimed.key, claimed.lease),
  });
  if (delivery.outcome !== 'posted') return settleMessage(lane, claimed, { handoffId, shows: '' }, delivery);
  return noteGathered(
    lane,
    claimed,
    email,
    { ...next, list: { channel: delivery.channel, ts: delivery.ts } },
    delivery,
  );
}

/** Editing again does no harm, so nothing is marked before it. */
async function editList(
  lane: SlackLane & { gateway: SlackGateway },
  claimed: Claimed<'post alert'>,
  email: string,
  next: AlertDay,
  list: { channel: string; ts: string },
): Promise<EffectOutcome | 'gone'> {
  const drawn = await drawList(lane, email, next);
  const answer = await lane.gateway.updateMessage({ ...list, ...drawn });
  switch (answer.outcome) {
    case 'posted':
      return noteGathered(lane, claimed, email, next, list);
    case 'rate limited':
      return later(answer.retryAfterMs, 'Slack asks us to slow down');
    case 'not sent':
    case 'ambiguous':
      return later(backoffMs(claimed.attempts, 1_000), answer.reason);
    case 'refused': {
      const needsOperator = answer.needs === 'reinstall';
      if (!needsOperator) return 'gone';
      return waitForSlack(lane, claimed, { outcome: 'later', afterMs: null, reason: answer.reason, needsOperator });
    }
  }
}

async function noteGathered(
  lane: SlackLane,
  { effect, key }: Claimed<'post alert'>,
  email: string,
  day: AlertDay,
  { channel, ts }: Pick<Extract<Delivery, { outcome: 'posted' }>, 'channel' | 'ts'>,
): Promise<EffectOutcome> {
  const state = { state: 'gathered', channel, ts, at: lane.clock.now() } as const;
  await saveAlertDay(lane, email, day);
  await recordMessage(lane, effect.handoffId, key, state);
  return { outcome: 'done', result: state };
}

export async function drawList(lane: SlackLane, email: string, { gathered }: AlertDay): Promise<RenderedMessage> {
  const { store, portalId, state, clock } = lane;
  const leads: ListedLead[] = [];
  for (const handoffId of gathered.slice(0, mostListed)) {
    const handoff = await store.handoff(portalId, handoffId);
    const [work] = handoff === null ? [] : await store.contactWork(portalId, [handoff.personId]);
    if (handoff && work && handoff.erasedAt === undefined) {
      leads.push({ ...namedPerson(state.portal, work), dueAt: handoff.dueAt });
    }
  }
  const { zone } = workingTimeOf(state.playbook, state.portal.timeZone, email);
  return renderLeadList(leads, { zone, namesCity: zone !== state.portal.timeZone, reference: clock.now() });
}
