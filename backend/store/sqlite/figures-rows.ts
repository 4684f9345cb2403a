import { type FiguresStore, type LaneFigures, mostCounted } from '../figures-store.ts';
import type { SqliteConnection } from './connection.ts';

/** Of each priority so many of the oldest are looked at for one that is late: those held back come in between. */
const lookedAt = 200;

export function figuresCommands(connection: SqliteConnection): FiguresStore {
  const count = (sql: string, ...values: unknown[]) =>
    connection
      .statement<{ count: number }>(`SELECT count(*) AS count FROM (${sql} LIMIT ${mostCounted})`)
      .get(...values)!.count;
  return {
    portalFigures: async (portalId, now) => {
      const troubled = connection
        .statement<{ state: string; effects: number }>(
          `SELECT state, count(*) AS effects FROM outbox
           WHERE portal_id = ? AND state IN ('failed', 'unconfirmed') GROUP BY state`,
        )
        .all(portalId);
      const inState = (state: string) => troubled.find((row) => row.state === state)?.effects ?? 0;
      return {
        lanes: waitingLanes(connection, portalId).map((lane) => ({
          lane,
          waiting: count(`SELECT 1 FROM outbox WHERE portal_id = ? AND lane = ? AND state = 'pending'`, portalId, lane),
          oldestAt: oldestLate(connection, portalId, lane, now),
        })),
        failed: inState('failed'),
        unconfirmed: inState('unconfirmed'),
        undecided: count('SELECT 1 FROM dirty_persons WHERE portal_id = ? AND why <> 2', portalId),
        undecidedSince:
          connection
            .statement<{ since: number | null }>(
              'SELECT min(since) AS since FROM dirty_persons WHERE portal_id = ? AND why <> 2',
            )
            .get(portalId)?.since ?? null,
        openHandoffs: count('SELECT 1 FROM handoffs WHERE portal_id = ? AND is_open = 1', portalId),
        alarms: count('SELECT 1 FROM alarms WHERE portal_id = ?', portalId),
      };
    },
  };
}

/** From lane to lane, however much waits in each. */
function waitingLanes(connection: SqliteConnection, portalId: number): string[] {
  return connection
    .statement<{ lane: string }>(
      `WITH RECURSIVE lanes (lane) AS (
         SELECT min(lane) FROM outbox WHERE portal_id = ? AND state = 'pending'
         UNION ALL
         SELECT (SELECT min(lane) FROM outbox WHERE portal_id = ? AND state = 'pending' AND lane > lanes.lane)
         FROM lanes WHERE lanes.lane IS NOT NULL
       )
       SELECT lane FROM lanes WHERE lane IS NOT NULL`,
    )
    .all(portalId, portalId)
    .map((row) => row.lane);
}

function oldestLate(
  connection: SqliteConnection,
  portalId: number,
  lane: string,
  now: number,
): LaneFigures['oldestAt'] {
  const oldest = connection.statement<{ oldest: number | null }>(
    `SELECT min(created_at) AS oldest FROM (
       SELECT created_at, attempts, not_before FROM outbox
       WHERE portal_id = ? AND lane = ? AND state = 'pending' AND priority = ? ORDER BY created_at LIMIT ${lookedAt})
     WHERE attempts > 0 OR not_before <= ?`,
  );
  const found = [0, 1, 2, 3].flatMap((priority) => oldest.get(portalId, lane, priority, now)?.oldest ?? []);
  return found.length === 0 ? null : Math.min(...found);
}
