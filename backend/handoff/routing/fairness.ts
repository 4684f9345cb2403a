/**
 * Fair shares: who is next by turns, and by how much everybody is short of what is theirs.
 *
 * **The ideal.** Of every handoff that is given out by turns, each owner who may get it is due weight / sum of the weights of
 * all who may get it; nobody else is due anything of it. An owner's *ideal* is the sum of what they were due, their
 * *shortfall* the ideal less the handoffs they were given. Somebody away, or just joined, is due nothing of what was given
 * out without them, so that nobody is flooded on arrival; what was owed when they left is owed when they return.
 *
 * **Caps.** Whoever comes to a cap had theirs early, and is ahead. The handoffs that follow are reckoned against that: they
 * are due their share with the others until they are even, and nothing more. Without this, three handoffs to four equals
 * who may have one each would leave the fourth short of more than a whole one.
 *
 * **The next** is whoever, given nothing, would first be short of almost a whole handoff; with equal weights that is a
 * rotation. While the same people may get them, nobody comes to be a whole handoff away from their ideal.
 *
 * **What is written off.** Hours, leave and territories divide who may get what, and may leave somebody more than a whole
 * handoff away though every choice was right. The part beyond it, mostly tenths, is written off. So is what somebody who is
 * no longer among the owners was short or ahead: it is settled among the others. Both are part of the ideal.
 */

export type LedgerEntry = { ideal: number; handoffs: number };

/** By owner's address. Of whom nothing stands here, they have just joined. */
export type Ledger = Record<string, LedgerEntry>;

export type Member = {
  email: string;
  weight: number;
  /** 'at a cap': of what they may get otherwise. */
  may: 'get it' | 'not get it' | 'not get it: at a cap';
};

export type Turn = {
  chosen: string;
  /** Entries of everybody, before this handoff and after it. */
  before: Ledger;
  after: Ledger;
  /** Addresses of those who may get it, the next to be chosen first. */
  order: string[];
};

/** Whoever is owed less would come to be almost a whole handoff ahead, and waits for somebody who is owed more. */
const leastOwed = 0.2;
/** Turns are given so that nobody comes to be more than this short. */
const mostShort = 0.9;
/** Sums of thirds and sevenths must not decide between equals. */
const precision = 1e9;
/** What rounding leaves of a sum over hundreds of owners. */
const negligible = 1e-6;

/** `members` in the playbook's order, which decides between equals. Null when nobody may get it. */
export function takeTurn(ledger: Ledger, members: readonly Member[]): Turn | null {
  const eligible = members.filter(({ may }) => may === 'get it');
  if (eligible.length === 0) return null;
  const before = settle(ledger, members);
  const due = dueOf(before, members);
  const after: Ledger = { ...before };
  for (const [email, share] of due) after[email] = { ...before[email]!, ideal: rounded(before[email]!.ideal + share) };
  const order = inTurn(eligible, after);
  const chosen = order[0]!;
  after[chosen] = { ...after[chosen]!, handoffs: after[chosen]!.handoffs + 1 };
  return { chosen, before, after: writeOff(after), order };
}

export function shortfall({ ideal, handoffs }: LedgerEntry): number {
  return rounded(ideal - handoffs);
}

/** Which part of this handoff each is due; the parts add up to one. */
function dueOf(before: Ledger, members: readonly Member[]): Map<string, number> {
  const due = new Map<string, number>();
  let left = 1;
  const aheadOf = ({ email }: Member) => 0 - shortfall(before[email]!);
  const weighing = members.filter(
    (member) => member.may === 'get it' || (member.may === 'not get it: at a cap' && aheadOf(member) > 0),
  );
  let weight = sumOf(weighing.map((member) => member.weight));
  const share = (member: Member) => (left * member.weight) / weight;
  // Whose part would put them beyond even leaves the rest of it to the others, soonest even first.
  const capped = weighing.filter(({ may }) => may !== 'get it');
  capped.sort((one, other) => aheadOf(one) / one.weight - aheadOf(other) / other.weight);
  for (const member of capped) {
    const part = Math.min(share(member), aheadOf(member));
    due.set(member.email, part);
    left -= part;
    weight -= member.weight;
  }
  for (const member of weighing) if (member.may === 'get it') due.set(member.email, share(member));
  return due;
}

/** The shortest first, where somebody is too short already; else whoever is so soonest; then whoever is hardly owed anything. */
function inTurn(eligible: Member[], due: Ledger): string[] {
  const ranked = eligible.map(({ email, weight }) => {
    const owed = shortfall(due[email]!);
    if (owed >= mostShort) return { email, rank: 0, wait: 0 - owed };
    if (owed > leastOwed) return { email, rank: 1, wait: rounded((mostShort - owed) / weight) };
    return { email, rank: 2, wait: 0 - owed };
  });
  ranked.sort((one, other) => one.rank - other.rank || one.wait - other.wait);
  return ranked.map(({ email }) => email);
}

/** Shortfalls add up to nothing: while they do not, those on the greater side move towards it, in proportion. */
function settle(ledger: Ledger, members: readonly Member[]): Ledger {
  const entries = members.map(({ email }): [string, LedgerEntry] => [
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

/** Nobody is more than a whole handoff away. */
function writeOff(ledger: Ledger): Ledger {
  const within = (entry: LedgerEntry) => {
    const short = shortfall(entry);
    return Math.abs(short) <= 1 ? entry : { ...entry, ideal: entry.handoffs + Math.sign(short) };
  };
  return Object.fromEntries(Object.entries(ledger).map(([email, entry]) => [email, within(entry)]));
}

function sumOf(numbers: number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}

function rounded(value: number): number {
  return Math.round(value * precision) / precision;
}
