/** Before anything is written: people of ours who turned out to be the same contact become one. */

import { contactConflictOf, wordContactConflict } from '../hubspot/contact-conflicts.ts';
import type { ContactLink } from '../hubspot/link-contacts.ts';
import { rulesOf } from '../portals/portal-state.ts';
import type { ContactClaim, ContactWork } from '../store/handoff-store.ts';
import type { HubspotLane } from './hubspot-lane.ts';

/**
 * Those of `works` that became one with somebody, or whose contact was settled so: what was loaded about them is old, and
 * nothing may be written from it.
 */
export async function uniteContacts(
  { store, portalId, state, clock }: HubspotLane,
  works: ContactWork[],
  links: Map<number, ContactLink>,
): Promise<Set<number>> {
  const claims = works.flatMap(({ person: { personId } }) => claimOf(personId, links.get(personId)));
  if (claims.length === 0) return new Set();
  const rules = rulesOf(state);
  const united = await store.unitePersons(portalId, claims, rules, clock.now());
  return new Set(united.flatMap(({ fromId, intoId }) => [fromId, intoId]));
}

function claimOf(personId: number, link: ContactLink | undefined): ContactClaim[] {
  if (link === undefined || !('recordId' in link)) return [];
  const { recordId: contactId } = link;
  if (!('conflict' in link)) return [{ personId, contactId, heldBy: null }];
  const { holderId, heldBy } = link;
  return [{ personId, contactId, heldBy: holderId === undefined ? { userId: heldBy } : { personId: holderId } }];
}

/** A contact of a user we do not know: another system writes `zo_user_id`, or the user is from before our time. */
export async function reportConflicts(
  { store, portalId, clock }: HubspotLane,
  works: ContactWork[],
  links: Map<number, ContactLink>,
): Promise<void> {
  for (const { person, record } of works) {
    const link = links.get(person.personId);
    const key = contactConflictOf(person.personId);
    if (link !== undefined && 'conflict' in link) {
      const user = person.profile.userIds[0] ?? person.profile.email ?? `person ${person.personId}`;
      await store.raiseAlarm(portalId, key, wordContactConflict(user, link.conflict), clock.now());
    } else if (link !== undefined && record?.problem != null) await store.clearAlarm(portalId, key);
  }
}
