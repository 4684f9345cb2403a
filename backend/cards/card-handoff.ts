/** One handoff as the contact card shows it. */
import { type CardHandoff, type Playbook, plainRule, whyNowWords } from '@zo/shared';
import type { Handoff } from '../handoff/handoff.ts';
import { channelOf, readerOf } from '../handoff/message-keys.ts';
import { isAlertKey } from '../handoff/open-status.ts';

export function cardHandoff(
  handoff: Handoff,
  companyName: string | null,
  playbook: Pick<Playbook, 'review'>,
): CardHandoff {
  const { owner, touch, dueAt, ending, byHand } = handoff;
  const trigger = handoff.receipt?.trigger ?? null;
  const before = handoff.earlierOwners.at(-1);
  return {
    handoffId: handoff.handoffId,
    status: handoff.status,
    openedAt: handoff.openedAt,
    closedAt: handoff.closedAt,
    trigger: trigger === null ? null : whyNowWords(trigger, companyName),
    byHand: byHand && { by: byHand.by, reason: byHand.reason },
    owner: owner && { name: owner.name, email: owner.email, reason: owner.reason },
    passedOn: before === undefined ? null : { from: before.name, why: before.why, at: before.until },
    heldSince: owner === null ? handoff.heldSince : null,
    acceptedAt: handoff.acceptedAt,
    snoozedUntil: handoff.snooze?.until ?? null,
    dueAt,
    overdueSince: handoff.breachedAt,
    touch: touch && {
      at: touch.at,
      kind: touch.kind,
      by: touch.by,
      minutes: touch.minutes,
      isInTime: dueAt === null ? null : touch.at <= dueAt,
    },
    review: handoff.status === 'in_review' ? cardReview(handoff, playbook) : null,
    askedAt: handoff.question?.askedAt ?? null,
    reasons: reasonsOf(handoff),
    isWrongPerson: ending?.kind === 'wrong person',
    alerts: Object.entries(handoff.alerts)
      .filter(([key]) => isAlertKey(key))
      .map(([key, alert]) => ({
        place: placeOf(key, handoff),
        state: alert.state === 'failed' && alert.isMoot ? 'moot' : alert.state,
        link: alert.state === 'posted' ? alert.link : null,
        reason: 'reason' in alert ? alert.reason : null,
      })),
  };
}

function cardReview({ review }: Handoff, playbook: Pick<Playbook, 'review'>): CardHandoff['review'] {
  if (review === null) return null;
  const { askedAt, contractValue, escalatedAt } = review;
  return { askedAt, reviewers: playbook.review?.reviewers ?? [], contractValue, isLate: escalatedAt !== null };
}

function reasonsOf({ status, question, review, ending, returnReasons }: Handoff): string[] {
  if (status === 'in_review') return review === null ? [] : [plainRule(review.rule)];
  if (ending !== null && ending.reason !== '') return [ending.reason];
  return question?.reasons ?? returnReasons;
}

/** 'alert:5:channel:#pql-handoff' reads "#pql-handoff", 'alert:5:dm:maria@acme.test' the name of whoever got it. */
function placeOf(key: string, handoff: Handoff): string {
  const channel = channelOf(key);
  if (channel !== null) return channel;
  const email = readerOf(key);
  const reader = [...(handoff.owner ? [handoff.owner] : []), ...handoff.earlierOwners].find(
    (one) => one.email === email,
  );
  return reader?.name ?? email ?? 'direct message';
}
