/**
 * Reads what is decided by of contacts: stage, owners, what sales has done, deals, the primary company, and the values of the
 * properties the playbook uses. One batch of each, however many properties.
 */
import { optOutProperty, type UsedProperties } from '@zo/shared';
import { absentContact, type HubspotFacts } from '../handoff/hubspot-facts.ts';
import type { Priority } from '../outbox/effect.ts';
import { withoutDeals } from './contact-deals.ts';
import type { HubspotGateway } from './hubspot-gateway.ts';
import type { HubspotRecord, RecordType } from './hubspot-record.ts';
import { type PropertyValues, text } from './property-values.ts';
import { carriedProperty, formerIdsOf } from './read-archived.ts';
import { engagementProperties, engagementsOf } from './read-engagements.ts';

type Gateway = Pick<HubspotGateway, 'readContacts' | 'readCompanies' | 'primaryCompanies' | 'contactDeals'>;

/** What is kept of a HubSpot company: the facts of everybody whose primary company it is hold it. */
export type CompanyPart = {
  primaryCompany: NonNullable<HubspotFacts['primaryCompany']>;
  companyOwnerId: string | null;
  values: NonNullable<HubspotFacts['values']['company']>;
};

/** What tells, besides, whose the record is and what became of others. */
export type Telling = {
  /** The id it has now: another one than asked for after a merge. */
  id: string;
  /** Our own id that it carries. */
  carriedId: string | null;
  /** The ids it had before merges. */
  formerIds: string[];
};
export type ContactReading = Telling & { facts: HubspotFacts };
export type CompanyReading = Telling & { part: CompanyPart };

export const readOfContacts = [
  'firstname',
  'lastname',
  'email',
  'lifecyclestage',
  'hs_lead_status',
  ...engagementProperties,
];
/** The alert shows the employees, and an expected contract value is reckoned from them. */
const alwaysOfCompany = ['numberofemployees'];
export const readOfCompanies = ['name', 'hubspot_owner_id', ...alwaysOfCompany];

/** By the ids asked for; contacts HubSpot does not have are left out. */
export async function readContactFacts(
  gateway: Gateway,
  used: UsedProperties,
  contactIds: readonly string[],
  priority: Priority,
): Promise<Map<string, HubspotFacts>> {
  const readings = await readWholeContacts(gateway, used, contactIds, priority);
  return new Map([...readings].map(([id, { facts }]) => [id, facts]));
}

/** As above, with what tells of merges. */
export async function readWholeContacts(
  gateway: Gateway,
  used: UsedProperties,
  contactIds: readonly string[],
  priority: Priority,
): Promise<Map<string, ContactReading>> {
  if (contactIds.length === 0) return new Map();
  const alwaysAndUsed = [...new Set([...used.contact, optOutProperty])];
  const properties = [...readOfContacts, ...alwaysAndUsed];
  const asked = gateway.primaryCompanies(contactIds, priority);
  const [contacts, primaries, deals, companies] = await Promise.all([
    gateway.readContacts({ by: 'id', values: contactIds, properties }, priority),
    asked,
    gateway.contactDeals(contactIds, priority),
    // As soon as they are known, whatever else is still being read.
    asked.then((known) => readCompanyParts(gateway, used, companyIdsOf(known), priority)),
  ]);
  const readings = new Map<string, ContactReading>();
  for (const [id, contact] of contacts) {
    if (contact === 'not found') continue;
    const company = companies.get(primaries.get(id) ?? '') ?? null;
    const { hasOpenDeal, ...dealsOfContact } = deals?.get(id) ?? withoutDeals;
    const values = contact.properties;
    const facts: HubspotFacts = {
      exists: true,
      contactId: contact.id,
      firstName: text(values, 'firstname'),
      lastName: text(values, 'lastname'),
      email: text(values, 'email'),
      lifecycleStage: text(values, 'lifecyclestage'),
      leadStatus: text(values, 'hs_lead_status'),
      ...engagementsOf(values),
      primaryCompany: company?.primaryCompany ?? null,
      companyOwnerId: company?.companyOwnerId ?? null,
      hasOpenDeal,
      deals: dealsOfContact,
      values: { contact: valuesOf(values, alwaysAndUsed), company: company?.values ?? null },
    };
    readings.set(id, { ...tellingOf('contact', contact), facts });
  }
  return readings;
}

function companyIdsOf(primaries: ReadonlyMap<string, string | null>): string[] {
  return [...new Set([...primaries.values()].filter((id) => id !== null))];
}

function tellingOf(type: RecordType, { id, properties }: HubspotRecord): Telling {
  return {
    id,
    carriedId: text(properties, carriedProperty[type]),
    formerIds: formerIdsOf(properties.hs_merged_object_ids),
  };
}

/** By the ids asked for; companies HubSpot does not have are left out. */
export async function readCompanyParts(
  gateway: Pick<Gateway, 'readCompanies'>,
  used: UsedProperties,
  companyIds: readonly string[],
  priority: Priority,
): Promise<Map<string, CompanyPart>> {
  const readings = await readWholeCompanies(gateway, used, companyIds, priority);
  return new Map([...readings].map(([id, { part }]) => [id, part]));
}

/** As above, with what tells of merges. */
export async function readWholeCompanies(
  gateway: Pick<Gateway, 'readCompanies'>,
  used: UsedProperties,
  companyIds: readonly string[],
  priority: Priority,
): Promise<Map<string, CompanyReading>> {
  if (companyIds.length === 0) return new Map();
  const names = [...new Set([...used.company, ...alwaysOfCompany])];
  const companies = await gateway.readCompanies(
    { by: 'id', values: companyIds, properties: [...new Set([...readOfCompanies, ...names])] },
    priority,
  );
  const readings = new Map<string, CompanyReading>();
  for (const [id, company] of companies) {
    if (company === 'not found') continue;
    readings.set(id, {
      ...tellingOf('company', company),
      part: {
        primaryCompany: { id: company.id, name: text(company.properties, 'name') },
        companyOwnerId: text(company.properties, 'hubspot_owner_id'),
        values: valuesOf(company.properties, names),
      },
    });
  }
  return readings;
}

/** Of somebody who is no contact yet: looked for, and nothing there. */
export function absentFacts(used: UsedProperties, email: string | null): HubspotFacts {
  const contact = Object.fromEntries(used.contact.map((name) => [name, null]));
  return { ...absentContact, email, values: { contact, company: null } };
}

/** The same with what a company says that is their primary one, or will be. */
export function underCompany(
  facts: HubspotFacts,
  { primaryCompany, companyOwnerId, values }: CompanyPart,
): HubspotFacts {
  return { ...facts, primaryCompany, companyOwnerId, values: { ...facts.values, company: values } };
}

/** Every name has a value, null for none: also one that HubSpot no longer knows. */
function valuesOf(values: PropertyValues, names: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [name, text(values, name)]));
}
