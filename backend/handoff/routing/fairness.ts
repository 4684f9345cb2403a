/**
 * Fair shares: who is next by turns, and by how much everybody is short of what is theirs.
 *
 * **The ideal.** Of every handoff that is given out by turns, each owner who may get it is due weight / sum of the weights of
 * all who may get it; nobody else is due anything of it. An owner's *ideal* is the sum of what they were due, their
 * *shortfall* the ideal less the handoffs they were given. Somebody away, or just joined, is due nothing of what was given
 * out without them, so that nobody is flooded on arrival.
 *
 * **Who comes and goes.** Shortfalls of those present add up to nothing. When somebody leaves or returns, what they take or
 * bring is settled with those present: shortfalls move towards nothing, in proportion, and never away from it. What a
 * colleague on leave was given too much is then not owed to those who stay. The settlement is part of the ideal.
 *
 * **The next** is whoever, given nothing, would first be short of a whole handoff: the largest shortfall, weighted. With equal
 * weights that is a rotation. Nobody comes to be a whole handoff away from their ideal this way, unless handoffs differ in
 * who may get them: what only one may get is theirs whatever they have.
 */

export type LedgerEntry = { ideal: number; handoffs: number };

/** By owner's address. Of whom nothing stands here, they have just joined. */
export type Ledger = Record<string, LedgerEntry>;

/** Somebody who is there; `isEligible`: for this handoff, too. */
export type Present = { email: string; weight: number; isEligible: boolean };

export type Turn = {
  chosen: string;
  /** Entries of those present, before this handoff and after it. */
  before: Ledger;
  after: Ledger;
  /** Addresses of those eligible, the next to be chosen first. */
  order: string[];
};

/** Sums of thirds and sevenths must not decide between equals. */
const precision = 1e9;
/** What rounding leaves of a sum over hundreds of owners. */
const negligible = 1e-6;

/** `present` in the playbook's order, which decides between equals. Null when nobody is eligible. */
export function takeTurn(ledger: Ledger, present: readonly Present[]): Turn | null {
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

export function shortfall({ ideal, handoffs }: LedgerEntry): number {
  return rounded(ideal - handoffs);
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
