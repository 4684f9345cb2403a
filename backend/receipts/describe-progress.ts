/** Receipts of how a handoff was reviewed, worked and ended, in words. */
import { plainRule } from '@zo/shared';
import type { ReceiptBodies } from '../handoff/receipt.ts';
import type { ReminderKind } from '../outbox/effect.ts';

/** How the reader is told when something was. */
export type TellMoment = (at: number) => string;

export function reviewWords(body: ReceiptBodies['review']): string {
  switch (body.step) {
    case 'asked':
      return `Reviewers are asked first: ${plainRule(body.rule)}`;
    case 'not asked': {
      const value = body.contractValue === null ? '' : `; it is ${body.contractValue.toLocaleString('en-US')}`;
      return body.isKnown
        ? `No review: the rule does not hold (${plainRule(body.rule)}${value})`
        : `No review: whether the rule holds is not known (${plainRule(body.rule)}), so it is assigned`;
    }
    case 'approved':
      return `Approved by ${body.by} ${afterWords(body.afterMs)}`;
    case 'rejected':
      return `Rejected by ${body.by} ${afterWords(body.afterMs)}: ${body.reason}`;
    case 'escalated':
      return 'Nobody had looked in time: the operators were told';
  }
}

export function workWords(body: ReceiptBodies['work'], moment: TellMoment): string {
  switch (body.step) {
    case 'accepted':
      return `Taken on by ${body.by}`;
    case 'touched':
      return `First ${body.kind} by ${body.by === 'owner' ? 'the owner' : 'somebody of sales'} at ${moment(body.at)}, known from ${body.via}: ${body.minutes} working minutes after the handoff`;
    case 'breached':
      return `The first call of ${body.owner} was due ${moment(body.dueAt)}${body.isSure ? '' : '; HubSpot could not be asked whether it was made'}`;
    case 'reminded':
      return `Told ${body.to.join(', ')}: ${reminders[body.of]}`;
    case 'snooze over':
      return 'The snooze was over';
  }
}

const reminders: Record<ReminderKind, string> = {
  'nearly due': 'the first call is nearly due',
  overdue: 'the first call is overdue',
  'taken further': 'the first call is still not made',
  'snooze over': 'the snooze is over',
  unreviewed: 'nobody has reviewed it',
};

export function outcomeWords(body: ReceiptBodies['outcome'], moment: TellMoment): string {
  switch (body.outcome) {
    case 'won':
    case 'lost':
      return `The deal was ${body.outcome} at ${moment(body.dealClosedAt)}`;
    case 'not_a_fit':
      return `Not a fit, said ${body.by}: ${body.reason}${body.condition === null ? '' : ` (crossed by: ${body.condition})`}`;
    case 'wrong_person':
      return `Wrong person, said ${body.by}: ${body.reason}${body.instead === null ? '' : ` (contact ${body.instead} instead)`}`;
    case 'undone':
      return `"Not a fit" was undone by ${body.by}`;
  }
}

function afterWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'at once';
  return minutes < 120 ? `after ${minutes} min` : `after ${(minutes / 60).toFixed(1)} h`;
}
