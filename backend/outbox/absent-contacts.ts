/** What is known of people who are no contact of HubSpot yet: the company they will be put under, as it is now. */
import { usedHubspotProperties } from '@zo/shared';
import type { HubspotFacts } from '../handoff/hubspot-facts.ts';
import { linkCompanies } from '../hubspot/link-companies.ts';
import { absentFacts, readCompanyParts, underCompany } from '../hubspot/read-contact-facts.ts';
import type { ContactWork } from '../store/handoff-store.ts';
import type { Priority } from './effect.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { domainsOf } from './sync-companies.ts';

/** `looks`: a company that has not been found yet is looked for. */
export async function factsOfAbsent(
  lane: HubspotLane,
  works: readonly ContactWork[],
  priority: Priority,
  looks: boolean,
): Promise<{ personId: number; facts: HubspotFacts }[]> {
  if (works.length === 0) return [];
  const used = usedHubspotProperties(lane.state.playbook);
  const found = looks ? await findCompanies(lane, works, priority) : new Map<number, string>();
  const idOf = (work: ContactWork) => knownId(work) ?? found.get(work.company?.companyId ?? 0);
  const companyIds = works.flatMap((work) => idOf(work) ?? []);
  const companies = await readCompanyParts(lane.gateway, used, [...new Set(companyIds)], priority);
  return works.map((work) => {
    const { personId, profile } = work.person;
    const company = companies.get(idOf(work) ?? '');
    const absent = absentFacts(used, profile.email);
    return { personId, facts: company === undefined ? absent : underCompany(absent, company) };
  });
}

/** The one it is linked to, or that was found when they were looked for before. */
function knownId({ companyRecord, record }: ContactWork): string | null {
  return companyRecord?.recordId ?? record?.facts?.primaryCompany?.id ?? null;
}

/** By company. Nothing is linked by it: that is left to whoever writes to the company. */
async function findCompanies(
  { store, gateway, portalId }: HubspotLane,
  works: readonly ContactWork[],
  priority: Priority,
): Promise<Map<number, string>> {
  const unknown = works.flatMap((work) => (knownId(work) === null ? (work.company?.companyId ?? []) : []));
  if (unknown.length === 0) return new Map();
  const loaded = await store.companyWork(portalId, [...new Set(unknown)]);
  const links = await linkCompanies(
    gateway,
    loaded.map((work) => ({
      companyId: work.company.companyId,
      recordId: null,
      groupId: work.company.profile.groupIds[0] ?? null,
      name: work.company.profile.name,
      domains: domainsOf(work),
      contactIds: work.memberContactIds,
      createIfMissing: false,
      isSettled: false,
      properties: {},
    })),
    priority,
  );
  return new Map(
    [...links].flatMap(([companyId, link]) =>
      'recordId' in link && !('conflict' in link) ? [[companyId, link.recordId] as const] : [],
    ),
  );
}
