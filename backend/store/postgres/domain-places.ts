import type { DomainPlace } from '../settings-store.ts';
import type { PostgresConnection } from './connection.ts';

export function loadDomainPlaces(
  { forPortal }: Pick<PostgresConnection, 'forPortal'>,
  portalId: number,
  mostPeople: number,
): Promise<DomainPlace[]> {
  return forPortal(portalId)<DomainPlace>(
    `WITH newest AS MATERIALIZED (
       SELECT person_id, profile_json::jsonb ->> 'businessDomain' AS domain FROM persons
       WHERE portal_id = $1 AND profile_json::jsonb ->> 'isSample' IS NULL
       ORDER BY person_id DESC LIMIT $2
     ), placed AS MATERIALIZED (
       SELECT domain, via, company_id, count(*) AS people FROM newest
       JOIN members ON members.portal_id = $1 AND members.person_id = newest.person_id
       WHERE domain IS NOT NULL
       GROUP BY domain, via, company_id
     )
     SELECT domain, via, placed.company_id AS "companyId", people,
       companies.profile_json::jsonb -> 'groupIds' ->> 0 AS "groupId"
     FROM placed JOIN companies ON companies.portal_id = $1 AND companies.company_id = placed.company_id
     WHERE domain IN (SELECT domain FROM placed WHERE via = 'domain')
       AND domain IN (SELECT domain FROM placed WHERE via = 'group')
     ORDER BY domain COLLATE "C", placed.company_id, via`,
    [portalId, mostPeople],
  );
}
