import { storableText } from '../storable-text.ts';
import type { ArrivalHour, WatchStore } from '../watch-store.ts';
import { columns } from './columns.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { loadLinkedContacts } from './record-rows.ts';

export function watchCommands({ forPortal, transaction }: PostgresConnection): WatchStore {
  return {
    async lastSeen(portalId, names) {
      const rows = await forPortal(portalId)<{ name: string; last_seen_at: number }>(
        'SELECT name, last_seen_at FROM events_seen WHERE portal_id = $1 AND name = ANY ($2::text[])',
        [portalId, names],
      );
      return new Map(rows.map((row) => [row.name, row.last_seen_at]));
    },
    noteArrivals: (portalId, arrivals, rememberedMs) =>
      transaction(portalId, (within) => noteArrivals(within, portalId, arrivals, rememberedMs)),
    async arrivalHours(portalId, names) {
      const rows = await forPortal(portalId)<{ name: string; hour_start: number }>(
        `SELECT name, hour_start FROM arrival_hours WHERE portal_id = $1 AND name = ANY ($2::text[])
         ORDER BY name, hour_start`,
        [portalId, names],
      );
      const hours = Map.groupBy(rows, (row) => row.name);
      return new Map(
        names.map((name) => [name, (hours.get(storableText(name)) ?? []).map(({ hour_start }) => hour_start)]),
      );
    },
    async newEventNames(portalId, since, limit) {
      const rows = await forPortal(portalId)<{ name: string }>(
        `SELECT name FROM events_seen WHERE portal_id = $1 AND first_seen_at >= $2
         ORDER BY first_seen_at, name LIMIT $3`,
        [portalId, since, limit],
      );
      return rows.map(({ name }) => name);
    },
    async handedOffTimes(portalId, limit) {
      const rows = await forPortal(portalId)<{ at: number }>(
        `SELECT handed_off_at AS at FROM handoffs WHERE portal_id = $1 AND handed_off_at > 0
         ORDER BY handed_off_at DESC LIMIT $2`,
        [portalId, limit],
      );
      return rows.map(({ at }) => at).reverse();
    },
    linkedContacts: (portalId, personIds) => loadLinkedContacts(forPortal(portalId), portalId, personIds),
    async effectsUnderWay(portalId, keys) {
      const rows = await forPortal(portalId)<{ effect_key: string }>(
        `SELECT effect_key FROM outbox WHERE portal_id = $1 AND effect_key = ANY ($2::text[])
           AND state IN ('pending', 'claimed', 'sending')`,
        [portalId, keys],
      );
      return new Set(rows.map(({ effect_key }) => effect_key));
    },
  };
}

/** Writes nothing when everything is kept already, as at most looks. */
async function noteArrivals(
  query: Query,
  portalId: number,
  arrivals: ArrivalHour[],
  rememberedMs: number,
): Promise<void> {
  const news = await query<{ name: string; hour_start: number }>(
    `INSERT INTO arrival_hours (portal_id, name, hour_start)
     SELECT DISTINCT $1::bigint, name, hour_start FROM unnest($2::text[], $3::bigint[]) AS came (name, hour_start)
     ORDER BY name, hour_start ON CONFLICT DO NOTHING RETURNING name, hour_start`,
    [
      portalId,
      ...columns<ArrivalHour, unknown>(
        arrivals,
        ({ name }) => name,
        ({ hourStart }) => hourStart,
      ),
    ],
  );
  const newest = Map.groupBy(news, ({ name }) => name);
  if (newest.size === 0) return;
  const names = [...newest.keys()];
  await query(
    `DELETE FROM arrival_hours USING unnest($2::text[], $3::bigint[]) AS gone (name, up_to)
     WHERE arrival_hours.portal_id = $1 AND arrival_hours.name = gone.name AND arrival_hours.hour_start <= gone.up_to`,
    [
      portalId,
      names,
      names.map((name) => Math.max(...newest.get(name)!.map(({ hour_start }) => hour_start)) - rememberedMs),
    ],
  );
}
