import {
  type LeftEffect,
  type LostEffect,
  ofPerson,
  subjectsInDoubt,
  toEffect,
  writtenAnew,
} from '../doubt-written.ts';
import { type SettledEffect, settledRow } from '../stored-rows.ts';
import type { SqliteConnection } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { doubtWritten } from './record-rows.ts';
import { survivorOf } from './survivors.ts';

/**
 * Records what became of claimed effects, in one transaction. An effect that was wanted again meanwhile (its generation
 * is newer) waits once more, except when nobody knows whether it happened. An unconfirmed one without a result has not been told
 * of yet. False where the lease was lost: what was sent all the same is in doubt, and is written anew; so is what was sent for
 * somebody who became another person meanwhile.
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
  return connection.transaction(() => {
    const all = settled.map(({ key, lease, generation, outcome }) => {
      const row = settledRow(outcome, now);
      return {
        key,
        isLeft: row.state === 'interrupted',
        ended: update.all({ portalId, key, lease, generation, ...row }),
      };
    });
    for (const { isLeft, ended } of all) if (isLeft) doubtWritten(connection, portalId, ended);
    // Once all of them have ended: what is written anew may be one of those that stand behind it.
    for (const { key, ended } of all) {
      if (ended.length === 0 || becameAnother(connection, portalId, ended)) writeAnew(connection, portalId, key, now);
    }
    return all.map(({ ended }) => ended.length === 1);
  });
}

function becameAnother(connection: SqliteConnection, portalId: number, ended: LeftEffect[]): boolean {
  return subjectsInDoubt(ended).contact.some((personId) => survivorOf(connection, portalId, personId) !== personId);
}

function writeAnew(connection: SqliteConnection, portalId: number, key: string, now: number): void {
  const lost = connection
    .statement<LostEffect>(
      `SELECT effect_key, lane, kind, priority, payload_json FROM outbox
       WHERE portal_id = ? AND effect_key = ? AND kind IN (SELECT value FROM json_each(?)) AND payload_json <> '{}'`,
    )
    .all(portalId, key, JSON.stringify(writtenAnew))
    .map((effect) => {
      const [personId] = subjectsInDoubt([effect]).contact;
      return personId === undefined ? effect : ofPerson(effect, survivorOf(connection, portalId, personId));
    });
  doubtWritten(connection, portalId, lost);
  enqueueEffects(connection, portalId, lost.map(toEffect), now);
}
