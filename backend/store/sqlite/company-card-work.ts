/**
 * What the company card shows of one company. Every list is the first page of an index, so that an account of a hundred
 * thousand people is read as quickly as one of ten.
 */
import { companyCardLimits as most } from '../card-limits.ts';
import type { CompanyCardWork, CompanyPerson, Listed, PersonsHandoff } from '../card-store.ts';
import { type HandoffRow, toHandoff } from '../stored-handoffs.ts';
import { loadCompanyDays } from './company-days.ts';
import type { SqliteConnection } from './connection.ts';
import { loadDecision } from './decision-inputs.ts';
import { loadPerson } from './person-rows.ts';
import { loadRecord, subjectOfRecord } from './record-rows.ts';
import { companyWork } from './record-work.ts';
import { liveUsage } from './usage-columns.ts';

export function companyCardWork(
  connection: SqliteConnection,
  portalId: number,
  hubspotCompanyId: string,
): CompanyCardWork | null {
  const companyId = subjectOfRecord(connection, portalId, 'company', hubspotCompanyId);
  const [work] = companyId === null ? [] : companyWork(connection, portalId, [companyId]);
  if (companyId === null || work === undefined) return null;
  const { memberContactIds: _, ...company } = work;
  const members = countMembersOf(connection, portalId, companyId);
  return {
    ...company,
    members,
    days: loadCompanyDays(connection, portalId, companyId),
    memberDays: members > most.membersLookedAt ? null : memberDays(connection, portalId, companyId),
    people: people(connection, portalId, highestScores(connection, portalId, companyId)),
    crossed: people(connection, portalId, newestCrossings(connection, portalId, companyId)),
    newestHandoffs: handoffs(connection, portalId, companyId, false),
    openHandoffs: {
      all: countOpen(connection, portalId, companyId),
      shown: handoffs(connection, portalId, companyId, true),
    },
    personal: personal(connection, portalId, companyId),
    outsiders: people(connection, portalId, outsiders(connection, portalId, hubspotCompanyId)),
  };
}

function countMembersOf(connection: SqliteConnection, portalId: number, companyId: number): number {
  return connection
    .statement<{ members: number }>('SELECT count(*) AS members FROM members WHERE portal_id = ? AND company_id = ?')
    .get(portalId, companyId)!.members;
}

function memberDays(
  connection: SqliteConnection,
  portalId: number,
  companyId: number,
): NonNullable<CompanyCardWork['memberDays']> {
  const usage = liveUsage(connection, portalId);
  return connection
    .statement<{ email: string | null; days_json: string }>(
      `SELECT json_extract(p.profile_json, '$.email') AS email, json_extract(p.${usage}, '$.activeDays') AS days_json
       FROM members m JOIN persons p ON p.portal_id = m.portal_id AND p.person_id = m.person_id
       WHERE m.portal_id = ? AND m.company_id = ?`,
    )
    .all(portalId, companyId)
    .map(({ email, days_json }) => ({ email, activeDays: JSON.parse(days_json) }));
}

type Id = { person_id: number };

/** Through the index of migration 0016, whose expression this is. */
function highestScores(connection: SqliteConnection, portalId: number, companyId: number): Id[] {
  return connection
    .statement<Id>(
      `SELECT person_id FROM decisions WHERE portal_id = ? AND company_id = ?
       ORDER BY json_extract(decision_json, '$.score.points') DESC LIMIT ?`,
    )
    .all(portalId, companyId, most.people);
}

function newestCrossings(connection: SqliteConnection, portalId: number, companyId: number): Id[] {
  return connection
    .statement<Id>(
      `SELECT person_id FROM decisions WHERE portal_id = ? AND company_id = ? AND crossed_at IS NOT NULL
       ORDER BY crossed_at DESC LIMIT ?`,
    )
    .all(portalId, companyId, most.people);
}

const isPersonal = "email_domain_type IN ('personal', 'disposable')";

function personal(connection: SqliteConnection, portalId: number, companyId: number): Listed<CompanyPerson> {
  const { members } = connection
    .statement<{ members: number }>(
      `SELECT count(*) AS members FROM decisions WHERE portal_id = ? AND company_id = ? AND ${isPersonal}`,
    )
    .get(portalId, companyId)!;
  const first = connection
    .statement<Id>(`SELECT person_id FROM decisions WHERE portal_id = ? AND company_id = ? AND ${isPersonal} LIMIT ?`)
    .all(portalId, companyId, most.personal);
  return { all: members, shown: people(connection, portalId, first) };
}

/** Of at most 200 people whom HubSpot puts under the company. */
function outsiders(connection: SqliteConnection, portalId: number, hubspotCompanyId: string): Id[] {
  return connection
    .statement<Id>(
      `SELECT d.person_id FROM
         (SELECT subject_id FROM records INDEXED BY records_by_primary_company
          WHERE portal_id = ? AND json_extract(facts_json, '$.primaryCompany.id') = ?
            AND kind = 'contact' AND facts_json IS NOT NULL LIMIT ?) m
       JOIN decisions d ON d.portal_id = ? AND d.person_id = m.subject_id
       WHERE d.company_id IS NULL AND d.${isPersonal} LIMIT ?`,
    )
    .all(portalId, hubspotCompanyId, most.underHubspotCompany, portalId, most.personal);
}

function countOpen(connection: SqliteConnection, portalId: number, companyId: number): number {
  return connection
    .statement<{ open: number }>(
      `SELECT count(*) AS open FROM handoffs INDEXED BY handoffs_open_by_company
       WHERE portal_id = ? AND company_id = ? AND is_open = 1`,
    )
    .get(portalId, companyId)!.open;
}

/** Newest first. */
function handoffs(
  connection: SqliteConnection,
  portalId: number,
  companyId: number,
  onlyOpen: boolean,
): PersonsHandoff[] {
  const rows = connection
    .statement<HandoffRow>(
      onlyOpen
        ? `SELECT handoff_json, person_id FROM handoffs INDEXED BY handoffs_open_by_company
           WHERE portal_id = ? AND company_id = ? AND is_open = 1 ORDER BY opened_at DESC LIMIT ?`
        : `SELECT handoff_json, person_id FROM handoffs INDEXED BY handoffs_opened_by_company
           WHERE portal_id = ? AND company_id = ? ORDER BY opened_at DESC LIMIT ?`,
    )
    .all(portalId, companyId, most.handoffs);
  return rows.map(toHandoff).flatMap((handoff) => {
    const person = loadPerson(connection, portalId, handoff.personId);
    if (person === null) return [];
    return [{ handoff, person, record: loadRecord(connection, portalId, 'contact', handoff.personId) }];
  });
}

function people(connection: SqliteConnection, portalId: number, ids: Id[]): CompanyPerson[] {
  return ids.flatMap(({ person_id }) => {
    const person = loadPerson(connection, portalId, person_id);
    if (person === null) return [];
    const record = loadRecord(connection, portalId, 'contact', person_id);
    return [{ person, record, decision: loadDecision(connection, portalId, person_id) }];
  });
}
