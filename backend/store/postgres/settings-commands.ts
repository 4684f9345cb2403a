import {
  type ArrivedEvents,
  byFrequency,
  type EventOfWeek,
  type Grant,
  type KeptWriteKey,
  keyIdLength,
  type SettingsStore,
} from '../settings-store.ts';
import { beginAudit, endAudit, loadAudit, loadLastDone } from './audit-rows.ts';
import type { PostgresConnection } from './connection.ts';
import { loadDomainPlaces } from './domain-places.ts';

export function settingsCommands({ forPortal, acrossPortals, portalTransaction }: PostgresConnection): SettingsStore {
  return {
    async newestEvents(portalId, week, limit) {
      const events = await forPortal(portalId)<EventOfWeek>(
        `${selectEvents} WHERE portal_id = $1 AND last_seen_at > 0 ORDER BY last_seen_at DESC, name DESC LIMIT $3`,
        [portalId, week, limit],
      );
      return events.sort(byFrequency);
    },
    eventsNamed: (portalId, week, names) =>
      forPortal(portalId)<EventOfWeek>(
        `${selectEvents} WHERE portal_id = $1 AND name = ANY ($3::text[]) ORDER BY name`,
        [portalId, week, names],
      ),
    async arrivedEvents(portalId) {
      const [arrived] = await forPortal(portalId)<ArrivedEvents>(
        `SELECT coalesce(sum(events), 0)::bigint AS events, min(first_seen_at) AS "firstAt", max(last_seen_at) AS "lastAt"
         FROM events_seen WHERE portal_id = $1`,
        [portalId],
      );
      return arrived === undefined || arrived.events === 0 ? null : arrived;
    },
    domainPlaces: (portalId, mostPeople) => loadDomainPlaces({ forPortal }, portalId, mostPeople),
    async addWriteKey(keyHash, { portalId, source, name }, now) {
      await forPortal(portalId)(
        'INSERT INTO write_keys (key_hash, portal_id, source, name, created_at) VALUES ($1, $2, $3, $4, $5)',
        [keyHash, portalId, source, name, now],
      );
    },
    writeKeys: (portalId, limit) =>
      forPortal(portalId)<KeptWriteKey>(
        `SELECT left(key_hash, ${keyIdLength}) AS "keyId", source, name, created_at AS "createdAt",
           last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"
         FROM write_keys WHERE portal_id = $1 ORDER BY created_at DESC, key_hash DESC LIMIT $2`,
        [portalId, limit],
      ),
    async revokeWriteKey(portalId, keyId, now) {
      if (keyId.length !== keyIdLength) return false;
      const revoked = await forPortal(portalId)(
        `UPDATE write_keys SET revoked_at = $4
         WHERE portal_id = $1 AND key_hash >= $2 AND key_hash < $3 AND revoked_at IS NULL RETURNING portal_id`,
        [portalId, keyId, `${keyId}g`, now],
      );
      return revoked.length > 0;
    },
    async noteWriteKeyUse(keyHash, now) {
      await acrossPortals('UPDATE write_keys SET last_used_at = $2 WHERE key_hash = $1', [keyHash, now]);
    },
    grants: (portalId) =>
      forPortal(portalId)<Grant>(
        `SELECT email, granted_by AS "grantedBy", granted_at AS "grantedAt" FROM grants
         WHERE portal_id = $1 ORDER BY email`,
        [portalId],
      ),
    async saveGrant(portalId, { email, grantedBy, grantedAt }) {
      await forPortal(portalId)(
        `INSERT INTO grants (portal_id, email, granted_by, granted_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING`,
        [portalId, email, grantedBy, grantedAt],
      );
    },
    async removeGrant(portalId, email) {
      const removed = await forPortal(portalId)(
        'DELETE FROM grants WHERE portal_id = $1 AND email = $2 RETURNING portal_id',
        [portalId, email],
      );
      return removed.length > 0;
    },
    beginAudit: (portalId, entry, now) =>
      portalTransaction(portalId, (within) => beginAudit(within, portalId, entry, now)),
    endAudit: (portalId, auditId, ended) => endAudit(forPortal(portalId), portalId, auditId, ended),
    lastDone: (portalId, deed) => loadLastDone(forPortal(portalId), portalId, deed),
    auditEntries: (portalId, page) => loadAudit(forPortal(portalId), portalId, page),
  };
}

const selectEvents = `SELECT name, events, people, last_seen_at AS "lastSeenAt",
  CASE WHEN week = $2 THEN week_events ELSE 0 END AS "thisWeek",
  CASE WHEN week = $2 THEN week_before_events WHEN week = $2 - 1 THEN week_events ELSE 0 END AS "lastWeek"
  FROM events_seen`;
