/** A handoff's message as it has to look now: its facts are those of when it was posted, its state is the handoff's. */
import { whyNowWords } from '@zo/shared';
import type { Handoff } from '../handoff/handoff.ts';
import { isQuestionKey, isReviewKey } from '../handoff/message-keys.ts';
import { messageView } from '../handoff/message-view.ts';
import { workingTimeOf } from '../handoff/owner-hours.ts';
import { mentionOwner } from '../slack/deliver-alert.ts';
import { type RenderedMessage, renderAlert, type ShownState } from '../slack/render-alert.ts';
import { renderQuestion } from '../slack/render-question.ts';
import { renderReview } from '../slack/render-review.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { ContactWork } from '../store/handoff-store.ts';
import { alertNote } from './alert-note.ts';
import { buildAlert } from './build-alert.ts';
import { namedPerson } from './person-words.ts';
import type { SlackLane } from './slack-lane.ts';

export type DrawnMessage = {
  handoff: Handoff;
  work: ContactWork;
  /** The one it stands under among the handoff's alerts. */
  key: string;
  /** When it was, or is, posted. */
  at: number;
};

type DrawingLane = Pick<SlackLane, 'portalId' | 'state' | 'operator' | 'store'> & { gateway: SlackGateway };

export async function drawMessage(lane: DrawingLane, drawn: DrawnMessage): Promise<RenderedMessage> {
  const { handoff, work, key, at } = drawn;
  const { state, gateway } = lane;
  const shown = shownState(lane, drawn);
  if (isReviewKey(key)) {
    const decidedBy = await nameOf(lane, handoff.review?.by ?? null);
    return renderReview({ ...reviewFacts(lane, drawn), decidedBy }, shown);
  }
  if (isQuestionKey(key)) return renderQuestion(namedPerson(state.portal, work), shown);
  const { receipt, owner, dueAt } = handoff;
  const note = await alertNote(lane, handoff);
  const alert = buildAlert({ state, work, receipt, owner, note, dueAt, now: at, test: false });
  return renderAlert(await mentionOwner(gateway, alert, owner?.email ?? null), shown);
}

export function shownState(
  { portalId, state, operator }: Omit<DrawingLane, 'gateway' | 'store'>,
  { handoff, key, at }: Omit<DrawnMessage, 'work'>,
): ShownState {
  const { playbook, portal } = state;
  const { zone } = workingTimeOf(playbook, portal.timeZone, handoff.owner?.email ?? null);
  return {
    view: messageView(handoff, key),
    times: { zone, namesCity: zone !== portal.timeZone, reference: at },
    pressed: operator.canPress ? { portalId, handoffId: handoff.handoffId } : null,
  };
}

/** As HubSpot names its owners, else as Slack names its people; null: only the address is known. */
async function nameOf({ state, gateway }: Pick<DrawingLane, 'state' | 'gateway'>, email: string | null) {
  if (email === null) return null;
  const owner = state.owners.find((one) => one.email === email);
  if (owner !== undefined) return owner.name;
  const user = await gateway.findUserByEmail(email);
  return user.outcome === 'found' ? user.value.name : null;
}

function reviewFacts({ state }: Pick<DrawingLane, 'state'>, { handoff, work, at }: DrawnMessage) {
  const { receipt, review, employees } = handoff;
  const named = namedPerson(state.portal, work);
  return {
    ...named,
    employees,
    askedAt: review?.askedAt ?? at,
    contractValue: review?.contractValue ?? null,
    whyNow: receipt?.trigger ? whyNowWords(receipt.trigger, named.companyName) : null,
    score: receipt?.score ?? null,
    events: work.person.usage.recent.filter((event) => event.at <= at),
    now: at,
  };
}
