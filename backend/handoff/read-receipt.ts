/** A stored receipt read back: what this program wrote in a form it knows, or nothing. */
import type { Receipt } from '../store/receipt-store.ts';
import { type ReceiptEntry, type ReceiptKind, receiptFormat } from './receipt.ts';

/** What the body of each kind must at least hold to be shown. */
const needed: Record<ReceiptKind, string[]> = {
  crossing: ['definition', 'score', 'readiness', 'usage'],
  refusal: ['gate'],
  handoff: ['step'],
  assignment: ['reason', 'rule', 'candidates', 'question'],
  reassignment: ['to', 'reason'],
  alert: ['state'],
  snooze: ['until'],
  return: ['step'],
  withdrawal: ['gate'],
  review: ['step'],
  work: ['step'],
  outcome: ['outcome'],
  link: ['step', 'by', 'contactId'],
  restoration: ['workflow', 'by', 'undone', 'outcome'],
};

/** Null for another format, an unknown kind or a body without what its kind needs. */
export function readReceipt({ kind, format, body }: Pick<Receipt, 'kind' | 'format' | 'body'>): ReceiptEntry | null {
  if (format !== receiptFormat || !Object.hasOwn(needed, kind)) return null;
  if (typeof body !== 'object' || body === null) return null;
  const isWhole = needed[kind as ReceiptKind].every((name) => Object.hasOwn(body, name));
  return isWhole ? ({ kind, body } as ReceiptEntry) : null;
}
