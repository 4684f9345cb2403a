/** The reports' part of the store on SQLite. */
import type { HandoffMoment, OpenNow, ReportStore } from '../report-store.ts';
import { type HandoffRow, toHandoff } from '../stored-handoffs.ts';
import type { SqliteConnection } from './connection.ts';

export function reportCommands(connection: SqliteConnection): ReportStore {
  return {
    handoffIds: async (portalId, what, span, limit) => handoffIds(connection, portalId, what, span, limit),
    handoffsById: async (portalId, handoffIds) =>
      connection
        .statement<HandoffRow>(
          `SELECT handoff_json, person_id FROM json_each(?) CROSS JOIN handoffs
           WHERE portal_id = ? AND handoff_id = json_each.value ORDER BY json_each.key`,
        )
        .all(JSON.stringify(handoffIds), portalId)
        .map(toHandoff),
    handoffsAfter: async (portalId, after, limit) =>
      connection
        .statement<HandoffRow>(
          `SELECT handoff_json, person_id FROM handoffs WHERE portal_id = ? AND handoff_id > ?
           ORDER BY handoff_id LIMIT ?`,
        )
        .all(portalId, after, limit)
        .map(toHandoff),
    openNow: async (portalId) => openNow(connection, portalId),
  };
}

/** Each is the expression of an index: of migration 0012, and of 0011. */
const columns: Record<HandoffMoment, string> = {
  opened: 'opened_at',
  'handed off': "json_extract(handoff_json, '$.handedOffAt')",
  closed: 'closed_at',
};

function handoffIds(
  connection: SqliteConnection,
  portalId: number,
  what: HandoffMoment,
  { from, to }: { from: number; to: number },
  limit: number,
): number[] {
  const column = columns[what];
  return connection
    .statement<{ handoff_id: number }>(
      `SELECT handoff_id FROM handoffs WHERE portal_id = ? AND ${column} >= ? AND ${column} < ?
       ORDER BY ${column}, rowid LIMIT ?`,
    )
    .all(portalId, from, to, limit)
    .map((row) => row.handoff_id);
}

/** Each has an index of its own: of migrations 0009 and 0014. */
function openNow(connection: SqliteConnection, portalId: number): OpenNow {
  return connection
    .statement<OpenNow>(
      `SELECT
         (SELECT count(*) FROM handoffs INDEXED BY handoffs_held
          WHERE portal_id = ? AND is_open = 1 AND json_extract(handoff_json, '$.heldSince') IS NOT NULL) AS waitingForOwner,
         (SELECT count(*) FROM handoffs INDEXED BY handoffs_in_review
          WHERE portal_id = ? AND status = 'in_review') AS inReview`,
    )
    .get(portalId, portalId)!;
}
