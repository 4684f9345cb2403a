import type { ArrivalHour, WatchStore } from '../watch-store.ts';
import type { SqliteConnection } from './connection.ts';
import { loadLinkedContacts } from './record-rows.ts';

export function watchCommands(connection: SqliteConnection): WatchStore {
  return {
    lastSeen: async (portalId, names) => {
      const rows = connection
        .statement<{ name: string; last_seen_at: number }>(
          `SELECT name, last_seen_at FROM events_seen
           WHERE portal_id = ? AND name IN (SELECT value FROM json_each(?))`,
        )
        .all(portalId, JSON.stringify(names));
      return new Map(rows.map((row) => [row.name, row.last_seen_at]));
    },
    noteArrivals: async (portalId, arrivals, rememberedMs) =>
      noteArrivals(connection, portalId, arrivals, rememberedMs),
    arrivalHours: async (portalId, names) => {
      const hours = connection.statement<{ hour_start: number }>(
        'SELECT hour_start FROM arrival_hours WHERE portal_id = ? AND name = ? ORDER BY hour_start',
      );
      return new Map(names.map((name) => [name, hours.all(portalId, name).map(({ hour_start }) => hour_start)]));
    },
    newEventNames: async (portalId, since, limit) =>
      connection
        .statement<{ name: string }>(
          `SELECT name FROM events_seen WHERE portal_id = ? AND first_seen_at >= ?
           ORDER BY first_seen_at, name LIMIT ?`,
        )
        .all(portalId, since, limit)
        .map(({ name }) => name),
    handedOffTimes: async (portalId, limit) =>
      connection
        .statement<{ at: number }>(
          // By the index of migration 0011, whose expression this is.
          `SELECT json_extract(handoff_json, '$.handedOffAt') AS at FROM handoffs
           WHERE portal_id = ? AND json_extract(handoff_json, '$.handedOffAt') > 0
           ORDER BY json_extract(handoff_json, '$.handedOffAt') DESC LIMIT ?`,
        )
        .all(portalId, limit)
        .map(({ at }) => at)
        .reverse(),
    linkedContacts: async (portalId, personIds) => loadLinkedContacts(connection, portalId, personIds),
    effectsUnderWay: async (portalId, keys) => {
      const rows = connection
        .statement<{ effect_key: string }>(
          `SELECT effect_key FROM outbox WHERE portal_id = ? AND effect_key IN (SELECT value FROM json_each(?))
           AND state IN ('pending', 'claimed', 'sending')`,
        )
        .all(portalId, JSON.stringify(keys));
      return new Set(rows.map(({ effect_key }) => effect_key));
    },
  };
}

/** Writes nothing when everything is kept already, as at most looks. */
function noteArrivals(
  connection: SqliteConnection,
  portalId: number,
  arrivals: ArrivalHour[],
  rememberedMs: number,
): void {
  const isKept = connection.statement(
    'SELECT 1 FROM arrival_hours WHERE portal_id = ? AND name = ? AND hour_start = ?',
  );
  const news = arrivals.filter(({ name, hourStart }) => isKept.get(portalId, name, hourStart) === undefined);
  if (news.length === 0) return;
  const keep = connection.statement(
    'INSERT OR IGNORE INTO arrival_hours (portal_id, name, hour_start) VALUES (?, ?, ?)',
  );
  const forget = connection.statement('DELETE FROM arrival_hours WHERE portal_id = ? AND name = ? AND hour_start <= ?');
  connection.transaction(() => {
    for (const { name, hourStart } of news) keep.run(portalId, name, hourStart);
    for (const { name, hourStart } of news) forget.run(portalId, name, hourStart - rememberedMs);
  });
}
