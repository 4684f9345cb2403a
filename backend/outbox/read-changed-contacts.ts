/** HubSpot told of changed contacts: each is read once, however much was told of it, and decided again if that matters. */
import { usedHubspotProperties } from '@zo/shared';
import { locateContacts, type PersonToLocate } from '../links/locate-contacts.ts';
import { rulesOf } from '../portals/portal-state.ts';
import type { ContactWork } from '../store/handoff-store.ts';
import { readChangedEffect } from './effect.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { type Claimed, done, later, type Settlement } from './lane.ts';

export async function readChangedContacts(
  lane: HubspotLane,
  effects: Claimed<'read changed contact'>[],
): Promise<Settlement[]> {
  const { store, gateway, portalId, state, clock } = lane;
  const askedAt = clock.now();
  const wanted = effects.map(({ effect }) => effect.personId);
  const works = await store.contactWork(portalId, wanted);
  const located = await locateContacts(
    {
      portalId,
      store,
      gateway,
      used: usedHubspotProperties(state.playbook),
      rules: rulesOf(state),
      priority: effects[0]!.priority,
      now: () => clock.now(),
    },
    works.flatMap(toLocate),
  );
  const readings = [...located.found].map(([personId, { contactId, facts }]) => {
    return { personId, contactId, facts, factsAt: askedAt };
  });
  await store.keepReadings(portalId, readings, clock.now());
  const others = [...located.survivors].filter((personId) => !wanted.includes(personId));
  if (others.length > 0) await store.enqueue(portalId, others.map(readChangedEffect), clock.now());
  return effects.map((effect) => {
    const isUnited = located.united.has(effect.effect.personId);
    return { effect, outcome: isUnited ? later(0, 'became one with another product user') : done };
  });
}

/** Nothing is known of a contact that was never found. */
export function toLocate({ person: { personId, profile }, record }: ContactWork): PersonToLocate[] {
  const contactId = record?.recordId ?? record?.deleted?.id ?? null;
  return contactId === null ? [] : [{ personId, contactId, userIds: profile.userIds, email: profile.email }];
}
