import { type FiguresStore, type LaneFigures, mostCounted } from '../figures-store.ts';
import type { PostgresConnection, Query } from './connection.ts';

/** Of each priority so many of the oldest are looked at for one that is late: those held back come in between. */
const lookedAt = 200;

export function figuresCommands({ forPortal }: PostgresConnection): FiguresStore {
  return {
    async portalFigures(portalId, now) {
      const troubled = await forPortal(portalId)<{ state: string; effects: number }>(
        `SELECT state, count(*) AS effects FROM outbox
         WHERE portal_id = $1 AND state IN ('failed', 'unconfirmed') GROUP BY state`,
        [portalId],
      );
      const inState = (state: string) => troubled.find((row) => row.state === state)?.effects ?? 0;
      const [oldest] = await forPortal(portalId)<{ since: number | null }>(
        'SELECT min(since) AS since FROM dirty_persons WHERE portal_id = $1 AND why <> 2',
        [portalId],
      );
      return {
        lanes: await waitingLanes(forPortal(portalId), portalId, now),
        failed: inState('failed'),
        unconfirmed: inState('unconfirmed'),
        undecided: await count(forPortal(portalId), 'dirty_persons WHERE portal_id = $1 AND why <> 2', portalId),
        undecidedSince: oldest?.since ?? null,
        openHandoffs: await count(forPortal(portalId), 'handoffs WHERE portal_id = $1 AND is_open = 1', portalId),
        alarms: await count(forPortal(portalId), 'alarms WHERE portal_id = $1', portalId),
      };
    },
  };
}

async function count(query: Query, rows: string, portalId: number): Promise<number> {
  const [row] = await query<{ count: number }>(
    `SELECT count(*) AS count FROM (SELECT FROM ${rows} LIMIT ${mostCounted}) counted`,
    [portalId],
  );
  return row!.count;
}

/** From lane to lane, however much waits in each. */
function waitingLanes(query: Query, portalId: number, now: number): Promise<LaneFigures[]> {
  return query<LaneFigures>(
    `WITH RECURSIVE lanes (lane) AS (
       SELECT min(lane) FROM outbox WHERE portal_id = $1 AND state = 'pending'
       UNION ALL
       SELECT (SELECT min(lane) FROM outbox WHERE portal_id = $1 AND state = 'pending' AND lane > lanes.lane)
       FROM lanes WHERE lanes.lane IS NOT NULL
     )
     SELECT lane, waiting, "oldestAt" FROM lanes
     CROSS JOIN LATERAL (
       SELECT count(*) AS waiting FROM (
         SELECT FROM outbox o WHERE o.portal_id = $1 AND o.lane = lanes.lane AND o.state = 'pending' LIMIT ${mostCounted}
       ) counted
     ) waiting
     CROSS JOIN LATERAL (
       SELECT min(created_at) AS "oldestAt" FROM generate_series(0, 3) AS of_priority
       CROSS JOIN LATERAL (
         SELECT created_at, attempts, not_before FROM outbox o
         WHERE o.portal_id = $1 AND o.lane = lanes.lane AND o.state = 'pending' AND o.priority = of_priority
         ORDER BY created_at LIMIT ${lookedAt}
       ) oldest
       WHERE attempts > 0 OR not_before <= $2
     ) late
     WHERE lane IS NOT NULL ORDER BY lane`,
    [portalId, now],
  );
}
