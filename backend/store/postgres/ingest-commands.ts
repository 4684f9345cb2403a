import type { EventSeen, IngestStore } from '../store.ts';
import { acceptEvents } from './accept-events.ts';
import type { PostgresConnection } from './connection.ts';
import { loadCompany, loadPerson, loadPersonByIdentity } from './person-rows.ts';
import { wakeDue } from './wake-due.ts';

export function ingestCommands(connection: PostgresConnection): IngestStore {
  const { forPortal } = connection;
  return {
    acceptEvents: (portalId, requests, rules, onCommitted) =>
      acceptEvents(connection, portalId, requests, rules, onCommitted),
    wakeDue: (portalId, now, rules, limit) => wakeDue(connection, portalId, now, rules, limit),

    eventsSeen: (portalId) =>
      forPortal(portalId)<EventSeen>(
        `SELECT name, events, people, last_seen_at AS "lastSeenAt" FROM events_seen
         WHERE portal_id = $1 ORDER BY events DESC, name`,
        [portalId],
      ),

    person: (portalId, personId) => loadPerson(forPortal(portalId), portalId, personId),
    personByIdentity: (portalId, identity) => loadPersonByIdentity(forPortal(portalId), portalId, identity),
    company: (portalId, companyId) => loadCompany(forPortal(portalId), portalId, companyId),

    /** One statement: it reads the ids once and blocks nobody. */
    async expireMessageIds(portalId, before) {
      const [row] = await forPortal(portalId)<{ expired: number }>(
        `WITH expired AS (DELETE FROM message_ids WHERE portal_id = $1 AND received_at < $2 RETURNING 1)
         SELECT count(*) AS expired FROM expired`,
        [portalId, before],
      );
      return row?.expired ?? 0;
    },
  };
}
