import type { EventSeen, IngestStore } from '../store.ts';
import { type CompanyRow, type PersonRow, toCompany, toPerson } from '../stored-rows.ts';
import { acceptEvents } from './accept-events.ts';
import type { PostgresConnection } from './connection.ts';
import { rebuildUsage } from './rebuild-usage.ts';
import { wakeDue } from './wake-due.ts';

export function ingestCommands(connection: PostgresConnection): IngestStore {
  const { query } = connection;
  return {
    acceptEvents: (portalId, requests, rules) => acceptEvents(connection, portalId, requests, rules),
    rebuildUsage: (portalId, rules, normalise, now, progress) =>
      rebuildUsage(connection, portalId, rules, normalise, now, progress),
    wakeDue: (portalId, now, rules, limit) => wakeDue(connection, portalId, now, rules, limit),

    eventsSeen: (portalId) =>
      query<EventSeen>(
        `SELECT name, events, people, last_seen_at AS "lastSeenAt" FROM events_seen
         WHERE portal_id = $1 ORDER BY events DESC, name`,
        [portalId],
      ),

    async person(portalId, personId) {
      const [row] = await query<PersonRow>(
        `SELECT person_id, company_id, profile_json, usage_json, revision FROM persons
         WHERE portal_id = $1 AND person_id = $2`,
        [portalId, personId],
      );
      return row ? toPerson(row) : null;
    },

    async personByIdentity(portalId, identity) {
      const [row] = await query<PersonRow>(
        `SELECT p.person_id, p.company_id, p.profile_json, p.usage_json, p.revision
         FROM identities i JOIN persons p ON p.portal_id = i.portal_id AND p.person_id = i.person_id
         WHERE i.portal_id = $1 AND i.identity = $2`,
        [portalId, identity],
      );
      return row ? toPerson(row) : null;
    },

    async company(portalId, companyId) {
      const [row] = await query<CompanyRow>(
        `SELECT company_id, profile_json, usage_json, active_users FROM companies
         WHERE portal_id = $1 AND company_id = $2`,
        [portalId, companyId],
      );
      return row ? toCompany(row) : null;
    },

    /** One statement: it reads the ids once and blocks nobody. */
    async expireMessageIds(portalId, before) {
      const [row] = await query<{ expired: number }>(
        `WITH expired AS (DELETE FROM message_ids WHERE portal_id = $1 AND received_at < $2 RETURNING 1)
         SELECT count(*) AS expired FROM expired`,
        [portalId, before],
      );
      return row?.expired ?? 0;
    },
  };
}
