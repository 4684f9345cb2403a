/** Finds the contacts of people and reads what the gate and the playbook need of them. */
import { usedHubspotProperties } from '@zo/shared';
import type { RecordState } from '../handoff/decision.ts';
import { type ContactLink, linkContacts } from '../hubspot/link-contacts.ts';
import { absentFacts } from '../hubspot/read-contact-facts.ts';
import { locateContacts } from '../links/locate-contacts.ts';
import { rulesOf } from '../portals/portal-state.ts';
import type { ContactWork } from '../store/handoff-store.ts';
import { factsOfAbsent } from './absent-contacts.ts';
import { readFactsEffect } from './effect.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { backoffMs, type Claimed, done, later, type Settlement } from './lane.ts';
import { toLocate } from './read-changed-contacts.ts';
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
  const uniting = await uniteContacts(lane, loaded, links);
  const works = loaded.filter(({ person }) => !uniting.has(person.personId));
  const located = await locateContacts(
    {
      portalId,
      store,
      gateway,
      used,
      rules: rulesOf(lane.state),
      priority,
      now: () => clock.now(),
    },
    works.flatMap((work) => toLocate({ ...work, record: linkedAs(work.record, links.get(work.person.personId)) })),
  );
  const united = new Set([...uniting, ...located.united]);
  const isAbsent = ({ person: { personId } }: ContactWork) =>
    'absent' in (links.get(personId) ?? {}) && !located.found.has(personId) && !united.has(personId);
  const absent = await factsOfAbsent(lane, works.filter(isAbsent), priority, true);
  await store.saveFacts(
    portalId,
    [
      ...absent,
      ...works.flatMap((work) => {
        const { personId, profile } = work.person;
        const link = links.get(personId);
        if (link === undefined || 'failed' in link || united.has(personId) || isAbsent(work)) return [];
        return [{ personId, facts: located.found.get(personId)?.facts ?? absentFacts(used, profile.email) }];
      }),
    ],
    askedAt,
  );
  const others = [...located.survivors].filter(
    (personId) => !effects.some(({ effect }) => effect.personId === personId),
  );
  if (others.length > 0) await store.enqueue(portalId, others.map(readFactsEffect), clock.now());
  return effects.map((effect) => {
    if (united.has(effect.effect.personId))
      return { effect, outcome: later(0, 'became one with another product user') };
    const link = links.get(effect.effect.personId);
    const isRetry = link !== undefined && 'failed' in link;
    return { effect, outcome: isRetry ? later(backoffMs(effect.attempts, 1_000), link.reason) : done };
  });
}

/** The contact that was found just now; of one that belongs to somebody else nothing is read. */
function linkedAs(record: RecordState | null, link: ContactLink | undefined): RecordState | null {
  if (link === undefined || !('recordId' in link)) return record;
  if ('conflict' in link) return null;
  return { ...(record ?? newlyFound), recordId: link.recordId };
}

const newlyFound: RecordState = {
  recordId: null,
  wanted: {},
  written: {},
  facts: null,
  factsAt: null,
  problem: null,
};
