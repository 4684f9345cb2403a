/** Past customers as HubSpot knows them: when each closed, and what it held of them before. */
import type { HubspotValues, UsedProperties } from '@zo/shared';
import { absentContact, type HubspotFacts } from '../handoff/hubspot-facts.ts';
import { HubspotError } from '../hubspot/hubspot-errors.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { HubspotRecord } from '../hubspot/hubspot-record.ts';
import type { PropertyHistory } from '../hubspot/read-history.ts';
import { becameCustomerAt } from '../hubspot/search-customers.ts';
import { priorities } from '../outbox/effect.ts';
import type { PastCustomer } from './replay-history.ts';

/** Searched, because not every customer has product events. */
const mostSearched = 1_000;

type Gateway = Pick<HubspotGateway, 'searchCustomers' | 'readHistory' | 'primaryCompanies'>;

/**
 * Of the draft's `used` properties and of the address the history is read, so that nothing HubSpot learned later can help
 * it. Of associations HubSpot keeps no history: today's primary company stands for the one of then.
 */
export async function readCustomers(
  gateway: Gateway,
  used: UsedProperties,
  isOurs: (contactIds: string[]) => Promise<Set<string>>,
): Promise<PastCustomer[] | { unknown: string }> {
  const priority = priorities.reconciliation;
  try {
    const found = await gateway.searchCustomers(mostSearched, ['email', 'firstname', 'lastname'], priority);
    const ours = await isOurs(found.map(({ id }) => id));
    const customers = found.filter(({ id }) => ours.has(id));
    const ids = customers.map(({ id }) => id);
    const primaries =
      used.company.length > 0 ? await gateway.primaryCompanies(ids, priority) : new Map<string, string | null>();
    const companyIds = [...new Set(primaries.values())].filter((id) => id !== null);
    const contacts = await historiesOf(gateway, 'contact', ids, [...new Set([...used.contact, 'email'])]);
    const companies = await historiesOf(gateway, 'company', companyIds, used.company);
    return customers.flatMap((customer) => {
      const closedAt = closedWhen(customer);
      if (closedAt === null) return [];
      const companyId = primaries.get(customer.id) ?? null;
      const company = companyId === null ? null : { id: companyId, history: companies.get(companyId) ?? {} };
      const hubspot = factsThrough(customer, used, contacts.get(customer.id) ?? {}, company);
      return [{ contactId: customer.id, name: nameOf(customer), closedAt, hubspot }];
    });
  } catch (error) {
    if (error instanceof HubspotError) return { unknown: error.message };
    throw error;
  }
}

async function historiesOf(
  gateway: Gateway,
  type: 'contact' | 'company',
  ids: string[],
  properties: string[],
): Promise<Map<string, PropertyHistory>> {
  if (ids.length === 0 || properties.length === 0) return new Map();
  return gateway.readHistory(type, ids, properties, priorities.reconciliation);
}

type Company = { id: string; history: PropertyHistory } | null;

/** One entry for each moment at which a value changed; before the first, every value was empty. */
export function factsThrough(
  customer: HubspotRecord,
  used: UsedProperties,
  contact: PropertyHistory,
  company: Company,
): PastCustomer['hubspot'] {
  const moments = [contact, company?.history ?? {}]
    .flatMap((history) => Object.values(history))
    .flatMap((versions) => versions.map(({ at }) => at));
  const { firstname, lastname } = customer.properties;
  return [...new Set([0, ...moments])]
    .sort((one, other) => one - other)
    .map((from): { from: number; facts: HubspotFacts } => {
      const values: HubspotValues = {
        contact: valuesAt(contact, used.contact, from),
        company: company && valuesAt(company.history, used.company, from),
      };
      const facts: HubspotFacts = {
        ...absentContact,
        exists: true,
        contactId: customer.id,
        email: valuesAt(contact, ['email'], from).email ?? null,
        firstName: firstname || null,
        lastName: lastname || null,
        primaryCompany: company && { id: company.id, name: null },
        values,
      };
      return { from, facts };
    });
}

function valuesAt(history: PropertyHistory, names: string[], at: number): Record<string, string | null> {
  return Object.fromEntries(
    names.map((name) => [name, (history[name] ?? []).findLast((version) => version.at <= at)?.value || null]),
  );
}

function closedWhen({ properties }: HubspotRecord): number | null {
  for (const name of becameCustomerAt) {
    const at = Date.parse(properties[name] ?? '');
    if (!Number.isNaN(at)) return at;
  }
  return null;
}

function nameOf({ id, properties: { email, firstname, lastname } }: HubspotRecord): string {
  return [firstname, lastname].filter(Boolean).join(' ') || email || `contact ${id}`;
}
