/**
 * Who gets a handoff: an existing owner stays; a company with an open handoff keeps its AE, whatever their terms; else the
 * playbook's owners who are active in HubSpot and may get it have it in turn, by weight. The reason is part of the answer,
 * and so is why the others were not chosen.
 */
import { activePool, candidatesFor } from './candidates.ts';
import { type Ledger, type LedgerEntry, type Present, type Turn, takeTurn } from './routing/fairness.ts';
import type { Standings } from './routing/standing.ts';

export type PortalOwner = { id: string; email: string; name: string; active: boolean };

export type AssignQuestion = {
  /** hubspot_owner_id on the contact now. */
  presentOwnerId: string | null;
  /** Owner of another open handoff at the same company. */
  companyOwnerId: string | null;
  /** E-mails in rotation order. */
  pool: string[];
  owners: PortalOwner[];
  /** How many were assigned by the rotation that there was before the ledger; an empty ledger begins where it stood. */
  rotation: number;
  /** Of the pool; absent in receipts from before there was one. */
  ledger?: Ledger;
  /** Of the pool; absent where the playbook says nothing but addresses: all are equal. */
  standings?: Standings;
  /** Somebody named by the workflow; null to use the rules. */
  named: string | null;
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
  chosen: boolean;
  why: string;
  /** Where the choice was by turns, and they were there. */
  share?: Share;
};

/** An owner's account before this handoff and after it; `deviation` is handoffs less ideal, after it. */
export type Share = { weight: number; before: LedgerEntry; after: LedgerEntry; deviation: number };

/** By what rule, of whom and from what the choice was made. */
type Account = { rule: string; candidates: Candidate[]; question: AssignQuestion };

export type Choice =
  /** `turn`: chosen by turns. */
  | { assigned: true; owner: PortalOwner; setByUs: boolean; reason: string; turn?: Turn }
  | { assigned: false; reason: string };

export type Assignment = Choice & Account;

export function assignOwner(question: AssignQuestion): Assignment {
  const choice = choose(question);
  const candidates = candidatesFor(question, choice);
  return { ...choice, rule: ruleWords(question), candidates, question: onlyCandidates(question, candidates) };
}

function choose(question: AssignQuestion): Choice {
  const { owners } = question;
  const active = (id: string | null) => owners.find((owner) => owner.id === id && owner.active);
  const keep = (owner: PortalOwner, setByUs: boolean, reason: string): Choice => ({
    assigned: true,
    owner,
    setByUs,
    reason,
  });

  if (question.named !== null) {
    const wanted = question.named.toLowerCase();
    const named = owners.find((owner) => owner.active && (owner.id === question.named || owner.email === wanted));
    if (!named) return { assigned: false, reason: `The owner "${question.named}" is not an active HubSpot owner.` };
    return keep(named, named.id !== question.presentOwnerId, 'named by the workflow');
  }
  const present = active(question.presentOwnerId);
  if (present) return keep(present, false, 'already owns the contact');
  const colleague = active(question.companyOwnerId);
  if (colleague) return keep(colleague, true, 'has an open handoff at the company');

  const pool = activePool(question);
  if (pool.length === 0) return { assigned: false, reason: noneActive };
  const turn = takeTurn(ledgerOf(question, pool), presentOf(question, pool));
  if (turn === null) return { assigned: false, reason: nobodyMay(question, pool) };
  const owner = pool.find(({ email }) => email === turn.chosen)!;
  return { assigned: true, owner, setByUs: true, reason: question.standings ? byShare : inRotation, turn };
}

const noneActive = 'None of the playbook’s owners is an active HubSpot owner.';
const inRotation = 'next in rotation';
const byShare = 'next by weighted share';

const maxTold = 5;

function nobodyMay({ standings }: AssignQuestion, pool: PortalOwner[]): string {
  const whys = pool.map(({ email }) => `${email}: ${standings?.[email]?.away ?? standings?.[email]?.outside}`);
  const more = whys.length > maxTold ? `; and ${whys.length - maxTold} more` : '';
  return `None of the playbook’s owners may get it now (${whys.slice(0, maxTold).join('; ')}${more}).`;
}

/** Those who get anything at the moment; a territory may keep them from this one. */
function presentOf({ standings }: AssignQuestion, pool: PortalOwner[]): Present[] {
  return pool.flatMap(({ email }) => {
    const { weight, away, outside } = standings?.[email] ?? { weight: 1, away: null, outside: null };
    return away === null ? [{ email, weight, isEligible: outside === null }] : [];
  });
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

function ruleWords({ named, pool, standings }: AssignQuestion): string {
  if (named !== null) return `The workflow names the owner: ${named}.`;
  const weighted = pool.map((email) => {
    const weight = standings?.[email]?.weight ?? 1;
    return weight === 1 ? email : `${email} (weight ${weight})`;
  });
  const others = pool.length === 0 ? 'nobody else' : `in turn ${weighted.join(', ')}`;
  return `Whoever owns the contact; else the AE of an open handoff at the company; else ${others}.`;
}

/** A portal may have hundreds of owners; those the choice was not about are left out. */
function onlyCandidates(question: AssignQuestion, candidates: Candidate[]): AssignQuestion {
  const ids = new Set(candidates.map(({ ownerId }) => ownerId));
  return { ...question, owners: question.owners.filter(({ id }) => ids.has(id)) };
}
