/** What a decision leaves as receipts, besides those of the handoff that it changes. Pure. */
import type { GateReason, Playbook, Readiness } from '@zo/shared';
import type { DecidedCrossing } from './decide-crossing.ts';
import type { PreviousDecision } from './decision.ts';
import type { ReceiptEntry } from './receipt.ts';

export function receiptsOf(
  previous: PreviousDecision | null,
  gate: GateReason,
  { crossing, isNew }: Pick<DecidedCrossing, 'crossing' | 'isNew'>,
  ready: Readiness['ready'],
): ReceiptEntry[] {
  const receipts: ReceiptEntry[] = [];
  if (crossing && isNew) receipts.push({ kind: 'crossing', body: crossing });
  const refused = ready === 'yes' && gate !== 'open' && gate !== 'handed_off' && gate !== 'not_ready';
  if (refused && previous?.gate !== gate) {
    const { byRules, byHistory } = crossing ?? {};
    receipts.push({ kind: 'refusal', body: { gate, ...(byRules && { byRules }), ...(byHistory && { byHistory }) } });
  }
  return receipts;
}

/** Of a playbook that has crossings reviewed, the receipt says why this one was not. */
export function receiptsOfNoReview(
  { review }: Playbook,
  verdict: Readiness['ready'],
  contractValue: string | number | null,
): ReceiptEntry[] {
  if (review === null) return [];
  const value = contractValue === null ? null : Number(contractValue);
  return [
    {
      kind: 'review',
      body: { step: 'not asked', rule: review.text, isKnown: verdict !== 'unknown', contractValue: value },
    },
  ];
}
