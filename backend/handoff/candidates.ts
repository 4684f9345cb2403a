/** Why each of those who might have got a handoff was chosen or was not, as it stood at that moment. */
import type { AssignQuestion, Candidate, Choice, PortalOwner, Share } from './assign.ts';
import { barOf, claimsOf, hadItBefore, isByFirstRules } from './routing/continuity.ts';
import { shortfall } from './routing/fairness.ts';

/** Whoever the rules looked at, in their order: named, those with a claim to it, the playbook's owners. */
export function candidatesFor(question: AssignQuestion, choice: Choice): Candidate[] {
  const { owners, named, pool } = question;
  const wanted =
    named === null ? undefined : owners.find(({ id, email }) => id === named || email === named.toLowerCase());
  const claiming = claimsOf(question).map(({ ownerId }) => owners.find(({ id }) => id === ownerId));
  const special = [wanted, ...claiming].filter((one) => one !== undefined);
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
  const claims = claimsOf(question).flatMap(({ ownerId, because }) => (ownerId === owner?.id ? [because] : []));
  const chosen = choice.assigned && choice.owner.id === owner?.id;
  const why = chosen ? whyChosen(question, choice) : whyNot(question, choice, owner);
  const share = shareOf(question, choice, email);
  return {
    ...known,
    ...(isByFirstRules(question) ? {} : { claims }),
    chosen,
    why,
    ...(share === null ? {} : { share }),
  };
}

/** Receipts from before there was a ledger say nothing of it. */
function shareOf({ ledger, standings }: AssignQuestion, choice: Choice, email: string): Share | null {
  const turn = choice.assigned ? choice.turn : undefined;
  if (ledger === undefined || turn === undefined || !Object.hasOwn(turn.after, email)) return null;
  const [before, after] = [turn.before[email]!, turn.after[email]!];
  return { weight: standings?.[email]?.weight ?? 1, before, after, deviation: 0 - shortfall(after) };
}

/** Also what would have kept them from it by turns. */
function whyChosen(question: AssignQuestion, { owner, reason, turn }: Extract<Choice, { assigned: true }>): string {
  const standing = turn === undefined && !isByFirstRules(question) ? question.standings?.[owner.email] : undefined;
  const overlooked = standing?.away ?? standing?.outside ?? null;
  return overlooked === null ? reason : `${reason}; ${overlooked}, which does not count here`;
}

function whyNot(question: AssignQuestion, choice: Choice, owner: PortalOwner | undefined): string {
  const claim = isByFirstRules(question) ? undefined : claimsOf(question).find(({ ownerId }) => ownerId === owner?.id);
  if (claim === undefined) return whyNotByTurns(question, choice, owner);
  const bar = question.named === null ? barOf(question, claim) : null;
  return `${claim.because}, ${bar ?? whyNotByTurns(question, choice, owner)}`;
}

function whyNotByTurns(question: AssignQuestion, choice: Choice, owner: PortalOwner | undefined): string {
  if (owner === undefined) return 'not an owner in HubSpot';
  if (!owner.active) return 'no longer active in HubSpot';
  if (question.named !== null) {
    return notAsked(choice, `${question.namedBecause === undefined ? 'the workflow' : 'a hand'} named somebody else`);
  }
  if (choice.assigned && choice.turn === undefined) return notAsked(choice, '');
  const standing = question.standings?.[owner.email];
  const barred = question.notAgain?.includes(owner.id) ? hadItBefore : (standing?.away ?? standing?.outside ?? null);
  if (barred !== null || !choice.assigned) return barred ?? 'not an owner of the playbook';
  const place = choice.turn!.order.indexOf(owner.email);
  if (place < 0) return 'not an owner of the playbook';
  const turns = place === 1 ? 'next after this one' : `${place} after this one`;
  return question.standings === undefined ? `${turns} in rotation` : turns;
}

function notAsked(choice: Choice, otherwise: string): string {
  return `not asked: ${choice.assigned ? `${choice.owner.email} ${choice.reason}` : otherwise}`;
}

/** The playbook's owners who can get one, in rotation order. */
export function activePool({ pool, owners }: AssignQuestion): PortalOwner[] {
  return pool
    .map((email) => owners.find((owner) => owner.email === email && owner.active))
    .filter((owner) => owner !== undefined);
}
