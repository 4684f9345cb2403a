/**
 * Who gets a handoff: whom the workflow names; else whoever has a claim to it by continuity; else the playbook's owners who
 * are active in HubSpot and may get it have it in turn, by weight. The reason is part of the answer, and so is why the
 * others were not chosen.
 */
import { activePool, candidatesFor } from './candidates.ts';
import { barOf, claimsOf, hadItBefore, isByFirstRules, type LastOwner } from './routing/continuity.ts';
import { type Ledger, type LedgerEntry, type Member, type Turn, takeTurn } from './routing/fairness.ts';
import { type Present, takeFirstTurn } from './routing/first-turns.ts';
import { namedReason, turnReasons } from './routing/reasons.ts';
import { ruleWords } from './routing/rule-words.ts';
import { plainStanding, type Standings } from './routing/standing.ts';

export type PortalOwner = { id: string; email: string; name: string; active: boolean };

export type AssignQuestion = {
  /** hubspot_owner_id on the contact now. */
  presentOwnerId: string | null;
  /** Owner of another open handoff at the same company. */
  companyOwnerId: string | null;
  /** Owner of the primary company in HubSpot. Absent, with all until `notAgain`, in receipts from before these counted. */
  companyRecordOwnerId?: string | null;
  /** Owner of an open deal of the contact. */
  dealOwnerId?: string | null;
  lastOwner?: LastOwner | null;
  /** For how many days somebody is the last owner; 0: nobody is. */
  continuityDays?: number;
  /** Ids of owners who must not get it: they have had this handoff already. */
  notAgain?: string[];
  /** Claims by continuity do not count: it is taken from somebody. */
  byTurnsOnly?: true;
  /** E-mails in rotation order. */
  pool: string[];
  owners: PortalOwner[];
  /** How many were assigned by the rotation that there was before the ledger; an empty ledger begins where it stood. */
  rotation: number;
  /** Of the pool; absent in receipts from before there was one. */
  ledger?: Ledger;
  /** Of the pool; absent where the playbook says nothing but addresses: all are equal. */
  standings?: Standings;
  /** Somebody named by the workflow, or by hand; null to use the rules. */
  named: string | null;
  /** Why they were named, in words; absent: the workflow names them. */
  namedBecause?: string;
};

/** Somebody who might have got it: who they were at that moment, and why they were chosen or not. */
export type Candidate = {
  /** As the playbook or HubSpot names them. */
  email: string;
  ownerId: string | null;
  name: string | null;
  /** 'unknown': HubSpot has no owner of this address. */
  inHubspot: 'active' | 'inactive' | 'unknown';
  /** From 1, among the playbook's owners; null for others. */
  position: number | null;
  ownsContact: boolean;
  ownsHandoffAtCompany: boolean;
  /** What gives them a claim before turns, in words; absent in receipts from before only the two above did. */
  claims?: string[];
  chosen: boolean;
  why: string;
  /** Where the choice was by turns. */
  share?: Share;
};

/** An owner's account before this handoff and after it; `deviation` is handoffs less ideal, after it. */
export type Share = { weight: number; before: LedgerEntry; after: LedgerEntry; deviation: number };

/** By what rule, of whom and from what the choice was made. */
type Account = { rule: string; candidates: Candidate[]; question: AssignQuestion };

export type Choice =
  /** `turn`: chosen by turns. */
  | { assigned: true; owner: PortalOwner; setByUs: boolean; reason: string; turn?: Turn }
  /** `nextTryAt`: nobody may get it before, as far as leave, hours and caps of the day decide; null: they do not. */
  | { assigned: false; reason: string; nextTryAt: number | null };

export type Assignment = Choice & Account;

export function assignOwner(question: AssignQuestion): Assignment {
  const choice = choose(question);
  const candidates = candidatesFor(question, choice);
  return { ...choice, rule: ruleWords(question), candidates, question: onlyCandidates(question, candidates) };
}

/** Who gets a handoff that is taken from somebody: by turns, whoever has a claim to it, and nobody of `notAgain`. */
export function chooseAgain(question: AssignQuestion): Assignment {
  return assignOwner({ ...question, named: null, byTurnsOnly: true });
}

