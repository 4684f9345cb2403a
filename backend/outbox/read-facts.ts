/** Reads what the gate needs: stage, owner, contacts made, the primary company and its size, open deals. One batch each. */
import { absentContact, type HubspotFacts, type PrimaryCompany } from '../handoff/hubspot-facts.ts';
import type { HubspotRecord } from '../hubspot/hubspot-record.ts';
import { linkContacts } from '../hubspot/link-contacts.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { backoffMs, type Claimed, done, later, type Settlement } from './lane.ts';
import { uniteContacts } from './unite-contacts.ts';

const contactProperties = [
  'firstname',
  'lastname',
  'email',
  'lifecyclestage',
  'hubspot_owner_id',
  'num_contacted_notes',
];
const companyProperties = ['name', 'numberofemployees'];

export async function readFacts(lane: HubspotLane, effects: Claimed<'read facts'>[]): Promise<Settlement[]> {
  const { store, gateway, portalId, clock } = lane;
  const priority = effects[0]!.priority;
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
  const known = await readKnown(lane, ids, priority);
  await store.saveFacts(
    portalId,
    works.flatMap(({ person }) => {
      const link = links.get(person.personId);
      if (link === undefined || 'failed' in link) return [];
      const id = idOf(person.personId);
      const facts = id === null ? undefined : known.get(id);
      return [{ personId: person.personId, facts: facts ?? { ...absentContact, email: person.profile.email } }];
    }),
    clock.now(),
  );
  return effects.map((effect) => {
    if (united.has(effect.effect.personId))
      return { effect, outcome: later(0, 'became one with another product user') };
    const link = links.get(effect.effect.personId);
    const isRetry = link !== undefined && 'failed' in link;
    return { effect, outcome: isRetry ? later(backoffMs(effect.attempts, 1_000), link.reason) : done };
  });
}

async function readKnown(
  { gateway }: HubspotLane,
  ids: string[],
  priority: 0 | 1 | 2 | 3,
): Promise<Map<string, HubspotFacts>> {
  if (ids.length === 0) return new Map();
  const [contacts, primaries, withDeal] = await Promise.all([
    gateway.readContacts({ by: 'id', values: ids, properties: contactProperties }, priority),
    gateway.primaryCompanies(ids, priority),
    gateway.contactsWithOpenDeal(ids, priority),
  ]);
  const companyIds = [...new Set([...primaries.values()].filter((id) => id !== null))];
  const companies =
    companyIds.length === 0
      ? new Map<string, HubspotRecord | 'not found'>()
      : await gateway.readCompanies({ by: 'id', values: companyIds, properties: companyProperties }, priority);
  const facts = new Map<string, HubspotFacts>();
  for (const [id, contact] of contacts) {
    if (contact === 'not found') continue;
    const companyId = primaries.get(id) ?? null;
    const company = companyId === null ? undefined : companies.get(companyId);
    facts.set(id, {
      exists: true,
      contactId: contact.id,
      firstName: text(contact, 'firstname'),
      lastName: text(contact, 'lastname'),
      email: text(contact, 'email'),
      lifecycleStage: text(contact, 'lifecyclestage'),
      ownerId: text(contact, 'hubspot_owner_id'),
      contactedNotes: Number(contact.properties.num_contacted_notes ?? 0) || 0,
      primaryCompany: company === undefined || company === 'not found' ? null : primaryCompany(company),
      hasOpenDeal: withDeal?.has(id) ?? false,
    });
  }
  return facts;
}

function primaryCompany(company: HubspotRecord): PrimaryCompany {
  const employees = Number(company.properties.numberofemployees ?? Number.NaN);
  return {
    id: company.id,
    name: text(company, 'name'),
    employees: Number.isFinite(employees) && employees > 0 ? employees : null,
  };
}

function text(record: HubspotRecord, property: string): string | null {
  const value = record.properties[property];
  return value === undefined || value === null || value === '' ? null : value;
}
