/** Handoffs as the home page lists them: today's, and those that wait for a reviewer. Pure. */
import { capital, type HomeColumn, plainRule, whyNowWords } from '@zo/shared';
import type { Handoff, HandoffStatus } from '../handoff/handoff.ts';
import type { NamedPerson } from '../store/home-store.ts';
import type { WholeTable } from './table.ts';

export type People = ReadonlyMap<number, NamedPerson>;

const todayColumns: HomeColumn[] = [
  { key: 'at', label: 'When', kind: 'moment' },
  { key: 'person', label: 'Person', kind: 'text' },
  { key: 'company', label: 'Company', kind: 'text' },
  { key: 'owner', label: 'Owner', kind: 'text' },
  { key: 'status', label: 'Status', kind: 'text' },
  { key: 'due', label: 'First call due', kind: 'moment' },
  { key: 'called', label: 'Called after', kind: 'minutes' },
  { key: 'why', label: 'Why now', kind: 'text' },
];

const reviewColumns: HomeColumn[] = [
  { key: 'since', label: 'Waits since', kind: 'moment' },
  { key: 'person', label: 'Person', kind: 'text' },
  { key: 'company', label: 'Company', kind: 'text' },
  { key: 'value', label: 'Expected value a year', kind: 'number' },
  { key: 'rule', label: 'In review because', kind: 'text' },
  { key: 'why', label: 'Why now', kind: 'text' },
];

const statusLabels: Record<HandoffStatus, string> = {
  waiting: 'Waiting for HubSpot',
  in_review: 'In review',
  assigned: 'Assigned',
  alerted: 'Alerted',
  engaged: 'Called',
  snoozed: 'Snoozed',
  breached: 'Overdue',
  return_due: 'Going back to marketing',
  returned: 'Returned to marketing',
  not_a_fit: 'Not a fit',
  won: 'Won',
  lost: 'Lost',
  rejected: 'Rejected in review',
  withdrawn: 'Withdrawn',
};

export function todayTable(handoffs: readonly Handoff[], people: People, most: number, asOf: number): WholeTable {
  const rows = handoffs.map((handoff) => {
    const { handoffId, handedOffAt, openedAt, owner, status, dueAt, touch, heldSince, contactId } = handoff;
    const label = heldSince === null ? statusLabels[status] : 'Waiting for an owner';
    const cells = [
      handedOffAt ?? openedAt,
      ...namesOf(handoff, people),
      owner?.name ?? null,
      label,
      dueAt,
      touch?.minutes ?? null,
      whyOf(handoff, people),
    ];
    return { id: String(handoffId), cells, contactId, handoffId };
  });
  return { name: 'today', columns: todayColumns, rows, isCut: rows.length >= most, asOf };
}

export function reviewTable(handoffs: readonly Handoff[], people: People, most: number, asOf: number): WholeTable {
  const rows = handoffs.map((handoff) => {
    const { handoffId, review, openedAt, contactId } = handoff;
    const cells = [
      review?.askedAt ?? openedAt,
      ...namesOf(handoff, people),
      review?.contractValue ?? null,
      review && capital(plainRule(review.rule)),
      whyOf(handoff, people),
    ];
    return { id: String(handoffId), cells, contactId, handoffId };
  });
  return { name: 'review', columns: reviewColumns, rows, isCut: rows.length >= most, asOf };
}

function namesOf({ personId, erasedAt }: Handoff, people: People): [string, string | null] {
  const person = people.get(personId);
  if (erasedAt !== undefined || person === undefined) return ['Somebody who was erased', null];
  return [person.name, person.companyName];
}

function whyOf({ receipt, personId }: Handoff, people: People): string | null {
  return receipt?.trigger ? whyNowWords(receipt.trigger, people.get(personId)?.companyName ?? null) : null;
}
