import { priorities } from '../../outbox/effect.ts';
import {
  type LeftEffect,
  type LostEffect,
  ofPerson,
  subjectsInDoubt,
  toEffect,
  writtenAnew,
} from '../doubt-written.ts';
import type { OutboxStore } from '../store.ts';
import { byUrgency, type OutboxRow, settledRow, toClaimed, toldRow } from '../stored-rows.ts';
import { columns } from './columns.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { freeLane, isLaneOpen, laneLeaseMs, leaveLanes, withoutLeases } from './lane-rows.ts';
import { isThere } from './presence.ts';
import { doubtWritten } from './record-rows.ts';
import { survivorsOf } from './survivors.ts';

// Whoever changes several effects locks them in the order of their keys first, as enqueueEffects does: two who meet wait for each
// other in turn, and never each for the other. A claim passes over what is locked.

/** Whoever claimed it is gone, or has had it for too long. */
const isLeft = `(NOT ${isThere('outbox.node')} OR lease_until < clock_timestamp())`;

/**
 * A claim lasts until its node is gone, or for `leaseMs` by the clock of the database where that is given; then recoverEffects
 * gives the effect to somebody else. Its lane is claimed with it, see lane-rows.ts.
 */
export function outboxCommands(
  connection: PostgresConnection,
  { node, leaseMs }: { node: number; leaseMs: number | null },
): OutboxStore {
  const { forPortal } = connection;
  return {
    flushed: connection.flushed,
    enqueue: (portalId, effects, now) =>
      connection.transaction(portalId, (within) => enqueueEffects(within, portalId, effects, now)),

    async claimEffects(portalId, lane, limit, now, lease, leastUrgent = priorities.reconciliation) {
      const query = forPortal(portalId);
      const rows = await query<OutboxRow | { effect_key: null }>(
        `WITH RECURSIVE wanted AS (
           SELECT FROM outbox
           WHERE portal_id = $1 AND lane = $2 AND state = 'pending' AND not_before <= $3 AND priority <= $9 LIMIT 1),
         held AS (
           INSERT INTO lanes (portal_id, lane, leases, node, lease_until, free_at)
           SELECT $1, $2, ARRAY[$5::text], $7, clock_timestamp() + $8::float8 * interval '1 millisecond', '-infinity' FROM wanted
           ON CONFLICT (portal_id, lane) DO UPDATE
             SET leases = CASE WHEN lanes.node = excluded.node THEN lanes.leases ELSE '{}' END || excluded.leases,
               node = excluded.node, lease_until = excluded.lease_until
             WHERE ${isLaneOpen('$7')}
           RETURNING 1),
         -- Another node's claims, left by one that stands still, hold nobody up.
         underway (person) AS (
           SELECT payload_json::json ->> 'personId' FROM outbox
           WHERE portal_id = $1 AND lane = $2 AND state IN ('claimed', 'sending') AND node = $7
           UNION
           -- Whom they became meanwhile has the contact that is being written.
           SELECT became.person FROM underway
           CROSS JOIN LATERAL (
             SELECT m.into_id::text AS person FROM merges m
             WHERE m.portal_id = $1 AND m.kind = 'person' AND m.from_id = underway.person::bigint OFFSET 0
           ) AS became),
         picked AS (
           SELECT effect_key FROM outbox
           WHERE portal_id = $1 AND lane = $2 AND state = 'pending' AND not_before <= $3 AND priority <= $9
             AND EXISTS (SELECT FROM held)
             AND coalesce(payload_json::json ->> 'personId', '') NOT IN (SELECT person FROM underway WHERE person IS NOT NULL)
           ORDER BY priority, created_at, effect_key LIMIT $4 FOR UPDATE SKIP LOCKED),
         claimed AS (
           UPDATE outbox SET state = 'claimed', lease = $5, attempts = attempts + 1, may_rest = 1, node = $7,
             lease_until = clock_timestamp() + $6::float8 * interval '1 millisecond'
           FROM picked WHERE outbox.portal_id = $1 AND outbox.effect_key = picked.effect_key
           RETURNING outbox.effect_key, outbox.lane, kind, priority, generation, attempts, created_at, payload_json)
         SELECT claimed.* FROM held LEFT JOIN claimed ON true`,
        [portalId, lane, now, limit, lease, leaseMs, node, leaseMs ?? laneLeaseMs, leastUrgent],
      );
      const claimed = rows.filter((row): row is OutboxRow => row.effect_key !== null);
      // What was waiting when it began to look somebody else has done meanwhile, or it is of people who are under way.
      if (claimed.length < rows.length) await freeLane(query, portalId, lease);
      return claimed.map((row) => toClaimed(portalId, lease, row)).sort(byUrgency);
    },

    async unclaimEffects(portalId, lease) {
      await forPortal(portalId)(
        `WITH freed AS (
           UPDATE lanes SET ${withoutLeases('ARRAY[$2::text]')} WHERE portal_id = $1 AND leases && ARRAY[$2::text]),
         locked AS (
           SELECT effect_key FROM outbox
           WHERE portal_id = $1 AND lease = $2 AND state = 'claimed' ORDER BY effect_key FOR UPDATE)
         UPDATE outbox SET state = 'pending', lease = NULL, lease_until = NULL, node = NULL, attempts = attempts - 1, not_before = 0
         FROM locked WHERE outbox.portal_id = $1 AND outbox.effect_key = locked.effect_key`,
        [portalId, lease],
      );
    },

    async readyLanes(portalId, now) {
      const rows = await forPortal(portalId)<{ lane: string }>(
        `SELECT ready.lane FROM (
           SELECT DISTINCT lane FROM outbox WHERE portal_id = $1 AND state = 'pending' AND not_before <= $2) AS ready
         LEFT JOIN lanes ON lanes.portal_id = $1 AND lanes.lane = ready.lane
         WHERE lanes.lane IS NULL OR ${isLaneOpen('$3')} ORDER BY ready.lane`,
        [portalId, now, node],
      );
      return rows.map((row) => row.lane);
    },

    async nextEffectAt(portalId) {
      const [row] = await forPortal(portalId)<{ due: number | null }>(
        `SELECT min(not_before) AS due FROM outbox WHERE portal_id = $1 AND state = 'pending'`,
        [portalId],
      );
      return row?.due ?? null;
    },

    async holdsLease(portalId, lease) {
      const rows = await forPortal(portalId)(
        `SELECT 1 FROM lanes WHERE portal_id = $1 AND $2 = ANY (leases)
           AND EXISTS (SELECT FROM outbox WHERE portal_id = $1 AND state IN ('claimed', 'sending') AND lease = $2)`,
        [portalId, lease],
      );
      return rows.length === 1;
    },

    async markSending(portalId, key, lease) {
      const rows = await forPortal(portalId)(
        `UPDATE outbox SET state = 'sending', lease_until = clock_timestamp() + $4::float8 * interval '1 millisecond'
         WHERE portal_id = $1 AND effect_key = $2 AND lease = $3 AND state = 'claimed' RETURNING effect_key`,
        [portalId, key, lease, leaseMs],
      );
      return rows.length === 1;
    },

    async settleEffects(portalId, settled, now, restMs = 0) {
      const rows = settled.map((effect) => ({ ...effect, ...settledRow(effect.outcome, now) }));
      const settle = async (query: Query) =>
        query<LeftEffect & { effect_key: string; is_left: boolean; became: number | null }>(
          `WITH freed AS (
           UPDATE lanes SET free_at = greatest(free_at, clock_timestamp() + $8::float8 * interval '1 millisecond'),
             ${withoutLeases('$3::text[]')} WHERE portal_id = $1 AND leases && $3::text[]),
         ended AS (
           SELECT * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::text[], $9::bigint[])
             AS ended (key, lease, generation, state, not_before, result, rests_until)),
         locked AS (
           SELECT outbox.effect_key FROM outbox JOIN ended ON outbox.effect_key = ended.key AND outbox.lease = ended.lease
           WHERE outbox.portal_id = $1 ORDER BY outbox.effect_key FOR UPDATE OF outbox)
         UPDATE outbox SET
           state = CASE
             WHEN ended.state = 'interrupted' THEN CASE WHEN outbox.state = 'sending' THEN 'unconfirmed' ELSE 'pending' END
             WHEN outbox.generation > ended.generation AND ended.state <> 'unconfirmed' THEN 'pending' ELSE ended.state END,
           attempts = CASE WHEN outbox.generation > ended.generation THEN 0 ELSE outbox.attempts END,
           not_before = coalesce(ended.not_before, greatest(outbox.not_before, outbox.may_rest * ended.rests_until)),
           rests_until = ended.rests_until,
           result_json = CASE WHEN ended.state = 'interrupted' AND outbox.state = 'sending'
             THEN NULL ELSE ended.result END,
           lease = NULL,
           lease_until = NULL,
           node = NULL
         FROM locked JOIN ended ON ended.key = locked.effect_key
         WHERE outbox.portal_id = $1 AND outbox.effect_key = locked.effect_key AND outbox.lease = ended.lease
           AND (outbox.state IN ('claimed', 'sending')
             OR outbox.state = 'unconfirmed' AND ended.state IN ('done', 'failed', 'unconfirmed'))
         RETURNING outbox.effect_key, outbox.kind, outbox.payload_json, ended.state = 'interrupted' AS is_left,
           (SELECT m.into_id FROM merges m WHERE m.portal_id = $1 AND m.kind = 'person' AND m.from_id =
             CASE WHEN outbox.kind = 'sync contact' THEN (outbox.payload_json::json ->> 'personId')::bigint END) AS became`,
          [
            portalId,
            ...columns<(typeof rows)[number], unknown>(
              rows,
              (row) => row.key,
              (row) => row.lease,
              (row) => row.generation,
              (row) => row.state,
              (row) => row.notBefore,
              (row) => row.result,
            ),
            restMs,
            rows.map((row) => row.restsUntil),
          ],
        );
      const isAnyLeft = settled.some(({ outcome }) => outcome.outcome === 'interrupted');
      const updated = isAnyLeft
        ? await connection.portalTransaction(portalId, async (within) => {
            const all = await settle(within);
            await doubtWritten(
              within,
              portalId,
              all.filter((row) => row.is_left),
            );
            return all;
          })
        : await settle(forPortal(portalId));
      const ended = new Set(updated.map((row) => row.effect_key));
      const lost = settled.map(({ key }) => key).filter((key) => !ended.has(key));
      const moved = updated.filter(({ became }) => became !== null).map((row) => row.effect_key);
      const inDoubt = [...lost, ...moved];
      if (inDoubt.length > 0)
        await connection.portalTransaction(portalId, (within) => writeAnew(within, portalId, inDoubt, now));
      return settled.map(({ key }) => ended.has(key));
    },

    recoverEffects: (portalId) =>
      connection.portalTransaction(portalId, async (within) => {
        // Whoever is sending may be there after all and know better: it keeps the lease, see settleEffects.
        const left = await within<LeftEffect & { is_released: boolean }>(
          `WITH locked AS (
             SELECT effect_key, state = 'claimed' AS is_claimed FROM outbox
             WHERE portal_id = $1 AND state IN ('claimed', 'sending') AND ${isLeft} ORDER BY effect_key FOR UPDATE)
           UPDATE outbox SET
             state = CASE WHEN is_claimed THEN 'pending' ELSE 'unconfirmed' END,
             lease = CASE WHEN is_claimed THEN NULL ELSE lease END,
             not_before = CASE WHEN is_claimed THEN 0 ELSE not_before END,
             result_json = CASE WHEN is_claimed THEN result_json END,
             lease_until = NULL,
             node = NULL
           FROM locked WHERE outbox.portal_id = $1 AND outbox.effect_key = locked.effect_key
           RETURNING kind, payload_json, is_claimed AS is_released`,
          [portalId],
        );
        const released = left.filter(({ is_released }) => is_released);
        await doubtWritten(within, portalId, released);
        await leaveLanes(within, portalId, { leaseMs: leaseMs ?? laneLeaseMs });
        return { released: released.length, unconfirmed: await untoldEffects(within, portalId) };
      }),

    untoldEffects: (portalId) => untoldEffects(forPortal(portalId), portalId),

    async noteTold(portalId, key, told) {
      const { state, result } = toldRow(told);
      await forPortal(portalId)(
        `UPDATE outbox SET state = $3, result_json = $4
         WHERE portal_id = $1 AND effect_key = $2 AND state = 'unconfirmed' AND result_json IS NULL`,
        [portalId, key, state, result],
      );
    },

    async outboxCounts(portalId) {
      const rows = await forPortal(portalId)<{ state: string; effects: number }>(
        'SELECT state, count(*) AS effects FROM outbox WHERE portal_id = $1 GROUP BY state',
        [portalId],
      );
      return Object.fromEntries(rows.map((row) => [row.state, row.effects]));
    },
  };
}

