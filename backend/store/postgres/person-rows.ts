import type { Company } from '../../usage/company.ts';
import type { Person } from '../../usage/person.ts';
import { type CompanyRow, type PersonRow, toCompany, toPerson } from '../stored-rows.ts';
import type { Query } from './connection.ts';
import { personColumns } from './usage-columns.ts';

/** Those that are there, by id. */
export async function loadPersons(
  query: Query,
  portalId: number,
  personIds: readonly number[],
): Promise<Map<number, Person>> {
  if (personIds.length === 0) return new Map();
  const rows = await query<PersonRow>(
    `SELECT ${personColumns} FROM persons p WHERE p.portal_id = $1 AND p.person_id = ANY ($2::bigint[])`,
    [portalId, personIds],
  );
  return new Map(rows.map((row) => [row.person_id, toPerson(row)]));
}

export async function loadPerson(query: Query, portalId: number, personId: number): Promise<Person | null> {
  return (await loadPersons(query, portalId, [personId])).get(personId) ?? null;
}

/** By 'u:<userId>' or 'a:<anonymousId>'. */
export async function loadPersonByIdentity(query: Query, portalId: number, identity: string): Promise<Person | null> {
  const [row] = await query<PersonRow>(
    `SELECT ${personColumns}
     FROM identities i JOIN persons p ON p.portal_id = i.portal_id AND p.person_id = i.person_id
     WHERE i.portal_id = $1 AND i.identity = $2`,
    [portalId, identity],
  );
  return row ? toPerson(row) : null;
}

/** Those that are there, by id. */
export async function loadCompanies(
  query: Query,
  portalId: number,
  companyIds: readonly number[],
): Promise<Map<number, Company>> {
  if (companyIds.length === 0) return new Map();
  const rows = await query<CompanyRow>(
    `SELECT company_id, profile_json, usage_json, active_users FROM companies
     WHERE portal_id = $1 AND company_id = ANY ($2::bigint[])`,
    [portalId, companyIds],
  );
  return new Map(rows.map((row) => [row.company_id, toCompany(row)]));
}

export async function loadCompany(query: Query, portalId: number, companyId: number): Promise<Company | null> {
  return (await loadCompanies(query, portalId, [companyId])).get(companyId) ?? null;
}
