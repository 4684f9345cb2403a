/** Who would get somebody's handoff, in words for RevOps. */
import type { RouteExplanation } from '../handoff/routing/explain-route.ts';
import { describeCandidates } from '../receipts/describe-candidates.ts';
import { momentWords } from '../text/moment-words.ts';

export function describeRoute(route: RouteExplanation): string[] {
  const { to, reason, keepsOwner, rule, candidates, nextTryAt, factsAt, timeZone } = route;
  const setting = keepsOwner ? ' (owner in HubSpot already)' : '';
  return [
    whoseWords(route),
    to === null ? `Would go to nobody: ${reason}` : `Would go to ${to.email}${setting}: ${reason}`,
    ...(nextTryAt === null ? [] : [`  Nobody can get it before ${momentWords(nextTryAt, timeZone)}.`]),
    ...openWords(route),
    `Rule: ${rule}`,
    ...describeCandidates(candidates),
    factsAt === null
      ? 'HubSpot has not been asked about them yet: who owns contact, company or deal is not known.'
      : `With HubSpot’s values of ${momentWords(factsAt, timeZone)}. Nothing was changed.`,
  ];
}

function whoseWords({ person, contactId }: RouteExplanation): string {
  const { personId, name, email, company } = person;
  const who = name ?? email ?? `person ${personId}`;
  const about = [
    ...(name !== null && email !== null ? [email] : []),
    `person ${personId}`,
    contactId === null ? 'no contact in HubSpot yet' : `contact ${contactId}`,
  ];
  return `${who}${company === null ? '' : ` at ${company}`} (${about.join(', ')})`;
}

function openWords({ handoff }: RouteExplanation): string[] {
  if (handoff === null) return [];
  const { handoffId, status, owner } = handoff;
  if (owner === null) return [`Handoff ${handoffId} is ${status} and has nobody yet.`];
  return [`Handoff ${handoffId} is ${status} and stays with ${owner.email} (${owner.reason}).`];
}
