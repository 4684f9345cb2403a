/** What the HubSpot lane needs to know of the persons and companies whose records it syncs. */
import { employeesOf } from '../../handoff/hubspot-facts.ts';
import type { CompanyWork, ContactWork } from '../handoff-store.ts';
import { readStoredFacts } from '../stored-records.ts';
import { loadCompany } from './company-rows.ts';
import type { SqliteConnection } from './connection.ts';
import { loadPerson } from './person-rows.ts';
import { loadRecord } from './record-rows.ts';

export function contactWork(connection: SqliteConnection, portalId: number, personIds: number[]): ContactWork[] {
  return personIds.flatMap((personId) => {
    const person = loadPerson(connection, portalId, personId);
    if (person === null) return [];
    const company = person.companyId === null ? null : loadCompany(connection, portalId, person.companyId);
    return [
      {
        person,
        company,
        record: loadRecord(connection, portalId, 'contact', personId),
        companyRecord: company === null ? null : loadRecord(connection, portalId, 'company', company.companyId),
      },
    ];
  });
}

/** With the contacts of at most 50 members, whose primary company may be the record looked for. */
export function companyWork(connection: SqliteConnection, portalId: number, companyIds: number[]): CompanyWork[] {
  return companyIds.flatMap((companyId) => {
    const company = loadCompany(connection, portalId, companyId);
    if (company === null) return [];
    const members = connection
      .statement<{ record_id: string }>(
        `SELECT r.record_id FROM members m
         JOIN records r ON r.portal_id = m.portal_id AND r.kind = 'contact' AND r.subject_id = m.person_id
         WHERE m.portal_id = ? AND m.company_id = ? AND r.record_id IS NOT NULL LIMIT 50`,
      )
      .all(portalId, companyId);
    const record = loadRecord(connection, portalId, 'company', companyId);
    return [
      {
        company,
        record,
        memberContactIds: members.map((row) => row.record_id),
        memberDomains: memberDomains(connection, portalId, companyId),
        employees: employees(connection, portalId, companyId, record?.recordId ?? null),
      },
    ];
  });
}

/** Of at most 50 members: a product group often comes without a domain, and its people know one. */
function memberDomains(connection: SqliteConnection, portalId: number, companyId: number): string[] {
  return connection
    .statement<{ domain: string }>(
      `SELECT json_extract(p.profile_json, '$.businessDomain') AS domain
       FROM (SELECT person_id FROM members WHERE portal_id = ? AND company_id = ? LIMIT 50) m
       JOIN persons p ON p.portal_id = ? AND p.person_id = m.person_id
       WHERE domain IS NOT NULL GROUP BY domain ORDER BY count(*) DESC, domain`,
    )
    .all(portalId, companyId, portalId)
    .map((row) => row.domain);
}

/** By the newest facts of a member whose primary company is this record; of at most 50 members. */
function employees(
  connection: SqliteConnection,
  portalId: number,
  companyId: number,
  recordId: string | null,
): number | null {
  if (recordId === null) return null;
  const row = connection
    .statement<{ facts_json: string }>(
      `SELECT r.facts_json FROM (SELECT person_id FROM members WHERE portal_id = ? AND company_id = ? LIMIT 50) m
       JOIN records r ON r.portal_id = ? AND r.kind = 'contact' AND r.subject_id = m.person_id
       WHERE json_extract(r.facts_json, '$.primaryCompany.id') = ? ORDER BY r.facts_at DESC LIMIT 1`,
    )
    .get(portalId, companyId, portalId, recordId);
  return row === undefined ? null : employeesOf(readStoredFacts(row.facts_json));
}
