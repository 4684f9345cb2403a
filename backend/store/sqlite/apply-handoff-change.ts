/** Writes a handoff's change in the transaction that is open: handoff, effects, receipts, wake, values wanted in HubSpot. */

import { alarmsOver } from '../../handoff/handoff-alarms.ts';
import type { HandoffChange } from '../../handoff/handoff-change.ts';
import { handoffValues } from '../../handoff/handoff-values.ts';
import { outdatedMessages } from '../../handoff/message-view.ts';
import { earliestTimer } from '../../handoff/timers.ts';
import { editOf, priorities } from '../../outbox/effect.ts';
import { completeCall } from './complete-call.ts';
import type { SqliteConnection } from './connection.ts';
import { markDirty } from './dirty-rows.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { loadHandoffHistory, saveHandoff, setWake } from './handoff-rows.ts';
import { saveLedger } from './owner-load.ts';
import { clearAlarm, raiseAlarm } from './portal-rows.ts';
import { addReceipt } from './receipt-rows.ts';
import { wantValues } from './record-rows.ts';

/** False, with nothing written, when the handoff changed meanwhile. */
export function applyHandoffChange(
  connection: SqliteConnection,
  portalId: number,
  change: HandoffChange,
  now: number,
): boolean {
  const { handoff } = change;
  if (!saveHandoff(connection, portalId, handoff)) return false;
  const isNew = wantValues(connection, portalId, 'contact', handoff.personId, {
    // Whichever speaks after this change: of one that ended with nobody told, another does.
    ...handoffValues(loadHandoffHistory(connection, portalId, handoff.personId).newest ?? handoff),
    ...change.wanted,
  });
  if (isNew) {
    enqueueEffects(
      connection,
      portalId,
      [
        {
          kind: 'sync contact',
          personId: handoff.personId,
          createIfMissing: false,
          key: `contact:${handoff.personId}`,
          lane: 'hubspot',
          priority: priorities.crossing,
        },
      ],
      now,
    );
  }
  enqueueEffects(
    connection,
    portalId,
    [...change.effects, ...outdatedMessages(handoff).map((message) => editOf(handoff.handoffId, message))],
    now,
  );
  for (const receipt of change.receipts) {
    addReceipt(connection, portalId, receipt, {
      personId: handoff.personId,
      companyId: handoff.companyId,
      handoffId: handoff.handoffId,
      playbookVersion: handoff.receipt?.playbookVersion ?? null,
      at: now,
    });
  }
  for (const { callbackId, outputs } of change.completedCalls ?? [])
    completeCall(connection, portalId, callbackId, outputs);
  setWake(connection, portalId, 'handoff', handoff.handoffId, earliestTimer(handoff.timers));
  if (change.ledger !== undefined) saveLedger(connection, portalId, change.ledger, now);
  for (const key of alarmsOver(handoff)) clearAlarm(connection, portalId, key);
  if (change.alarm && 'clear' in change.alarm) clearAlarm(connection, portalId, change.alarm.clear);
  else if (change.alarm) raiseAlarm(connection, portalId, change.alarm.key, change.alarm.message, now);
  markDirty(connection, portalId, handoff.personId, now);
  return true;
}
