/** The history card's answers from what the store holds. Pure: `now` is passed in, nothing is asked. */
import type { ContactHistory, HistoryReceipt, ScoreMark } from '@zo/shared';
import { localDay } from '@zo/shared';
import type { Handoff } from '../handoff/handoff.ts';
import { ownersInOrder } from '../handoff/owners-in-order.ts';
import { personName } from '../outbox/person-words.ts';
import type { PortalState } from '../portals/portal-state.ts';
import { receiptLink, receiptWords } from '../receipts/describe-receipt.ts';
import type { HistoryWork } from '../store/card-store.ts';
import type { Receipt } from '../store/receipt-store.ts';
import { momentWords } from '../text/moment-words.ts';
import { cardPortal } from './contact-card.ts';
import { scoreHistory } from './score-history.ts';

export type HistoryPages = Pick<ContactHistory, 'timeline' | 'receipts'>;

export function historyCard(work: HistoryWork, pages: HistoryPages, state: PortalState, now: number): ContactHistory {
  const { usage } = work.person;
  const days = scoreHistory(usage, state.playbook, state.portal.timeZone, now);
  return {
    asOf: now,
    portal: cardPortal(state),
    name: personName(work),
    score: { days, marks: scoreMarks(work, state.portal.timeZone, days[0]?.day ?? Number.POSITIVE_INFINITY) },
    choices: { signals: Object.keys(usage.signals).toSorted(), events: eventNames(usage.eventNames, pages.timeline) },
    ...pages,
  };
}

/** Those of the first page too: of the sample person no names are kept. */
function eventNames(known: string[], { entries }: HistoryPages['timeline']): string[] {
  const shown = entries.flatMap((entry) => (entry.kind === 'event' && entry.signals.length > 0 ? [entry.name] : []));
  return [...new Set([...known, ...shown])].toSorted();
}

/** Crossings by their receipts, handoffs and their ends by the handoffs themselves; oldest first. */
function scoreMarks({ handoffs, marks }: HistoryWork, timeZone: string, from: number): ScoreMark[] {
  const at = (ms: number) => ({ day: localDay(ms, timeZone), at: ms });
  const crossings = marks
    .filter(({ kind }) => kind === 'crossing')
    .map((mark): ScoreMark => ({ ...at(mark.at), what: 'crossing', label: 'Ready' }));
  const handedOff = handoffs.flatMap((handoff): ScoreMark[] =>
    handoffMarks(handoff).map((mark) => ({ ...at(mark.at), what: 'handoff', label: mark.label })),
  );
  const ended = handoffs.flatMap(({ closedAt, status }): ScoreMark[] => {
    const label = endings[status];
    return closedAt === null || label === undefined ? [] : [{ ...at(closedAt), what: 'end', label }];
  });
  return [...crossings, ...handedOff, ...ended]
    .filter(({ day }) => day >= from)
    .toSorted((one, other) => one.at - other.at);
}

/** Whoever got it, when they got it: not whoever has it now. */
function handoffMarks(handoff: Handoff): { at: number; label: string }[] {
  const { handedOffAt } = handoff;
  if (handedOffAt === null) return [];
  const owners = ownersInOrder(handoff);
  if (owners.length === 0) return [{ at: handedOffAt, label: 'Handed off' }];
  return owners.map(({ name, since }, index) => ({
    at: since ?? handedOffAt,
    label: index === 0 ? `Handed off to ${name}` : `Went on to ${name}`,
  }));
}

const endings: Partial<Record<HistoryWork['handoffs'][number]['status'], string>> = {
  returned: 'Returned to marketing',
  not_a_fit: 'Not a fit',
  won: 'Won',
  lost: 'Lost',
  rejected: 'Rejected in review',
  withdrawn: 'Withdrawn',
};

export function historyReceipt(receipt: Receipt, timeZone: string): HistoryReceipt {
  const { receiptId, kind, at, handoffId, playbookVersion } = receipt;
  const words = receiptWords(receipt, (moment) => momentWords(moment, timeZone));
  return { receiptId, kind, at, words, link: receiptLink(receipt), handoffId, playbookVersion };
}
