import { companyCrossings } from '../../../backend/cards/company-crossings.ts';
import type { CrossingReceipt } from '../../../backend/handoff/crossing-receipt.ts';
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import type { CompanyCardWork } from '../../../backend/store/card-store.ts';
import { alertedHandoff, company, person, record } from '../../support/handoffs.ts';

function because(change: Partial<Handoff>): string | null | undefined {
  const handoff = alertedHandoff(change);
  const newestHandoffs = [{ handoff, person: person(), record: record() }];
  const work = { crossed: [], newestHandoffs, company: company() } as unknown as CompanyCardWork;
  return companyCrossings(work)[0]?.because;
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
