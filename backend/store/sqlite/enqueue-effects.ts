import { latestRestEnd } from '../../outbox/contact-rest.ts';
import { type Effect, usedOnceEver } from '../../outbox/effect.ts';
import type { SqliteConnection } from './connection.ts';

/**
 * Wants effects, within a transaction. A key that waits already keeps its place with the better priority, the earlier
 * time and the new payload; one being worked on will be done again afterwards; one that ended starts anew, unless its
 * kind may happen only once ever. A note of which nobody knows whether it was posted is left to the operator. What may rest waits
 * until its record has rested, unless something that may not is wanted too.
 */
export function enqueueEffects(connection: SqliteConnection, portalId: number, effects: Effect[], now: number): void {
  const once = connection.statement(
    `INSERT INTO outbox (portal_id, effect_key, lane, kind, priority, state, generation, attempts, not_before, created_at, payload_json)
     VALUES (?, ?, ?, ?, ?, 'pending', 1, 0, ?, ?, ?)
     ON CONFLICT (portal_id, effect_key) DO NOTHING`,
  );
  const again = connection.statement(
    `INSERT INTO outbox (portal_id, effect_key, lane, kind, priority, state, generation, attempts, not_before, created_at, payload_json, may_rest)
     VALUES (?, ?, ?, ?, ?, 'pending', 1, 0, ?, ?, ?, ?)
     ON CONFLICT (portal_id, effect_key) DO UPDATE SET
       lane = excluded.lane,
       kind = excluded.kind,
       payload_json = excluded.payload_json,
       generation = generation + 1,
       priority = CASE WHEN state IN ('pending', 'claimed', 'sending') THEN min(priority, excluded.priority) ELSE excluded.priority END,
       not_before = CASE
         WHEN state = 'pending' OR state IN ('claimed', 'sending') AND may_rest = 0
           THEN min(not_before, max(excluded.not_before, excluded.may_rest * min(rests_until, ?)))
         ELSE max(excluded.not_before, excluded.may_rest * min(rests_until, ?)) END,
       may_rest = min(may_rest, excluded.may_rest),
       state = CASE WHEN state IN ('claimed', 'sending') THEN state ELSE 'pending' END,
       attempts = CASE WHEN state IN ('pending', 'claimed', 'sending') THEN attempts ELSE 0 END,
       created_at = CASE WHEN state = 'pending' THEN created_at ELSE excluded.created_at END,
       result_json = CASE WHEN state IN ('pending', 'claimed', 'sending') THEN result_json ELSE NULL END
     WHERE NOT (state = 'unconfirmed' AND kind = 'post note')`,
  );
  const restsUntil = latestRestEnd(now);
  for (const { key, lane, priority, notBefore, mayRest, ...payload } of effects) {
    const row = [portalId, key, lane, payload.kind, priority, notBefore ?? now, now, JSON.stringify(payload)];
    if (usedOnceEver.has(payload.kind)) once.run(...row);
    else again.run(...row, mayRest ? 1 : 0, restsUntil, restsUntil);
  }
}
