/**
 * Turns as they were taken before caps were reckoned with, so that receipts of then can be decided again: whenever somebody
 * went or came, what they took or brought was settled with those present. Whoever was often at a cap gained by it.
 */
import { type Ledger, type LedgerEntry, shortfall, type Turn } from './fairness.ts';

/** Somebody who was there; `isEligible`: for that handoff, too. */
export type Present = { email: string; weight: number; isEligible: boolean };

/** Sums of thirds and sevenths must not decide between equals. */
const precision = 1e9;
/** What rounding leaves of a sum over hundreds of owners. */
const negligible = 1e-6;

/** `present` in the playbook's order, which decides between equals. Null when nobody is eligible. */
export function takeFirstTurn(ledger: Ledger, present: readonly Present[]): Turn | null {
  const eligible = present.filter(({ isEligible }) => isEligible);
  if (eligible.length === 0) return null;
  const total = eligible.reduce((sum, { weight }) => sum + weight, 0);
  const before = settle(ledger, present);
  const due = new Map(Object.entries(before));
  for (const { email, weight } of eligible) {
    const { ideal, handoffs } = before[email]!;
    due.set(email, { ideal: rounded(ideal + weight / total), handoffs });
  }
  const order = inTurn(eligible, due);
  const chosen = order[0]!;
  const { ideal, handoffs } = due.get(chosen)!;
  due.set(chosen, { ideal, handoffs: handoffs + 1 });
  return { chosen, before, after: Object.fromEntries(due), order };
}

/** Who is owed something, soonest a whole handoff short first; then the others, least ahead first. */
function inTurn(eligible: Present[], due: ReadonlyMap<string, LedgerEntry>): string[] {
  const ranked = eligible.map(({ email, weight }) => {
    const owed = shortfall(due.get(email)!);
    return { email, isOwed: owed > 0, wait: rounded(owed > 0 ? (1 - owed) / weight : -owed) };
  });
  ranked.sort((one, other) => Number(other.isOwed) - Number(one.isOwed) || one.wait - other.wait);
  return ranked.map(({ email }) => email);
}

function settle(ledger: Ledger, present: readonly Present[]): Ledger {
  const entries = present.map(({ email }): [string, LedgerEntry] => [
    email,
    Object.hasOwn(ledger, email) ? ledger[email]! : { ideal: 0, handoffs: 0 },
  ]);
  const sum = sumOf(entries.map(([, entry]) => shortfall(entry)));
  if (Math.abs(sum) < negligible) return Object.fromEntries(entries);
  const isOnItsSide = (entry: LedgerEntry) => shortfall(entry) > 0 === sum > 0;
  const side = sumOf(entries.map(([, entry]) => (isOnItsSide(entry) ? shortfall(entry) : 0)));
  const settled = entries.map(([email, entry]): [string, LedgerEntry] => {
    if (!isOnItsSide(entry)) return [email, entry];
    const ideal = rounded(entry.handoffs + shortfall(entry) * (1 - sum / side));
    return [email, { ideal, handoffs: entry.handoffs }];
  });
  return Object.fromEntries(settled);
}

function sumOf(numbers: number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}

function rounded(value: number): number {
  return Math.round(value * precision) / precision;
}
