/**
 * Who gets a handoff: an existing owner stays; a company with an open handoff keeps its AE; else plain round-robin over
 * the playbook's owners who are active in HubSpot. The reason is part of the answer, and so is why the others were not
 * chosen.
 */
import { activePool, candidatesFor } from './candidates.ts';

export type PortalOwner = { id: string; email: string; name: string; active: boolean };

export type AssignQuestion = {
  /** hubspot_owner_id on the contact now. */
  presentOwnerId: string | null;
  /** Owner of another open handoff at the same company. */
  companyOwnerId: string | null;
  /** E-mails in rotation order. */
  pool: string[];
  owners: PortalOwner[];
  /** How many were assigned by rotation before. */
  rotation: number;
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
};

/** By what rule, of whom and from what the choice was made. */
type Account = { rule: string; candidates: Candidate[]; question: AssignQuestion };

export type Choice =
  | { assigned: true; owner: PortalOwner; setByUs: boolean; reason: string; rotation: number }
  | { assigned: false; reason: string };

export type Assignment = Choice & Account;

export function assignOwner(question: AssignQuestion): Assignment {
  const choice = choose(question);
  const candidates = candidatesFor(question, choice);
  return { ...choice, rule: ruleWords(question), candidates, question: onlyCandidates(question, candidates) };
}

function choose(question: AssignQuestion): Choice {
  const { owners, rotation } = question;
  const active = (id: string | null) => owners.find((owner) => owner.id === id && owner.active);
  const keep = (owner: PortalOwner, setByUs: boolean, reason: string): Choice => ({
    assigned: true,
    owner,
    setByUs,
    reason,
    rotation,
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
  const next = pool[rotation % Math.max(pool.length, 1)];
  if (!next) return { assigned: false, reason: 'None of the playbook’s owners is an active HubSpot owner.' };
  return { assigned: true, owner: next, setByUs: true, reason: 'next in rotation', rotation: rotation + 1 };
}

function ruleWords({ named, pool }: AssignQuestion): string {
  if (named !== null) return `The workflow names the owner: ${named}.`;
  const others = pool.length === 0 ? 'nobody else' : `in turn ${pool.join(', ')}`;
  return `Whoever owns the contact; else the AE of an open handoff at the company; else ${others}.`;
}

/** A portal may have hundreds of owners; those the choice was not about are left out. */
function onlyCandidates(question: AssignQuestion, candidates: Candidate[]): AssignQuestion {
  const ids = new Set(candidates.map(({ ownerId }) => ownerId));
  return { ...question, owners: question.owners.filter(({ id }) => ids.has(id)) };
}
