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
import type { SqliteConnection } from './connection.ts';
import { loadDomainPlaces } from './domain-places.ts';

export function settingsCommands(connection: SqliteConnection): SettingsStore {
  return {
    newestEvents: async (portalId, week, limit) => loadNewestEvents(connection, portalId, week, limit),
    eventsNamed: async (portalId, week, names) =>
      connection
        .statement<EventOfWeek>(`${selectEvents} WHERE portal_id = ? AND name IN (SELECT value FROM json_each(?))`)
        .all(week, week, week - 1, portalId, JSON.stringify(names)),
    arrivedEvents: async (portalId) => {
      const arrived = connection
        .statement<ArrivedEvents>(
          `SELECT coalesce(sum(events), 0) AS events, min(first_seen_at) AS firstAt, max(last_seen_at) AS lastAt
           FROM events_seen WHERE portal_id = ?`,
        )
        .get(portalId)!;
      return arrived.events === 0 ? null : arrived;
    },
    domainPlaces: async (portalId, mostPeople) => loadDomainPlaces(connection, portalId, mostPeople),
    addWriteKey: async (keyHash, { portalId, source, name }, now) => {
      connection
        .statement('INSERT INTO write_keys (key_hash, portal_id, source, name, created_at) VALUES (?, ?, ?, ?, ?)')
        .run(keyHash, portalId, source, name, now);
    },
    writeKeys: async (portalId, limit) =>
      connection
        .statement<KeptWriteKey>(
          `SELECT substr(key_hash, 1, ${keyIdLength}) AS keyId, source, name, created_at AS createdAt,
             last_used_at AS lastUsedAt, revoked_at AS revokedAt
           FROM write_keys WHERE portal_id = ? ORDER BY created_at DESC LIMIT ?`,
        )
        .all(portalId, limit),
    revokeWriteKey: async (portalId, keyId, now) =>
      connection
        .statement(
          `UPDATE write_keys SET revoked_at = ? WHERE +portal_id = ? AND key_hash >= ? AND key_hash < ?
             AND length(?) = ${keyIdLength} AND revoked_at IS NULL`,
        )
        .run(now, portalId, keyId, `${keyId}g`, keyId).changes > 0,
    noteWriteKeyUse: async (keyHash, now) => {
      connection.statement('UPDATE write_keys SET last_used_at = ? WHERE key_hash = ?').run(now, keyHash);
    },
    ...grantCommands(connection),
    beginAudit: async (portalId, entry, now) => beginAudit(connection, portalId, entry, now),
    endAudit: async (portalId, auditId, ended) => endAudit(connection, portalId, auditId, ended),
    lastDone: async (portalId, deed) => loadLastDone(connection, portalId, deed),
    auditEntries: async (portalId, page) => loadAudit(connection, portalId, page),
  };
}

function grantCommands(connection: SqliteConnection): Pick<SettingsStore, 'grants' | 'saveGrant' | 'removeGrant'> {
  return {
    grants: async (portalId) =>
      connection
        .statement<Grant>(
          `SELECT email, granted_by AS grantedBy, granted_at AS grantedAt FROM grants
           WHERE portal_id = ? ORDER BY email`,
        )
        .all(portalId),
    saveGrant: async (portalId, { email, grantedBy, grantedAt }) => {
      connection
        .statement(
          'INSERT INTO grants (portal_id, email, granted_by, granted_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        )
        .run(portalId, email, grantedBy, grantedAt);
    },
    removeGrant: async (portalId, email) =>
      connection.statement('DELETE FROM grants WHERE portal_id = ? AND email = ?').run(portalId, email).changes > 0,
  };
}

const selectEvents = `SELECT name, events, people, last_seen_at AS lastSeenAt,
  CASE WHEN week = ? THEN week_events ELSE 0 END AS thisWeek,
  CASE WHEN week = ? THEN week_before_events WHEN week = ? THEN week_events ELSE 0 END AS lastWeek
  FROM events_seen`;

function loadNewestEvents(connection: SqliteConnection, portalId: number, week: number, limit: number): EventOfWeek[] {
  return connection
    .statement<EventOfWeek>(
      `${selectEvents} WHERE portal_id = ? AND last_seen_at > 0 ORDER BY last_seen_at DESC LIMIT ?`,
    )
    .all(week, week, week - 1, portalId, limit)
    .sort(byFrequency);
}
