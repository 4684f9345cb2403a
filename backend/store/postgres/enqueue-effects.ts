import { latestRestEnd } from '../../outbox/contact-rest.ts';
import { type Effect, usedOnceEver } from '../../outbox/effect.ts';
import { columns } from './columns.ts';
import type { Query } from './connection.ts';

const once = [...usedOnceEver];

/**
 * Wants effects, within a transaction. A key that waits already keeps its place with the better priority, the earlier
 * time and the new payload; one being worked on will be done again afterwards; one that ended starts anew, unless its
 * kind may happen only once ever. A note of which nobody knows whether it was posted is left to the operator. What may rest waits
 * until its record has rested, unless something that may not is wanted too.
 */
export async function enqueueEffects(query: Query, portalId: number, effects: Effect[], now: number): Promise<void> {
  // One statement cannot touch a row twice: a key that stands here again waits for the next round.
  const rounds: Promise<void>[] = [];
  for (let rest = effects; rest.length > 0; ) {
    const round = new Map<string, Effect>();
    const again: Effect[] = [];
    for (const effect of rest) {
      if (round.has(effect.key)) again.push(effect);
      else round.set(effect.key, effect);
    }
    rounds.push(enqueueRound(query, portalId, [...round.values()], now));
    rest = again;
  }
  await Promise.all(rounds);
}

async function enqueueRound(query: Query, portalId: number, effects: Effect[], now: number): Promise<void> {
  const rows = effects.map(({ key, lane, priority, notBefore, mayRest = false, ...payload }) => {
    return { key, lane, priority, notBefore, mayRest, payload };
  });
  await query(
    `INSERT INTO outbox AS waiting (portal_id, effect_key, lane, kind, priority, state, generation, attempts, not_before, created_at, payload_json, may_rest)
     SELECT $1, wanted.key, wanted.lane, wanted.kind, wanted.priority, 'pending', 1, 0, wanted.not_before, $2, wanted.payload, wanted.may_rest
     FROM unnest($3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::text[], $10::bigint[])
       AS wanted (key, lane, kind, priority, not_before, payload, may_rest)
     ORDER BY wanted.key COLLATE "C"
     ON CONFLICT (portal_id, effect_key) DO UPDATE SET
       lane = excluded.lane,
       kind = excluded.kind,
       payload_json = excluded.payload_json,
       generation = waiting.generation + 1,
       priority = CASE WHEN waiting.state IN ('pending', 'claimed', 'sending')
         THEN least(waiting.priority, excluded.priority) ELSE excluded.priority END,
       not_before = least(
         CASE WHEN waiting.state = 'pending' OR waiting.state IN ('claimed', 'sending') AND waiting.may_rest = 0
           THEN waiting.not_before END,
         greatest(excluded.not_before, excluded.may_rest * least(waiting.rests_until, $11))),
       may_rest = least(waiting.may_rest, excluded.may_rest),
       state = CASE WHEN waiting.state IN ('claimed', 'sending') THEN waiting.state ELSE 'pending' END,
       attempts = CASE WHEN waiting.state IN ('pending', 'claimed', 'sending') THEN waiting.attempts ELSE 0 END,
       created_at = CASE WHEN waiting.state = 'pending' THEN waiting.created_at ELSE excluded.created_at END,
       result_json = CASE WHEN waiting.state IN ('pending', 'claimed', 'sending') THEN waiting.result_json END
     WHERE waiting.kind <> ALL ($9::text[]) AND NOT (waiting.state = 'unconfirmed' AND waiting.kind = 'post note')`,
    [
      portalId,
      now,
      ...columns<(typeof rows)[number], unknown>(
        rows,
        (row) => row.key,
        (row) => row.lane,
        (row) => row.payload.kind,
        (row) => row.priority,
        (row) => row.notBefore ?? now,
        (row) => JSON.stringify(row.payload),
      ),
      once,
      rows.map((row) => (row.mayRest ? 1 : 0)),
      latestRestEnd(now),
    ],
  );
}
