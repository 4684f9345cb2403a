/** The reports' part of the store on PostgreSQL. */
import type { HandoffMoment, OpenNow, ReportStore } from '../report-store.ts';
import { type HandoffRow, toHandoff } from '../stored-handoffs.ts';
import type { PostgresConnection, Query } from './connection.ts';

export function reportCommands({ forPortal }: PostgresConnection): ReportStore {
  return {
    handoffIds: (portalId, what, span, limit) => handoffIds(forPortal(portalId), portalId, what, span, limit),
    async handoffsById(portalId, handoffIds) {
      const rows = await forPortal(portalId)<HandoffRow>(
        `SELECT h.handoff_json, h.person_id FROM unnest($2::bigint[]) WITH ORDINALITY AS asked (handoff_id, place)
         JOIN handoffs h ON h.portal_id = $1 AND h.handoff_id = asked.handoff_id ORDER BY asked.place`,
        [portalId, handoffIds],
      );
      return rows.map(toHandoff);
    },
    async handoffsAfter(portalId, after, limit) {
      const rows = await forPortal(portalId)<HandoffRow>(
        `SELECT handoff_json, person_id FROM handoffs WHERE portal_id = $1 AND handoff_id > $2
         ORDER BY handoff_id LIMIT $3`,
        [portalId, after, limit],
      );
      return rows.map(toHandoff);
    },
    openNow: (portalId) => openNow(forPortal(portalId), portalId),
  };
}

const columns: Record<HandoffMoment, string> = {
  opened: 'opened_at',
  'handed off': 'handed_off_at',
  closed: 'closed_at',
};

async function handoffIds(
  query: Query,
  portalId: number,
  what: HandoffMoment,
  { from, to }: { from: number; to: number },
  limit: number,
): Promise<number[]> {
  const column = columns[what];
  const rows = await query<{ handoff_id: number }>(
    `SELECT handoff_id FROM handoffs WHERE portal_id = $1 AND ${column} >= $2 AND ${column} < $3
     ORDER BY ${column}, handoff_id LIMIT $4`,
    [portalId, from, to, limit],
  );
  return rows.map((row) => row.handoff_id);
}

async function openNow(query: Query, portalId: number): Promise<OpenNow> {
  const [row] = await query<OpenNow>(
    `SELECT
       (SELECT count(*) FROM handoffs
        WHERE portal_id = $1 AND is_open = 1 AND held_since IS NOT NULL) AS "waitingForOwner",
       (SELECT count(*) FROM handoffs WHERE portal_id = $1 AND status = 'in_review') AS "inReview"`,
    [portalId],
  );
  return row!;
}
