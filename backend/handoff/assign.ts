/**
 * Who gets a handoff: an existing owner stays; a company with an open handoff keeps its AE; else plain round-robin over
 * the playbook's owners who are active in HubSpot. The reason is part of the answer.
 */
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

export type Assignment =
  | { assigned: true; owner: PortalOwner; setByUs: boolean; reason: string; rotation: number }
  | { assigned: false; reason: string };

export function assignOwner(question: AssignQuestion): Assignment {
  const { owners, rotation } = question;
  const active = (id: string | null) => owners.find((owner) => owner.id === id && owner.active);
  const keep = (owner: PortalOwner, setByUs: boolean, reason: string): Assignment => ({
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

  const pool = question.pool
    .map((email) => owners.find((owner) => owner.email === email && owner.active))
    .filter((owner) => owner !== undefined);
  const next = pool[rotation % Math.max(pool.length, 1)];
  if (!next) return { assigned: false, reason: 'None of the playbook’s owners is an active HubSpot owner.' };
  return { assigned: true, owner: next, setByUs: true, reason: 'next in rotation', rotation: rotation + 1 };
}
