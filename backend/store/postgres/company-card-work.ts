/**
 * What the company card shows of one company. Every list is the first page of an index, so that an account of a hundred
 * thousand people is read as quickly as one of ten.
 */
import type { Usage } from '@zo/shared';
import { companyCardLimits as most } from '../card-limits.ts';
import type { CompanyCardWork, CompanyPerson, PersonsHandoff } from '../card-store.ts';
import { type HandoffRow, toHandoff } from '../stored-handoffs.ts';
import { loadCompanyDays } from './company-days.ts';
import type { Query } from './connection.ts';
import { loadDecisions } from './handoff-rows.ts';
import { loadPersons } from './person-rows.ts';
import { loadRecords, subjectOfRecord } from './record-rows.ts';
import { companyWork } from './record-work.ts';
import { liveUsage } from './usage-columns.ts';

export async function companyCardWork(
  query: Query,
  portalId: number,
  hubspotCompanyId: string,
): Promise<CompanyCardWork | null> {
  const companyId = await subjectOfRecord(query, portalId, 'company', hubspotCompanyId);
  const [work] = companyId === null ? [] : await companyWork(query, portalId, [companyId]);
  if (companyId === null || work === undefined) return null;
  const { memberContactIds: _, ...company } = work;
  const counts = await count(query, portalId, companyId);
  const shown = await listPeople(query, portalId, companyId, hubspotCompanyId);
  const handoffs = await listHandoffs(query, portalId, companyId);
  const { people, handoffsOf } = await read(query, portalId, [...shown.values()].flat(), [...handoffs.values()].flat());
  return {
    ...company,
    members: counts.members,
    days: await loadCompanyDays(query, portalId, companyId),
    memberDays: counts.members > most.membersLookedAt ? null : await memberDays(query, portalId, companyId),
    people: people(shown.get('people')),
    crossed: people(shown.get('crossed')),
    newestHandoffs: handoffsOf(handoffs.get('newest')),
    openHandoffs: { all: counts.open, shown: handoffsOf(handoffs.get('open')) },
    personal: { all: counts.personal, shown: people(shown.get('personal')) },
    outsiders: people(shown.get('outsiders')),
  };
}

const isPersonal = "email_domain_type IN ('personal', 'disposable')";

async function count(query: Query, portalId: number, companyId: number) {
  const [row] = await query<{ members: number; open: number; personal: number }>(
    `SELECT
       (SELECT count(*) FROM members WHERE portal_id = $1 AND company_id = $2) AS members,
       (SELECT count(*) FROM handoffs WHERE portal_id = $1 AND company_id = $2 AND is_open = 1) AS open,
       (SELECT count(*) FROM decisions WHERE portal_id = $1 AND company_id = $2 AND ${isPersonal}) AS personal`,
    [portalId, companyId],
  );
  return row!;
}

async function memberDays(
  query: Query,
  portalId: number,
  companyId: number,
): Promise<NonNullable<CompanyCardWork['memberDays']>> {
  const rows = await query<{ profile_json: string; usage_json: string }>(
    `SELECT p.profile_json, p.${await liveUsage(query, portalId)} AS usage_json
     FROM members m JOIN persons p ON p.portal_id = m.portal_id AND p.person_id = m.person_id
     WHERE m.portal_id = $1 AND m.company_id = $2 ORDER BY m.person_id`,
    [portalId, companyId],
  );
  return rows.map(({ profile_json, usage_json }) => ({
    email: JSON.parse(profile_json).email ?? null,
    activeDays: (JSON.parse(usage_json) as Usage).activeDays,
  }));
}

type List = 'people' | 'crossed' | 'personal' | 'outsiders';

/** By list: the highest score first, the newest crossing first; of at most 200 people whom HubSpot puts under the company. */
async function listPeople(
  query: Query,
  portalId: number,
  companyId: number,
  hubspotCompanyId: string,
): Promise<Map<List, number[]>> {
  const rows = await query<{ list: List; person_id: number }>(
    `(SELECT 'people' AS list, person_id FROM decisions WHERE portal_id = $1 AND company_id = $2
      ORDER BY points DESC, person_id DESC LIMIT $4)
     UNION ALL
     (SELECT 'crossed', person_id FROM decisions WHERE portal_id = $1 AND company_id = $2 AND crossed_at IS NOT NULL
      ORDER BY crossed_at DESC, person_id DESC LIMIT $4)
     UNION ALL
     (SELECT 'personal', person_id FROM decisions WHERE portal_id = $1 AND company_id = $2 AND ${isPersonal}
      ORDER BY person_id LIMIT $5)
     UNION ALL
     (SELECT 'outsiders', d.person_id FROM
        (SELECT subject_id FROM records WHERE portal_id = $1 AND kind = 'contact' AND primary_company_id = $3
         ORDER BY subject_id LIMIT $6) m
      JOIN decisions d ON d.portal_id = $1 AND d.person_id = m.subject_id
      WHERE d.company_id IS NULL AND d.${isPersonal} ORDER BY d.person_id LIMIT $5)`,
    [portalId, companyId, hubspotCompanyId, most.people, most.personal, most.underHubspotCompany],
  );
  return grouped(
    rows,
    (row) => row.list,
    (row) => row.person_id,
  );
}

/** Newest first: all, and those that are open. */
async function listHandoffs(query: Query, portalId: number, companyId: number) {
  const rows = await query<HandoffRow & { list: 'newest' | 'open' }>(
    `(SELECT 'newest' AS list, handoff_json, person_id FROM handoffs WHERE portal_id = $1 AND company_id = $2
      ORDER BY opened_at DESC, handoff_id DESC LIMIT $3)
     UNION ALL
     (SELECT 'open', handoff_json, person_id FROM handoffs WHERE portal_id = $1 AND company_id = $2 AND is_open = 1
      ORDER BY opened_at DESC, handoff_id DESC LIMIT $3)`,
    [portalId, companyId, most.handoffs],
  );
  return grouped(rows, (row) => row.list, toHandoff);
}

function grouped<Row, List, One>(rows: Row[], listOf: (row: Row) => List, toOne: (row: Row) => One): Map<List, One[]> {
  return new Map([...Map.groupBy(rows, listOf)].map(([list, ofList]) => [list, ofList.map(toOne)]));
}

/** Everybody who is in any of the lists, read once. */
async function read(query: Query, portalId: number, personIds: number[], handoffs: PersonsHandoff['handoff'][]) {
  const everybody = [...new Set([...personIds, ...handoffs.map(({ personId }) => personId)])];
  const persons = await loadPersons(query, portalId, everybody);
  const records = await loadRecords(query, portalId, 'contact', everybody);
  const decisions = await loadDecisions(query, portalId, personIds);
  const recordOf = (personId: number) => records.get(personId) ?? null;
  return {
    people: (ids: number[] = []): CompanyPerson[] =>
      ids.flatMap((personId) => {
        const person = persons.get(personId);
        if (person === undefined) return [];
        return [{ person, record: recordOf(personId), decision: decisions.get(personId) ?? null }];
      }),
    handoffsOf: (ofList: PersonsHandoff['handoff'][] = []): PersonsHandoff[] =>
      ofList.flatMap((handoff) => {
        const person = persons.get(handoff.personId);
        return person === undefined ? [] : [{ handoff, person, record: recordOf(handoff.personId) }];
      }),
  };
}
