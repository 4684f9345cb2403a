import { companyCrossings } from '../../../backend/cards/company-crossings.ts';
import type { CrossingReceipt } from '../../../backend/handoff/crossing-receipt.ts';
import type { EarlierOwner, Handoff } from '../../../backend/handoff/handoff.ts';
import type { CompanyCardWork } from '../../../backend/store/card-store.ts';
import { alertedHandoff, company, person, record } from '../../support/handoffs.ts';

function because(change: Partial<Handoff>): string | null | undefined {
  return crossing(change)?.because;
}

function crossing(change: Partial<Handoff>) {
  const handoff = alertedHandoff(change);
  const newestHandoffs = [{ handoff, person: person(), record: record() }];
  const work = { crossed: [], newestHandoffs, company: company() } as unknown as CompanyCardWork;
  return companyCrossings(work)[0];
}

const receipt = { ...alertedHandoff().receipt!, trigger: null };

it.each<[string | null, Partial<Handoff>]>([
  ['handed off by hand', { origin: 'by hand', receipt }],
  ['asked for by a workflow', { origin: 'action', receipt }],
  [null, { receipt }],
])('says of somebody whom nothing made cross: %s', (words, change) => {
  expect(because(change)).toBe(words);
});

it('tells what made somebody cross, also when they were handed off by hand afterwards', () => {
  const trigger = {
    property: 'zo_pql_score',
    operator: '>=',
    actual: '45',
    needs: '40',
    words: 'Score 45 (needs 40)',
  } as NonNullable<CrossingReceipt['trigger']>;
  expect(because({ origin: 'by hand', receipt: { ...receipt, trigger } })).toBe('Score 45 (needs 40)');
});

it('names everybody who had it, in order', () => {
  const given = alertedHandoff();
  const earlier = (name: string): EarlierOwner => ({
    ...given.owner!,
    name,
    since: given.openedAt,
    until: given.openedAt + 1,
    dueAt: null,
    breachedAt: null,
    why: 'the first call was overdue',
    by: 'clock',
  });
  const change = {
    earlierOwners: [earlier('Maria Lopez'), earlier('Tom Becker')],
    owner: { ...given.owner!, name: 'Lee Park' },
    status: 'returned' as const,
  };
  expect(crossing(change)?.outcome).toBe(
    'handed off to Maria Lopez, then Tom Becker, then Lee Park, returned to marketing',
  );
});
