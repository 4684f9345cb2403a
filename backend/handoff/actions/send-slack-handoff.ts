/** "Send contextual Slack handoff": the alert, at most once per handoff and place. */
import { buildAlert } from '../../outbox/build-alert.ts';
import { type AlertPlace, priorities } from '../../outbox/effect.ts';
import type { PortalState } from '../../portals/portal-state.ts';
import { renderAlert } from '../../slack/render-alert.ts';
import { alertOutputs, failure, type Outputs, withState } from '../action-outputs.ts';
import { assignOwner } from '../assign.ts';
import { thenStep, unchanged } from '../combine-changes.ts';
import type { Handoff } from '../handoff.ts';
import type { HandoffChange, HandoffContext } from '../handoff-change.ts';
import { isSaid } from '../open-status.ts';
import { clockTermsOf } from '../owner-hours.ts';
import { returnCheckAt } from '../return-check.ts';
import { newestAlertKey, sendAlerts } from '../steps/alerting.ts';
import { assign } from '../steps/assigning.ts';
import { startClock } from '../steps/first-call-clock.ts';
import { workflowCalled } from '../steps/opening.ts';
import { handoffToActOn } from './action-handoff.ts';
import { type ActionParts, type ActionRequest, block, canBlock } from './action-request.ts';

export async function sendSlackHandoff(parts: ActionParts, request: ActionRequest): Promise<Outputs> {
  const { store, states, clock } = parts;
  const { portalId, contactId, callbackId, action, inputs } = request;
  const state = await states.get(portalId);
  if (state === null) return failure('no_playbook', { zo_delivery_status: 'failed' });
  if (inputs.deliver_to === 'test') return sendTest(parts, request, state);
  const now = clock.now();
  const answer = await store.transactHandoff<Outputs>(portalId, { contactId, callbackId }, now, (context) => {
    if (context.answeredBefore !== undefined) return { answer: context.answeredBefore as Outputs };
    const found = handoffToActOn(context, state, request, now);
    if (found === null) return { answer: failure('no_product_activity', { zo_delivery_status: 'failed' }) };
    if (found === 'ended') {
      const outputs = failure('handoff_ended', { zo_delivery_status: 'failed' });
      return { answer: outputs, call: { callbackId, action, answer: outputs } };
    }
    if (found.status === 'in_review') {
      return { answer: failure('in_review', { zo_delivery_status: 'failed' }), change: unchanged(found) };
    }
    const noted = { ...found, note: inputs.note?.trim() || found.note };
    const ready = thenStep(workflowCalled(noted, now) ?? unchanged(noted), (next) =>
      withOwner(next, context, request, state, now),
    );
    const places = placesOf(ready.handoff, inputs, state);
    if (places.length === 0) {
      const error = inputs.deliver_to === 'owner' ? 'no_owner' : 'no_destination';
      const outputs = failure(error, { zo_delivery_status: 'failed' });
      return { answer: outputs, change: ready, call: { callbackId, action, answer: outputs } };
    }
    const keysOf = (handoff: Handoff) => places.map((place) => newestAlertKey(handoff, place));
    const already = keysOf(ready.handoff).every((key) => isSaid(ready.handoff.alerts[key] ?? { state: 'queued' }));
    const isHeld = !canBlock(state.portal.scopes);
    const change = thenStep(ready, (next) => sendAlerts(next, places, { callbackId, action, isHeld }));
    const isWaiting = change.handoff.waitingCallbacks.some((waiting) => waiting.callbackId === callbackId);
    const outputs = isWaiting && !isHeld ? block : alertOutputs(change.handoff, keysOf(change.handoff), already);
    return { answer: outputs, change, call: { callbackId, action, answer: outputs } };
  });
  return answer ?? failure('no_product_activity', { zo_delivery_status: 'failed' });
}

/** The owner HubSpot has at run time: rotation may have been done by a step of HubSpot's own. */
function withOwner(
  handoff: Handoff,
  context: HandoffContext,
  { properties }: ActionRequest,
  state: PortalState,
  now: number,
): HandoffChange | null {
  if (handoff.owner !== null) return null;
  const assignment = assignOwner({
    presentOwnerId: properties.hubspot_owner_id || context.record?.facts?.ownerId || null,
    companyOwnerId: null,
    pool: [],
    owners: state.owners,
    rotation: context.rotation,
    named: null,
  });
  if (!assignment.assigned) return null;
  return assign(handoff, {
    assignment,
    playbookVersion: state.playbookVersion,
    clock: startClock(clockTermsOf(state.playbook, state.portal.timeZone, assignment.owner.email), now),
    callback: null,
    alsoWrite: {},
    returnCheckAt: returnCheckAt(state, { ...handoff, handedOffAt: handoff.handedOffAt ?? now }, now),
    now,
  });
}

function placesOf(handoff: Handoff, inputs: Record<string, string>, state: PortalState): AlertPlace[] {
  const to = inputs.deliver_to || 'owner_and_channel';
  const channel = inputs.channel?.trim() || state.playbook.handoff.channel;
  const places: AlertPlace[] = [];
  if (to !== 'channel' && handoff.owner !== null) places.push({ to: 'dm', email: handoff.owner.email });
  if (to !== 'owner' && channel) places.push({ to: 'channel', channel });
  return places;
}

/** `text` is null when this very call was answered before. */
type TestAnswer = { outputs: Outputs; text: string | null };

/** A trial goes to the operator, opens no handoff and counts for nothing. */
async function sendTest(parts: ActionParts, request: ActionRequest, state: PortalState): Promise<Outputs> {
  const { store, clock } = parts;
  const { portalId, contactId, callbackId, action } = request;
  const [admin] = await parts.operatorsOf(portalId);
  if (admin === undefined) return failure('no_destination', { zo_delivery_status: 'failed' });
  const now = clock.now();
  const answer = await store.transactHandoff<TestAnswer>(portalId, { contactId, callbackId }, now, (context) => {
    if (context.answeredBefore !== undefined)
      return { answer: { outputs: context.answeredBefore as Outputs, text: null } };
    const receipt = context.handoff?.receipt ?? context.decision?.decision.crossing ?? null;
    const alert = buildAlert({
      state,
      work: { ...context, companyRecord: null },
      receipt,
      owner: context.handoff?.owner ?? null,
      note: request.inputs.note?.trim() || null,
      dueAt:
        context.handoff?.dueAt ?? startClock(clockTermsOf(state.playbook, state.portal.timeZone, admin), now).dueAt,
      now,
      test: true,
    });
    const outputs = withState({ zo_delivery_status: 'queued' });
    return {
      answer: { outputs, text: renderAlert(alert).text },
      call: { callbackId, action, answer: outputs },
    };
  });
  if (answer === null) return failure('no_product_activity', { zo_delivery_status: 'failed' });
  if (answer.text !== null) {
    const key = `note:test:${callbackId}`;
    const channel = `@${admin}`;
    await store.enqueue(
      portalId,
      [
        {
          kind: 'post note',
          channel,
          text: answer.text,
          handoffId: null,
          key,
          lane: `slack:${channel}`,
          priority: priorities.crossing,
        },
      ],
      now,
    );
  }
  return answer.outputs;
}
