/** The fairness ledger for people to read: what each owner was due, what they got, how, and how lately. */
import { type Routing, termsOf } from '@zo/shared';
import type { OwnerTally } from '../../store/handoff-store.ts';
import type { PortalOwner } from '../assign.ts';
import { type Ledger, type LedgerEntry, shortfall } from './fairness.ts';
import { type Way, wayOf } from './reasons.ts';

export type OwnerAccount = {
  email: string;
  /** Null: HubSpot has no such owner. */
  ownerId: string | null;
  /** Null: not among the playbook's owners. */
  weight: number | null;
  /** Due by turns, and given by turns. */
  ideal: number;
  handoffs: number;
  /** Handoffs by turns less the ideal. */
  deviation: number;
  byContinuity: number;
  /** Named by a workflow, or given by somebody. */
  otherwise: number;
  openNow: number;
  given7Days: number;
  given28Days: number;
};

export type FairnessQuestion = {
  /** The playbook's owners, in its order. */
  pool: readonly string[];
  routing: Routing | undefined;
  owners: readonly PortalOwner[];
  ledger: Ledger;
  /** `recently`: in 7 days; `lately`: in 28. */
  tallies: readonly OwnerTally[];
};

/** The playbook's owners in its order, then everybody else who ever had a handoff, by address. */
export function fairnessAccounts(question: FairnessQuestion): OwnerAccount[] {
  const { pool, ledger, tallies } = question;
  const others = [...Object.keys(ledger), ...tallies.map((tally) => emailOf(question, tally))];
  const former = [...new Set(others)].filter((email) => !pool.includes(email)).sort();
  return [...pool, ...former].map((email) => accountOf(email, question));
}

const nothing: LedgerEntry = { ideal: 0, handoffs: 0 };

function accountOf(email: string, question: FairnessQuestion): OwnerAccount {
  const { pool, routing, owners, ledger, tallies } = question;
  const theirs = tallies.filter((tally) => emailOf(question, tally) === email);
  const count = (of: (tally: OwnerTally) => number) => theirs.reduce((sum, tally) => sum + of(tally), 0);
  const had = (way: Way) => count(({ reason, handoffs }) => (wayOf(reason) === way ? handoffs : 0));
  const entry = Object.hasOwn(ledger, email) ? ledger[email]! : nothing;
  const owner = owners.find((one) => one.email === email && one.active) ?? owners.find((one) => one.email === email);
  return {
    email,
    ownerId: owner?.id ?? theirs[0]?.ownerId ?? null,
    weight: pool.includes(email) ? termsOf(routing, email).weight : null,
    ...entry,
    deviation: 0 - shortfall(entry),
    byContinuity: had('by continuity'),
    otherwise: had('otherwise'),
    openNow: count(({ open }) => open),
    given7Days: count(({ recently }) => recently),
    given28Days: count(({ lately }) => lately),
  };
}

/** As HubSpot has it now: an address that changed does not divide somebody in two. */
function emailOf({ owners }: FairnessQuestion, { ownerId, email }: OwnerTally): string {
  return owners.find(({ id }) => id === ownerId)?.email ?? email;
}
