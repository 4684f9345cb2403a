import type { ReceiptBodies } from '../../../backend/handoff/receipt.ts';
import { reviewWords } from '../../../backend/receipts/describe-progress.ts';

const rule = 'zo_expected_acv >= 15000';
const by = 'tom@acme.test';
const minute = 60_000;

it.each<[ReceiptBodies['review'], string]>([
  [{ step: 'asked', rule }, 'Reviewers are asked first: expected contract value at least 15,000'],
  [
    { step: 'not asked', rule, isKnown: true, contractValue: 10_200 },
    'No review: the rule does not hold (expected contract value at least 15,000; it is 10,200)',
  ],
  [
    { step: 'not asked', rule, isKnown: false, contractValue: null },
    'No review: whether the rule holds is not known (expected contract value at least 15,000), so it is assigned',
  ],
  [{ step: 'approved', by, afterMs: 20_000 }, 'Approved by tom@acme.test at once'],
  [{ step: 'approved', by, afterMs: 75 * minute }, 'Approved by tom@acme.test after 75 min'],
  [
    { step: 'rejected', by, reason: 'Competitor', afterMs: 150 * minute },
    'Rejected by tom@acme.test after 2.5 h: Competitor',
  ],
])('a review in words: %j', (body, words) => {
  expect(reviewWords(body)).toBe(words);
});