function choose(question: AssignQuestion): Choice {
  const { owners, named, presentOwnerId } = question;
  const give = (owner: PortalOwner, reason: string) => ({
    assigned: true as const,
    owner,
    setByUs: owner.id !== presentOwnerId,
    reason,
  });

  if (named !== null) {
    const wanted = named.toLowerCase();
    const owner = owners.find(({ active, id, email }) => active && (id === named || email === wanted));
    if (owner) return give(owner, question.namedBecause ?? namedReason);
    return { assigned: false, reason: `The owner "${named}" is not an active HubSpot owner.`, nextTryAt: null };
  }
  const claim = claimsOf(question).find((one) => barOf(question, one) === null);
  if (claim) return give(owners.find(({ id }) => id === claim.ownerId)!, claim.because);

  const pool = activePool(question);
  if (pool.length === 0) return { assigned: false, reason: noneActive, nextTryAt: null };
  const ledger = ledgerOf(question, pool);
  const turn = isByFirstRules(question)
    ? takeFirstTurn(ledger, presentOf(question, pool))
    : takeTurn(ledger, membersOf(question, pool));
  if (turn === null)
    return { assigned: false, reason: nobodyMay(question, pool), nextTryAt: nextTryAt(question, pool) };
  const owner = pool.find(({ email }) => email === turn.chosen)!;
  return { ...give(owner, question.standings ? turnReasons.byShare : turnReasons.inRotation), turn };
}

const noneActive = 'None of the playbook’s owners is an active HubSpot owner.';

const maxTold = 5;

function nobodyMay({ standings, notAgain }: AssignQuestion, pool: PortalOwner[]): string {
  const whys = pool.map(({ id, email }) => {
    const barred = standings?.[email]?.away ?? standings?.[email]?.outside;
    return `${email}: ${notAgain?.includes(id) ? hadItBefore : barred}`;
  });
  const more = whys.length > maxTold ? `; and ${whys.length - maxTold} more` : '';
  return `None of the playbook’s owners may get it now (${whys.slice(0, maxTold).join('; ')}${more}).`;
}

function membersOf({ standings, notAgain }: AssignQuestion, pool: PortalOwner[]): Member[] {
  return pool.map(({ id, email }) => {
    const { weight, away, awayBy, outside } = standings?.[email] ?? plainStanding;
    if (outside !== null || notAgain?.includes(id)) return { email, weight, may: 'not get it' };
    if (away === null) return { email, weight, may: 'get it' };
    return { email, weight, may: awayBy === 'cap' ? 'not get it: at a cap' : 'not get it' };
  });
}

function presentOf({ standings }: AssignQuestion, pool: PortalOwner[]): Present[] {
  return pool.flatMap(({ email }) => {
    const { weight, away, outside } = standings?.[email] ?? plainStanding;
    return away === null ? [{ email, weight, isEligible: outside === null }] : [];
  });
}

/** When the first of those whom only the calendar and the clock keep from it is back. */
function nextTryAt({ standings, notAgain }: AssignQuestion, pool: PortalOwner[]): number | null {
  const backAt = pool.flatMap(({ id, email }) => {
    const standing = standings?.[email];
    if (standing?.backAt === undefined || standing.outside !== null || notAgain?.includes(id)) return [];
    return [standing.backAt];
  });
  return backAt.length === 0 ? null : Math.min(...backAt);
}

/** A ledger without entries takes over from the rotation: the shortfalls that it left. */
function ledgerOf({ ledger = {}, rotation }: AssignQuestion, pool: PortalOwner[]): Ledger {
  if (rotation === 0 || Object.keys(ledger).length > 0) return ledger;
  const count = pool.length;
  return Object.fromEntries(
    pool.map(({ email }, place) => {
      const turnsToWait = (place - (rotation % count) + count) % count;
      return [email, { ideal: ((count - 1) / 2 - turnsToWait) / count, handoffs: 0 }];
    }),
  );
}

/** A portal may have hundreds of owners; those the choice was not about are left out. */
function onlyCandidates(question: AssignQuestion, candidates: Candidate[]): AssignQuestion {
  const ids = new Set(candidates.map(({ ownerId }) => ownerId));
  return { ...question, owners: question.owners.filter(({ id }) => ids.has(id)) };
}
