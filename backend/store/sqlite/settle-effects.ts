import type { LeftEffect } from '../doubt-written.ts';
import { type SettledEffect, settledRow } from '../stored-rows.ts';
import type { SqliteConnection } from './connection.ts';
import { doubtWritten } from './record-rows.ts';

/**
 * Records what became of claimed effects, in one transaction. An effect that was wanted again meanwhile (its generation
 * is newer) waits once more, except when nobody knows whether it happened. An unconfirmed one without a result has not been told
 * of yet. False where the lease was lost.
 */
export function settleEffects(
  connection: SqliteConnection,
  portalId: number,
  settled: SettledEffect[],
  now: number,
): boolean[] {
  const update = connection.statement<LeftEffect>(
    `UPDATE outbox SET
       state = CASE
         WHEN :state = 'interrupted' THEN CASE WHEN state = 'sending' THEN 'unconfirmed' ELSE 'pending' END
         WHEN generation > :generation AND :state <> 'unconfirmed' THEN 'pending' ELSE :state END,
       attempts = CASE WHEN generation > :generation THEN 0 ELSE attempts END,
       not_before = coalesce(:notBefore, max(not_before, may_rest * :restsUntil)),
       rests_until = :restsUntil,
       result_json = CASE WHEN :state = 'interrupted' AND state = 'sending' THEN NULL ELSE :result END,
       lease = NULL
     WHERE portal_id = :portalId AND effect_key = :key AND lease = :lease AND state IN ('claimed', 'sending')
     RETURNING kind, payload_json`,
  );
  return connection.transaction(() =>
    settled.map(({ key, lease, generation, outcome }) => {
      const row = settledRow(outcome, now);
      const ended = update.all({ portalId, key, lease, generation, ...row });
      if (row.state === 'interrupted') doubtWritten(connection, portalId, ended);
      return ended.length === 1;
    }),
  );
}
