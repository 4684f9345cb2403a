import type { DomainPlace } from '../settings-store.ts';
import type { SqliteConnection } from './connection.ts';

/** From the newest people on, in this order: SQLite would look at every member for each of them. */
export function loadDomainPlaces(connection: SqliteConnection, portalId: number, mostPeople: number): DomainPlace[] {
  return connection
    .statement<DomainPlace>(
      `WITH newest AS MATERIALIZED (
         SELECT person_id, profile_json ->> '$.businessDomain' AS domain FROM persons
         WHERE portal_id = @portalId AND profile_json ->> '$.isSample' IS NULL
         ORDER BY person_id DESC LIMIT @mostPeople
       ), placed AS MATERIALIZED (
         SELECT domain, via, company_id, count(*) AS people FROM newest
         CROSS JOIN members INDEXED BY members_by_person
           ON members.portal_id = @portalId AND members.person_id = newest.person_id
         WHERE domain IS NOT NULL
         GROUP BY domain, via, company_id
       )
       SELECT domain, via, placed.company_id AS companyId, people, companies.profile_json ->> '$.groupIds[0]' AS groupId
       FROM placed CROSS JOIN companies ON companies.portal_id = @portalId AND companies.company_id = placed.company_id
       WHERE domain IN (SELECT domain FROM placed WHERE via = 'domain')
         AND domain IN (SELECT domain FROM placed WHERE via = 'group')
       ORDER BY domain, placed.company_id, via`,
    )
    .all({ portalId, mostPeople });
}
