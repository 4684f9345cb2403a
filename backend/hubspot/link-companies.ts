/**
 * Finds the HubSpot company of each product account, or creates it: by known id, else by `zo_company_id`, else the primary
 * company of its people, else by domain. HubSpot itself may create a company from a contact's domain some seconds after
 * the contact appears, and its search lags: so before creating, the caller waits and asks once more (`isSettled`).
 */
import type { Priority } from '../outbox/effect.ts';
import { isRecord } from './decide-link.ts';
import type { HubspotGateway } from './hubspot-gateway.ts';
import type { HubspotRecord } from './hubspot-record.ts';
import type { Values } from './write-plan.ts';

export type CompanyToLink = {
  companyId: number;
  recordId: string | null;
  /** The oldest groupId; null for a company known by domain only. */
  groupId: string | null;
  name: string | null;
  /** Business domains, the best known first. */
  domains: string[];
  /** HubSpot ids of its people, if linked already. */
  contactIds: string[];
  createIfMissing: boolean;
  /** The caller has waited `settleMs` since a first attempt answered `waitMs`. */
  isSettled: boolean;
  /** For a new company. `zo_company_id`, name and domain are added. */
  properties: Values;
};

export type CompanyLink =
  | { recordId: string; created: false }
  | { recordId: string; created: true; written: Values }
  | { absent: true }
  /** Ask again after this, with `isSettled`. */
  | { waitMs: number }
  | { conflict: string; recordId: string; heldBy: string }
  | { failed: 'retry'; reason: string; afterMs: number }
  | { failed: 'fix the record'; reason: string; properties: string[] };

/** Longer than HubSpot takes to make a company from a domain and to find it by search. */
export const settleMs = 5_000;

export type CompanySightings = {
  byGroupId: HubspotRecord | null;
  primary: HubspotRecord | null;
  byDomain: HubspotRecord | null;
};

export type CompanyDecision =
  | { link: string }
  | { conflict: string; recordId: string; heldBy: string }
  | { waitMs: number }
  | { create: true }
  | { absent: true };

/** The rules alone. A company that belongs to another product account is passed over as long as another sighting fits. */
export function decideCompanyLink(company: CompanyToLink, sightings: CompanySightings): CompanyDecision {
  if (sightings.byGroupId !== null) return { link: sightings.byGroupId.id };
  const candidates = [sightings.primary, sightings.byDomain].filter((record) => record !== null);
  for (const record of candidates) {
    const heldBy = record.properties.zo_company_id ?? '';
    if (heldBy === '' || heldBy === company.groupId || company.groupId === null) return { link: record.id };
  }
  const taken = candidates[0];
  if (taken !== undefined) {
    const heldBy = taken.properties.zo_company_id ?? '';
    return { conflict: `company ${taken.id} belongs to product account ${heldBy}`, recordId: taken.id, heldBy };
  }
  const canBeNamed = company.groupId !== null || company.domains.length > 0;
  if (!company.createIfMissing || !canBeNamed) return { absent: true };
  return company.isSettled ? { create: true } : { waitMs: settleMs };
}

type Gateway = Pick<HubspotGateway, 'readCompanies' | 'createCompanies' | 'primaryCompanies' | 'findCompaniesByDomain'>;

const lookedFor = ['zo_company_id', 'name', 'domain'];

