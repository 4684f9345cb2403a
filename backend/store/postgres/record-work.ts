/** What the HubSpot lane needs to know of the persons and companies whose records it syncs. */
import { employeesOf } from '../../handoff/hubspot-facts.ts';
import type { CompanyWork, ContactWork } from '../handoff-store.ts';
import { readStoredFacts } from '../stored-records.ts';
import type { Query } from './connection.ts';
import { loadCompanies, loadPersons } from './person-rows.ts';
import { loadRecords } from './record-rows.ts';

/** In the order asked for; those that are there. */
export async function contactWork(query: Query, portalId: number, personIds: number[]): Promise<ContactWork[]> {
  const persons = await loadPersons(query, portalId, personIds);
  const companyIds = [...persons.values()].flatMap(({ companyId }) => (companyId === null ? [] : [companyId]));
  const companies = await loadCompanies(query, portalId, companyIds);
  const records = await loadRecords(query, portalId, 'contact', personIds);
  const companyRecords = await loadRecords(query, portalId, 'company', companyIds);
  return personIds.flatMap((personId) => {
    const person = persons.get(personId);
    if (person === undefined) return [];
    const company = person.companyId === null ? null : (companies.get(person.companyId) ?? null);
    return [
      {
        person,
        company,
        record: records.get(personId) ?? null,
        companyRecord: company === null ? null : (companyRecords.get(company.companyId) ?? null),
      },
    ];
  });
}

/** Of a company so many members are asked. */
const mostMembers = 50;

type MemberRow = {
  company_id: number;
  profile_json: string;
  record_id: string | null;
  facts_json: string | null;
  facts_at: number | null;
};

/** With the contacts of at most 50 members, whose primary company may be the record looked for. */
export async function companyWork(query: Query, portalId: number, companyIds: number[]): Promise<CompanyWork[]> {
  const companies = await loadCompanies(query, portalId, companyIds);
  const records = await loadRecords(query, portalId, 'company', companyIds);
  const rows = await query<MemberRow>(
    `SELECT asked.company_id, p.profile_json, r.record_id, r.facts_json, r.facts_at
     FROM unnest($2::bigint[]) AS asked (company_id)
     CROSS JOIN LATERAL (SELECT person_id FROM members
       WHERE portal_id = $1 AND company_id = asked.company_id ORDER BY person_id LIMIT $3) m
     JOIN persons p ON p.portal_id = $1 AND p.person_id = m.person_id
     LEFT JOIN records r ON r.portal_id = $1 AND r.kind = 'contact' AND r.subject_id = m.person_id`,
    [portalId, companyIds, mostMembers],
  );
  const members = Map.groupBy(rows, (row) => row.company_id);
  return companyIds.flatMap((companyId) => {
    const company = companies.get(companyId);
    if (company === undefined) return [];
    const record = records.get(companyId) ?? null;
    const of = members.get(companyId) ?? [];
    return [
      {
        company,
        record,
        memberContactIds: of.flatMap((row) => (row.record_id === null ? [] : [row.record_id])),
        memberDomains: domainsOf(of),
        employees: employeesBy(of, record?.recordId ?? null),
      },
    ];
  });
}

/** The most frequent first: a product group often comes without a domain, and its people know one. */
function domainsOf(members: MemberRow[]): string[] {
  const counts = new Map<string, number>();
  for (const { profile_json } of members) {
    const { businessDomain } = JSON.parse(profile_json) as { businessDomain: string | null };
    if (businessDomain != null) counts.set(businessDomain, (counts.get(businessDomain) ?? 0) + 1);
  }
  return [...counts]
    .sort(([one, ofOne], [other, ofOther]) => ofOther - ofOne || (one < other ? -1 : 1))
    .map(([domain]) => domain);
}

/** By the newest facts of a member whose primary company is this record. */
function employeesBy(members: MemberRow[], recordId: string | null): number | null {
  if (recordId === null) return null;
  const known = members
    .flatMap(({ facts_json, facts_at }) =>
      facts_json === null ? [] : [{ facts: readStoredFacts(facts_json), at: facts_at ?? 0 }],
    )
    .filter(({ facts }) => facts.primaryCompany?.id === recordId)
    .sort((one, other) => other.at - one.at);
  return known[0] === undefined ? null : employeesOf(known[0].facts);
}
