/** The alert that would have gone to an AE, posted to the operator alone and marked as a test. */
import type { PreviousDecision } from '../handoff/decision.ts';
import type { PortalState } from '../portals/portal-state.ts';
import { findOperator } from '../slack/operator-place.ts';
import { renderAlert } from '../slack/render-alert.ts';
import { buildAlert } from './build-alert.ts';
import { type EffectOutcome, readFactsEffect } from './effect.ts';
import { backoffMs, type Claimed, done, failed, later } from './lane.ts';
import { notConnected, settleNote } from './post-note.ts';
import type { SlackLane } from './slack-lane.ts';

const contactComesMs = 300;
/** The alert has a link to the contact, unless HubSpot takes too long to have one. */
const mostWaitsForContact = 40;
const slackComesMs = 60_000;

export async function postSampleAlert(lane: SlackLane, claimed: Claimed<'post sample alert'>): Promise<EffectOutcome> {
  const { store, portalId, gateway, state, clock, operator } = lane;
  const { personId } = claimed.effect;
  const [work] = await store.contactWork(portalId, [personId]);
  const decision = await store.transactHandoff(portalId, { personId }, clock.now(), (known) => ({
    answer: known.decision,
  }));
  if (work === undefined || decision === null) {
    return work === undefined ? failed('the sample was removed') : later(contactComesMs, 'the person is decided first');
  }
  if (work.record?.recordId == null && claimed.attempts < mostWaitsForContact) {
    return later(contactComesMs, 'the contact is not in HubSpot yet; the alert would have no link');
  }
  if (work.record?.facts?.primaryCompany == null && claimed.attempts < mostWaitsForContact) {
    await store.enqueue(portalId, [readFactsEffect(personId)], clock.now());
    return later(contactComesMs, 'HubSpot is asked for the company first');
  }
  if (gateway === null) return later(slackComesMs, notConnected);
  const place = await findOperator(gateway, state.playbook.operatorChannel, operator);
  if (place.outcome === 'absent') return failed(`nobody to tell in Slack: ${place.reason}`);
  if (place.outcome !== 'found') return later(backoffMs(claimed.attempts, 1_000), 'Slack could not be asked');
  if (!(await store.markSending(portalId, claimed.key, claimed.lease))) return later(1_000, 'taken over');
  const alert = buildAlert({
    state,
    work,
    receipt: decision.decision.crossing,
    owner: null,
    note: noteOf(decision, state),
    dueAt: null,
    now: clock.now(),
    test: true,
  });
  const posted = await gateway.postMessage({ channel: place.id, ...renderAlert(alert) });
  return posted.outcome === 'posted' ? done : settleNote(lane, claimed, posted);
}

function noteOf({ ready }: PreviousDecision, { portal, mode }: PortalState): string {
  const told = 'Sample activity: nobody but you was told.';
  if (ready !== 'yes') return `${told} The definition is not met yet, so nobody would be alerted.`;
  if (portal.goLiveAt === null) return `${told} Handoffs are not switched on yet: a real person would only be listed.`;
  const how = mode === 'workflow' ? 'by HubSpot’s workflow' : 'directly';
  return `${told} A real person would be handed off now, ${how}, and the account executive alerted like this.`;
}