/** By company. Throws what concerns the whole portal. */
export async function linkCompanies(
  gateway: Gateway,
  companies: readonly CompanyToLink[],
  priority: Priority,
): Promise<Map<number, CompanyLink>> {
  const links = new Map<number, CompanyLink>();
  const unknown = companies.filter(({ companyId, recordId }) => {
    if (recordId !== null) links.set(companyId, { recordId, created: false });
    return recordId === null;
  });
  const groupIds = unknown.flatMap(({ groupId }) => groupId ?? []);
  const byGroupId = await readBy('zo_company_id', groupIds);
  const rest = unknown.filter((company) => {
    const record = byGroupId.get(company.groupId ?? '');
    if (isRecord(record)) links.set(company.companyId, { recordId: record.id, created: false });
    return !isRecord(record);
  });
  if (rest.length === 0) return links;

  const primaryOf = await readPrimaries(rest);
  const undecided = rest.filter((company) => {
    const primary = primaryOf.get(company.companyId) ?? null;
    const decision = decideCompanyLink(company, { byGroupId: null, primary, byDomain: null });
    if ('link' in decision) links.set(company.companyId, { recordId: decision.link, created: false });
    return !('link' in decision);
  });
  const byDomainOf = await searchDomains(undecided);

  const toCreate: CompanyToLink[] = [];
  for (const company of undecided) {
    const byDomain = byDomainOf.get(company.companyId) ?? null;
    const primary = primaryOf.get(company.companyId) ?? null;
    const decision = decideCompanyLink(company, { byGroupId: null, primary, byDomain });
    if ('create' in decision) toCreate.push(company);
    else if ('link' in decision) links.set(company.companyId, { recordId: decision.link, created: false });
    else links.set(company.companyId, decision);
  }
  await create(toCreate);
  return links;

  async function readBy(by: string, values: string[]) {
    return values.length === 0 ? new Map() : gateway.readCompanies({ by, values, properties: lookedFor }, priority);
  }

  /** The company most of its people have as their primary one. */
  async function readPrimaries(wanted: CompanyToLink[]): Promise<Map<number, HubspotRecord>> {
    const contactIds = wanted.flatMap((company) => company.contactIds);
    if (contactIds.length === 0) return new Map();
    const primaries = await gateway.primaryCompanies(contactIds, priority);
    const chosen = new Map(wanted.map((company) => [company.companyId, mostCommon(company.contactIds, primaries)]));
    const records = await readBy(
      'id',
      [...chosen.values()].filter((id) => id !== null),
    );
    const primaryOf = new Map<number, HubspotRecord>();
    for (const [companyId, id] of chosen) {
      const record = records.get(id ?? '');
      if (isRecord(record)) primaryOf.set(companyId, record);
    }
    return primaryOf;
  }

  /** Search lags: whose a company is by now is read again, so that nobody's id is written over. */
  async function searchDomains(wanted: CompanyToLink[]): Promise<Map<number, HubspotRecord>> {
    const domains = wanted.flatMap((company) => company.domains);
    if (domains.length === 0) return new Map();
    const found = await gateway.findCompaniesByDomain(domains, lookedFor, priority);
    const chosen = wanted.flatMap(({ companyId, domains }) => {
      const record = domains.flatMap((domain) => found.get(domain) ?? [])[0];
      return record === undefined ? [] : [{ companyId, id: record.id }];
    });
    const records = await readBy('id', [...new Set(chosen.map(({ id }) => id))]);
    const byDomainOf = new Map<number, HubspotRecord>();
    for (const { companyId, id } of chosen) {
      const record = records.get(id);
      if (isRecord(record)) byDomainOf.set(companyId, record);
    }
    return byDomainOf;
  }

  async function create(wanted: CompanyToLink[]): Promise<void> {
    if (wanted.length === 0) return;
    const inputs = wanted.map((company) => ({ trace: traceOf(company), properties: propertiesOfNew(company) }));
    const outcomes = await gateway.createCompanies(inputs, priority);
    for (const company of wanted) {
      const outcome = outcomes.get(traceOf(company));
      if (outcome?.ok) {
        links.set(company.companyId, { recordId: outcome.id, created: true, written: propertiesOfNew(company) });
      } else if (outcome?.kind === 'fix the record') {
        links.set(company.companyId, {
          failed: 'fix the record',
          reason: outcome.reason,
          properties: outcome.properties,
        });
      } else {
        const reason = outcome?.reason ?? 'HubSpot said nothing about this company';
        const afterMs = outcome?.kind === 'ambiguous' ? settleMs : 2_000;
        links.set(company.companyId, { failed: 'retry', reason, afterMs });
      }
    }
  }
}

function mostCommon(contactIds: string[], primaries: Map<string, string | null>): string | null {
  const votes = new Map<string, number>();
  for (const contactId of contactIds) {
    const id = primaries.get(contactId);
    if (id !== null && id !== undefined) votes.set(id, (votes.get(id) ?? 0) + 1);
  }
  let best: string | null = null;
  for (const [id, count] of votes) if (best === null || count > (votes.get(best) ?? 0)) best = id;
  return best;
}

function traceOf({ companyId }: CompanyToLink): string {
  return `company-${companyId}`;
}

function propertiesOfNew({ groupId, name, domains, properties }: CompanyToLink): Values {
  const domain = domains[0];
  return {
    ...properties,
    ...(groupId === null ? {} : { zo_company_id: groupId }),
    ...(name === null && domain === undefined ? {} : { name: name ?? domain! }),
    ...(domain === undefined ? {} : { domain }),
  };
}
