/** Finds the contacts of people and reads what the gate and the playbook need of them. */
import { usedHubspotProperties } from '@zo/shared';
import { linkContacts } from '../hubspot/link-contacts.ts';
import { absentFacts, readContactFacts } from '../hubspot/read-contact-facts.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { backoffMs, type Claimed, done, later, type Settlement } from './lane.ts';
import { uniteContacts } from './unite-contacts.ts';

export async function readFacts(lane: HubspotLane, effects: Claimed<'read facts'>[]): Promise<Settlement[]> {
  const { store, gateway, portalId, clock } = lane;
  const priority = effects[0]!.priority;
  const used = usedHubspotProperties(lane.state.playbook);
  // What is read is as true as when it was asked for: a change while the answer travels must not pass for known.
  const askedAt = clock.now();
  const loaded = await store.contactWork(
    portalId,
    effects.map(({ effect }) => effect.personId),
  );
  const links = await linkContacts(
    gateway,
    loaded.map(({ person, record }) => ({
      personId: person.personId,
      userId: person.profile.userIds[0] ?? null,
      email: person.profile.email,
      createIfMissing: false,
      recordId: record?.recordId ?? null,
      properties: {},
    })),
    priority,
  );
  const united = await uniteContacts(lane, loaded, links);
  const works = loaded.filter(({ person }) => !united.has(person.personId));
  const idOf = (personId: number) => {
    const link = links.get(personId);
    return link !== undefined && 'recordId' in link && !('conflict' in link) ? link.recordId : null;
  };
  const ids = works.map(({ person }) => idOf(person.personId)).filter((id) => id !== null);
  const known = await readContactFacts(gateway, used, ids, priority);
  await store.saveFacts(
    portalId,
    works.flatMap(({ person }) => {
      const link = links.get(person.personId);
      if (link === undefined || 'failed' in link) return [];
      const id = idOf(person.personId);
      const facts = id === null ? undefined : known.get(id);
      return [{ personId: person.personId, facts: facts ?? absentFacts(used, person.profile.email) }];
    }),
    askedAt,
  );
  return effects.map((effect) => {
    if (united.has(effect.effect.personId))
      return { effect, outcome: later(0, 'became one with another product user') };
    const link = links.get(effect.effect.personId);
    const isRetry = link !== undefined && 'failed' in link;
    return { effect, outcome: isRetry ? later(backoffMs(effect.attempts, 1_000), link.reason) : done };
  });
}
