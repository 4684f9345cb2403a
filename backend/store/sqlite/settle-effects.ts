import type { EffectOutcome } from '../../outbox/effect.ts';
import type { SqliteConnection } from './connection.ts';

export type SettledEffect = { key: string; lease: string; generation: number; outcome: EffectOutcome };

/**
 * Records what became of claimed effects, in one transaction. An effect that was wanted again meanwhile (its generation
 * is newer) waits once more, except when nobody knows whether it happened. False where the lease was lost.
 */
export function settleEffects(
  connection: SqliteConnection,
  portalId: number,
  settled: SettledEffect[],
  now: number,
): boolean[] {
  const update = connection.statement(
    `UPDATE outbox SET
       state = CASE WHEN generation > :generation AND :state <> 'unconfirmed' THEN 'pending' ELSE :state END,
       attempts = CASE WHEN generation > :generation THEN 0 ELSE attempts END,
       not_before = coalesce(:notBefore, not_before),
       result_json = :result,
       lease = NULL
     WHERE portal_id = :portalId AND effect_key = :key AND lease = :lease AND state IN ('claimed', 'sending')`,
  );
  return connection.transaction(() =>
    settled.map(({ key, lease, generation, outcome }) => {
      const row = settledRow(outcome, now);
      return update.run({ portalId, key, lease, generation, ...row }).changes === 1;
    }),
  );
}

/** `notBefore` is null where the outcome does not set it. */
export function settledRow(outcome: EffectOutcome, now: number) {
  switch (outcome.outcome) {
    case 'done':
      return { state: 'done', notBefore: null, result: JSON.stringify(outcome.result ?? null) };
    case 'later':
      return { state: 'pending', notBefore: now + outcome.afterMs, result: JSON.stringify({ reason: outcome.reason }) };
    case 'failed':
    case 'unconfirmed':
      return { state: outcome.outcome, notBefore: null, result: JSON.stringify({ reason: outcome.reason }) };
  }
}
