/** Asks HubSpot, before anybody is reminded, whether the first call has been made. One read for a hundred handoffs. */
import { touchAsked } from '../handoff/touch-asked.ts';
import { readEngagements } from '../hubspot/read-engagements.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { type Claimed, done, type Settlement } from './lane.ts';

export async function askForTouches(lane: HubspotLane, effects: Claimed<'ask for touch'>[]): Promise<Settlement[]> {
  const { store, gateway, portalId, state, clock } = lane;
  const works = await store.contactWork(
    portalId,
    effects.map(({ effect }) => effect.personId),
  );
  const contactIds = new Map(works.map(({ person, record }) => [person.personId, record?.recordId ?? null]));
  const ids = [...new Set([...contactIds.values()].filter((id) => id !== null))];
  const known = await readEngagements(gateway, ids, effects[0]!.priority);
  // All at once: they share commits where the store can.
  await Promise.all(
    effects.map(({ effect: { handoffId, personId } }) => {
      const now = clock.now();
      const engagements = known.get(contactIds.get(personId) ?? '') ?? null;
      return store.transactHandoff(portalId, { handoffId }, now, touchAsked(state, engagements, now));
    }),
  );
  return effects.map((effect) => ({ effect, outcome: done }));
}
