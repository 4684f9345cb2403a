/**
 * Lanes of the outbox among several nodes: whoever claims effects of a lane has the lane until the last of its claims is settled, and it rests as
 * long as its destination asks for. So what one record or one channel is sent keeps its order, and its pace.
 */
import type { Query } from './connection.ts';
import { isThere } from './presence.ts';

/**
 * So long a node may work on what it claimed at once of a lane, before others claim of it too: one that stands still, and
 * whose session does not break, holds no lane for longer. What it claimed stays its own.
 */
export const laneLeaseMs = 60_000;

/** A claim writes lane and effects together; one that has a lane for longer than this has effects, or none any more. */
const settlingMs = 5_000;

/** Whether a node may claim of the lane in `lanes`. `node`: the parameter with its number. */
export function isLaneOpen(node: string): string {
  return `lanes.free_at <= clock_timestamp()
    AND (lanes.node IS NULL OR lanes.node = ${node} OR lanes.lease_until < clock_timestamp())`;
}

/** After `UPDATE lanes SET`, for the lanes of one portal that hold any of them: these claims hold their lane no more, and after its last one nobody does. */
export function withoutLeases(leases: string): string {
  return `leases = ARRAY(SELECT unnest(lanes.leases) EXCEPT SELECT unnest(${leases})),
    node = CASE WHEN lanes.leases <@ ${leases} THEN NULL ELSE node END`;
}

export async function freeLane(query: Query, portalId: number, lease: string): Promise<void> {
  await query(
    `UPDATE lanes SET ${withoutLeases('ARRAY[$2::text]')} WHERE portal_id = $1 AND leases && ARRAY[$2::text]`,
    [portalId, lease],
  );
}

/** Frees those of nodes that are gone, or have nothing of the lane any more; and forgets those that nobody has. */
export async function leaveLanes(query: Query, portalId: number, { leaseMs }: { leaseMs: number }): Promise<void> {
  await query(
    `DELETE FROM lanes WHERE portal_id = $1 AND free_at <= clock_timestamp()
       AND (node IS NULL OR NOT ${isThere('lanes.node')} OR lease_until < clock_timestamp() + $2::float8 * interval '1 millisecond'
         AND NOT EXISTS (SELECT FROM outbox
           WHERE portal_id = $1 AND state IN ('claimed', 'sending') AND outbox.lane = lanes.lane AND outbox.node = lanes.node))`,
    [portalId, leaseMs - settlingMs],
  );
}
