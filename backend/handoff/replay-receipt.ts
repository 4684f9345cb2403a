/** Makes a receipt's decision again, from what the receipt stored and with the code of today. */
import type { Receipt } from '../store/receipt-store.ts';
import { assignOwner } from './assign.ts';
import { decide } from './decide.ts';
import type { EventsBehind } from './events-behind.ts';
import { readReceipt } from './read-receipt.ts';
import { type Evidence, type ReceiptEntry, receiptOfAssignment } from './receipt.ts';
import { reviveInputs } from './stored-inputs.ts';

export type Difference = { where: string; stored: unknown; now: unknown };

/** `same: null`: there is nothing to decide again, and why. */
export type Replayed = { same: true } | { same: false; differences: Difference[] } | { same: null; reason: string };

export function replayReceipt(receipt: Receipt): Replayed {
  if (receipt.erasedAt !== null) return { same: null, reason: 'cannot be replayed: erased' };
  const entry = readReceipt(receipt);
  if (entry === null) return { same: null, reason: 'cannot be replayed: written in a form this program does not know' };
  if (entry.kind === 'assignment') {
    return compare(entry, receiptOfAssignment(assignOwner(entry.body.question), entry.body.playbookVersion));
  }
  const evidence = 'evidence' in entry.body ? entry.body.evidence : undefined;
  if (evidence === undefined) return { same: null, reason: `a fact, not a decision: ${entry.kind}` };
  return compare(entry, decideAgain(entry.kind, evidence));
}

function decideAgain(kind: ReceiptEntry['kind'], { inputs }: Evidence): ReceiptEntry | null {
  const { input, context } = reviveInputs(inputs);
  const { receipts, handoffChange } = decide(input, context);
  return [...receipts, ...(handoffChange?.receipts ?? [])].find((entry) => entry.kind === kind) ?? null;
}

function compare(stored: ReceiptEntry, again: ReceiptEntry | null): Replayed {
  if (again === null) {
    return { same: false, differences: [{ where: 'decision', stored: stored.kind, now: 'decided otherwise' }] };
  }
  const differences = differencesOf('', asJson(decided(stored)), asJson(decided(again)));
  return differences.length === 0 ? { same: true } : { same: false, differences };
}

/** What was decided, without what it was decided from, and without what the events were called. */
function decided({ body }: ReceiptEntry): unknown {
  if (!('evidence' in body) || body.evidence === undefined) return body;
  const { score, conditions, last }: EventsBehind = body.evidence.behind;
  return { ...body, evidence: { score, conditions, last } };
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function differencesOf(where: string, stored: unknown, now: unknown): Difference[] {
  if (Object.is(stored, now)) return [];
  if (typeof stored !== 'object' || typeof now !== 'object' || stored === null || now === null) {
    return [{ where, stored, now }];
  }
  const [one, other] = [stored as Record<string, unknown>, now as Record<string, unknown>];
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.flatMap((name) => differencesOf(where === '' ? name : `${where}.${name}`, one[name], other[name]));
}
