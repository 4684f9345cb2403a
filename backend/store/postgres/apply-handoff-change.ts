/** Writes a handoff's change in the transaction that is open: handoff, effects, receipts, wake, values wanted in HubSpot. */
import { alarmsOver } from '../../handoff/handoff-alarms.ts';
import type { HandoffChange } from '../../handoff/handoff-change.ts';
import { handoffValues } from '../../handoff/handoff-values.ts';
import { outdatedMessages } from '../../handoff/message-view.ts';
import { earliestTimer } from '../../handoff/timers.ts';
import { type Effect, editOf, priorities } from '../../outbox/effect.ts';
import { completeCall } from './action-calls.ts';
import type { Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { loadHistory, saveHandoff } from './handoff-rows.ts';
import { saveLedger } from './owner-load.ts';
import { clearAlarms, raiseAlarm } from './portal-writes.ts';
import { addReceipts, type NewReceipt } from './receipt-rows.ts';
import { wantValues } from './record-rows.ts';
import { markDirty, setWakes } from './rows.ts';

/** False, with nothing written, when the handoff changed meanwhile. */
export async function applyHandoffChange(
  query: Query,
  portalId: number,
  change: HandoffChange,
  now: number,
): Promise<boolean> {
  const { handoff } = change;
  if (!(await saveHandoff(query, portalId, handoff))) return false;
  // Whichever speaks after this change: of one that ended with nobody told, another does.
  const { newest } = await loadHistory(query, portalId, handoff.personId);
  const values = { ...handoffValues(newest ?? handoff), ...change.wanted };
  const isNew = (await wantValues(query, portalId, 'contact', [{ subjectId: handoff.personId, values }])).size > 0;
  const edits = outdatedMessages(handoff).map((message) => editOf(handoff.handoffId, message));
  const sync = isNew ? [syncNow(handoff.personId)] : [];
  await enqueueEffects(query, portalId, [...sync, ...change.effects, ...edits], now);
  await addReceipts(query, portalId, receiptsOfChange(change, now));
  for (const { callbackId, outputs } of change.completedCalls ?? [])
    await completeCall(query, portalId, callbackId, outputs);
  await setWakes(query, portalId, 'handoff', [{ subjectId: handoff.handoffId, dueAt: earliestTimer(handoff.timers) }]);
  if (change.ledger !== undefined) await saveLedger(query, portalId, change.ledger, now);
  const { alarm } = change;
  await clearAlarms(query, portalId, [...alarmsOver(handoff), ...(alarm && 'clear' in alarm ? [alarm.clear] : [])]);
  if (alarm && 'key' in alarm) await raiseAlarm(query, portalId, alarm.key, alarm.message, now);
  await markDirty(query, portalId, [handoff.personId], now);
  return true;
}

/** What is wanted by it, as far as it can be locked before; see lockEffects. */
export function effectKeysOf({ handoff, effects }: HandoffChange): string[] {
  const edits = outdatedMessages(handoff).map((message) => editOf(handoff.handoffId, message));
  return [syncNow(handoff.personId), ...effects, ...edits].map(({ key }) => key);
}

function receiptsOfChange({ handoff, receipts }: HandoffChange, at: number): NewReceipt[] {
  const { personId, companyId, handoffId, receipt } = handoff;
  const about = { personId, companyId, handoffId, playbookVersion: receipt?.playbookVersion ?? null, at };
  return receipts.map((entry) => ({ entry, about }));
}

/** What is wanted of the contact is written at once. */
export function syncNow(personId: number): Effect {
  return {
    kind: 'sync contact',
    personId,
    createIfMissing: false,
    key: `contact:${personId}`,
    lane: 'hubspot',
    priority: priorities.crossing,
  };
}
