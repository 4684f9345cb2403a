/** Why each of those who might have got a handoff was chosen or was not, as it stood at that moment. */
import type { AssignQuestion, Candidate, Choice, PortalOwner } from './assign.ts';

/** Whoever the rules looked at, in their order: named, owner of the contact, AE at the company, the playbook's owners. */
export function candidatesFor(question: AssignQuestion, choice: Choice): Candidate[] {
  const { owners, named, pool } = question;
  const byId = (id: string | null) => (id === null ? undefined : owners.find((owner) => owner.id === id));
  const wanted =
    named === null ? undefined : owners.find(({ id, email }) => id === named || email === named.toLowerCase());
  const special = [wanted, byId(question.presentOwnerId), byId(question.companyOwnerId)].filter(
    (one) => one !== undefined,
  );
  const specialEmails = special.map(({ email }) => email);
  return [...new Set([...specialEmails, ...pool])].map((email) => {
    const owner =
      special.find((one) => one.email === email) ??
      owners.find((one) => one.email === email && one.active) ??
      owners.find((one) => one.email === email);
    return describe(question, choice, email, owner);
  });
}

function describe(question: AssignQuestion, choice: Choice, email: string, owner: PortalOwner | undefined): Candidate {
  const place = question.pool.indexOf(email);
  const known = {
    email,
    ownerId: owner?.id ?? null,
    name: owner?.name ?? null,
    inHubspot: owner === undefined ? ('unknown' as const) : owner.active ? ('active' as const) : ('inactive' as const),
    position: place < 0 ? null : place + 1,
    ownsContact: owner !== undefined && owner.id === question.presentOwnerId,
    ownsHandoffAtCompany: owner !== undefined && owner.id === question.companyOwnerId,
  };
  const chosen = choice.assigned && choice.owner.id === owner?.id;
  return { ...known, chosen, why: chosen ? choice.reason : whyNot(question, choice, owner) };
}

function whyNot(question: AssignQuestion, choice: Choice, owner: PortalOwner | undefined): string {
  if (owner === undefined) return 'not an owner in HubSpot';
  if (!owner.active) return 'no longer active in HubSpot';
  if (!choice.assigned) return 'not asked: the workflow named somebody else';
  if (choice.reason !== 'next in rotation') return `not asked: ${choice.owner.email} ${choice.reason}`;
  const turns = activePool(question);
  const place = turns.findIndex(({ id }) => id === owner.id);
  const ahead = (place - (question.rotation % turns.length) + turns.length) % turns.length;
  return ahead === 1 ? 'next after this one in rotation' : `${ahead} after this one in rotation`;
}

/** The playbook's owners who can get one, in rotation order. */
export function activePool({ pool, owners }: AssignQuestion): PortalOwner[] {
  return pool
    .map((email) => owners.find((owner) => owner.email === email && owner.active))
    .filter((owner) => owner !== undefined);
}