/**
 * Somebody who had lost them, or sent them for whoever became another person meanwhile, may have sent what is older than what HubSpot
 * and Slack had.
 */
async function writeAnew(query: Query, portalId: number, keys: string[], now: number): Promise<void> {
  const rows = await query<LostEffect>(
    `SELECT effect_key, lane, kind, priority, payload_json FROM outbox
     WHERE portal_id = $1 AND effect_key = ANY ($2::text[]) AND kind = ANY ($3::text[]) AND payload_json <> '{}'`,
    [portalId, keys, writtenAnew],
  );
  const became = await survivorsOf(query, portalId, subjectsInDoubt(rows).contact);
  const lost = rows.map((row) => {
    const [personId] = subjectsInDoubt([row]).contact;
    return personId === undefined ? row : ofPerson(row, became.get(personId)!);
  });
  await doubtWritten(query, portalId, lost);
  await enqueueEffects(query, portalId, lost.map(toEffect), now);
}

async function untoldEffects(query: Query, portalId: number): Promise<string[]> {
  const rows = await query<{ effect_key: string }>(
    `SELECT effect_key FROM outbox
     WHERE portal_id = $1 AND state = 'unconfirmed' AND result_json IS NULL ORDER BY effect_key`,
    [portalId],
  );
  return rows.map((row) => row.effect_key);
}
