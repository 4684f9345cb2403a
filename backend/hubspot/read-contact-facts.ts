/**
 * Reads what the gate and the playbook need of contacts: stage, owner, contacts made, open deals, the primary company, and
 * the values of the properties the playbook uses. One batch of each, however many properties.
 */
import type { UsedProperties } from '@zo/shared';
import { absentContact, type HubspotFacts } from '../handoff/hubspot-facts.ts';
import type { Priority } from '../outbox/effect.ts';
import type { HubspotGateway } from './hubspot-gateway.ts';
import type { HubspotRecord } from './hubspot-record.ts';

type Gateway = Pick<HubspotGateway, 'readContacts' | 'readCompanies' | 'primaryCompanies' | 'contactsWithOpenDeal'>;

/** What is kept of a HubSpot company: the facts of everybody whose primary company it is hold it. */
export type CompanyPart = {
  primaryCompany: NonNullable<HubspotFacts['primaryCompany']>;
  values: NonNullable<HubspotFacts['values']['company']>;
};

const contactProperties = [
  'firstname',
  'lastname',
  'email',
  'lifecyclestage',
  'hubspot_owner_id',
  'num_contacted_notes',
];
/** The alert shows it, and an expected contract value is reckoned from it. */
const alwaysOfCompany = ['numberofemployees'];

/** By the ids asked for; contacts HubSpot does not have are left out. */
export async function readContactFacts(
  gateway: Gateway,
  used: UsedProperties,
  contactIds: readonly string[],
  priority: Priority,
): Promise<Map<string, HubspotFacts>> {
  if (contactIds.length === 0) return new Map();
  const properties = [...contactProperties, ...used.contact];
  const [contacts, primaries, withDeal] = await Promise.all([
    gateway.readContacts({ by: 'id', values: contactIds, properties }, priority),
    gateway.primaryCompanies(contactIds, priority),
    gateway.contactsWithOpenDeal(contactIds, priority),
  ]);
  const companyIds = [...new Set([...primaries.values()].filter((id) => id !== null))];
  const companies = await readCompanyParts(gateway, used, companyIds, priority);
  const facts = new Map<string, HubspotFacts>();
  for (const [id, contact] of contacts) {
    if (contact === 'not found') continue;
    const company = companies.get(primaries.get(id) ?? '') ?? null;
    facts.set(id, {
      exists: true,
      contactId: contact.id,
      firstName: text(contact, 'firstname'),
      lastName: text(contact, 'lastname'),
      email: text(contact, 'email'),
      lifecycleStage: text(contact, 'lifecyclestage'),
      ownerId: text(contact, 'hubspot_owner_id'),
      contactedNotes: Number(contact.properties.num_contacted_notes ?? 0) || 0,
      primaryCompany: company?.primaryCompany ?? null,
      hasOpenDeal: withDeal?.has(id) ?? false,
      values: { contact: valuesOf(contact, used.contact), company: company?.values ?? null },
    });
  }
  return facts;
}

/** By the ids asked for; companies HubSpot does not have are left out. */
export async function readCompanyParts(
  gateway: Pick<Gateway, 'readCompanies'>,
  used: UsedProperties,
  companyIds: readonly string[],
  priority: Priority,
): Promise<Map<string, CompanyPart>> {
  if (companyIds.length === 0) return new Map();
  const names = [...new Set([...used.company, ...alwaysOfCompany])];
  const companies = await gateway.readCompanies(
    { by: 'id', values: companyIds, properties: ['name', ...names] },
    priority,
  );
  const parts = new Map<string, CompanyPart>();
  for (const [id, company] of companies) {
    if (company === 'not found') continue;
    parts.set(id, {
      primaryCompany: { id: company.id, name: text(company, 'name') },
      values: valuesOf(company, names),
    });
  }
  return parts;
}

/** Of somebody who is no contact yet: looked for, and nothing there. */
export function absentFacts(used: UsedProperties, email: string | null): HubspotFacts {
  const contact = Object.fromEntries(used.contact.map((name) => [name, null]));
  return { ...absentContact, email, values: { contact, company: null } };
}

/** Every name has a value, null for none: also one that HubSpot no longer knows. */
function valuesOf(record: HubspotRecord, names: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [name, text(record, name)]));
}

function text(record: HubspotRecord, property: string): string | null {
  const value = record.properties[property];
  return value === undefined || value === null || value === '' ? null : value;
}
