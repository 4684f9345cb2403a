/**
 * Repoints what hangs on a person that is gone. Where both had something of which there is one per person, the survivor's
 * stays: its HubSpot record, its open handoff. Within the transaction that makes them one.
 */
import { type Handoff, isOpen } from '../../handoff/handoff.ts';
import { alarmsOver } from '../../handoff/handoff-alarms.ts';
import { outdatedMessages } from '../../handoff/message-view.ts';
import { goesOnAs } from '../../handoff/steps/ending.ts';
import { conflictsOf } from '../../hubspot/contact-conflicts.ts';
import { type Effect, editOf, type Priority, priorities } from '../../outbox/effect.ts';
import type { PersonMerge } from '../../usage/group-state.ts';
import { doubted } from '../doubt-written.ts';
import { valuesOfUnited } from '../stored-handoffs.ts';
import { newRecord } from '../stored-records.ts';
import type { SqliteConnection } from './connection.ts';
import { moveMark } from './dirty-rows.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { loadHandoffHistory, loadOpenHandoff, saveHandoff, setWake } from './handoff-rows.ts';
import { clearAlarm } from './portal-rows.ts';
import { addReceipt } from './receipt-rows.ts';
import { loadRecord, saveRecord, wantValues } from './record-rows.ts';

export function mergePersonRows(connection: SqliteConnection, portalId: number, merge: PersonMerge, now: number): void {
  const { fromId, intoId, reason } = merge;
  const run = (sql: string, ...values: unknown[]) => connection.statement(sql).run(...values);
  run('INSERT INTO merges VALUES (?, ?, ?, ?, ?, ?)', portalId, 'person', fromId, intoId, reason, now);
  run(
    'INSERT INTO rebuild_merges (portal_id, from_id, into_id) SELECT portal_id, ?, ? FROM rebuilds WHERE portal_id = ?',
    fromId,
    intoId,
    portalId,
  );
  run('UPDATE identities SET person_id = ? WHERE portal_id = ? AND person_id = ?', intoId, portalId, fromId);
  run('DELETE FROM persons WHERE portal_id = ? AND person_id = ?', portalId, fromId);
  moveMark(connection, portalId, merge);
  run("DELETE FROM wakes WHERE portal_id = ? AND kind = 'person' AND subject_id = ?", portalId, fromId);
  run(
    `UPDATE outbox SET payload_json = json_set(payload_json, '$.personId', ?)
     WHERE portal_id = ? AND state IN ('pending', 'claimed') AND kind IN ('write handoff fields', 'return contact', 'ask for touch', 'log call')
       AND json_extract(payload_json, '$.personId') = ?`,
    intoId,
    portalId,
    fromId,
  );
  for (const key of conflictsOf(fromId)) clearAlarm(connection, portalId, key);
  moveDecision(connection, portalId, merge);
  const wanted = moveRecord(connection, portalId, merge, now);
  moveHandoffs(connection, portalId, merge, wanted, now);
}

/** A crossing that one of them had is no news for the other, so the ready one's decision stays. */
function moveDecision(connection: SqliteConnection, portalId: number, { fromId, intoId }: PersonMerge): void {
  const readyOf = (personId: number) =>
    connection
      .statement<{ ready: string }>('SELECT ready FROM decisions WHERE portal_id = ? AND person_id = ?')
      .get(portalId, personId)?.ready;
  const keepsOwn = readyOf(fromId) !== 'yes' || readyOf(intoId) === 'yes';
  const drop = connection.statement('DELETE FROM decisions WHERE portal_id = ? AND person_id = ?');
  drop.run(portalId, keepsOwn ? fromId : intoId);
  connection
    .statement('UPDATE decisions SET person_id = ? WHERE portal_id = ? AND person_id = ?')
    .run(intoId, portalId, fromId);
}

/** The contact of whoever has one. Returns what was wanted of the one that is gone. */
function moveRecord(
  connection: SqliteConnection,
  portalId: number,
  { fromId, intoId }: PersonMerge,
  now: number,
): Record<string, string> {
  const from = loadRecord(connection, portalId, 'contact', fromId);
  if (from === null) return {};
  const into = loadRecord(connection, portalId, 'contact', intoId);
  const keepsOwn = into !== null && (into.recordId !== null || (from.recordId === null && into.deleted != null));
  const isSent = isBeingWritten(connection, portalId, fromId);
  const moved = isSent ? doubted(from) : from;
  const kept = keepsOwn ? into : { ...moved, wanted: { ...from.wanted, ...into?.wanted } };
  connection
    .statement("DELETE FROM records WHERE portal_id = ? AND kind = 'contact' AND subject_id = ?")
    .run(portalId, fromId);
  saveRecord(connection, portalId, 'contact', intoId, kept);
  if (isSent && !keepsOwn) enqueueEffects(connection, portalId, [syncOf(intoId, priorities.routine)], now);
  return from.wanted;
}

/** Nobody will say of whoever is gone what HubSpot took. */
function isBeingWritten(connection: SqliteConnection, portalId: number, personId: number): boolean {
  return (
    connection
      .statement("SELECT 1 FROM outbox WHERE portal_id = ? AND effect_key = ? AND state = 'claimed'")
      .get(portalId, `contact:${personId}`) !== undefined
  );
}

function syncOf(personId: number, priority: Priority): Effect {
  return {
    kind: 'sync contact',
    personId,
    createIfMissing: false,
    key: `contact:${personId}`,
    lane: 'hubspot',
    priority,
  };
}

function moveHandoffs(
  connection: SqliteConnection,
  portalId: number,
  { fromId, intoId, reason }: PersonMerge,
  wanted: Record<string, string>,
  now: number,
): void {
  const theirs = loadHandoffHistory(connection, portalId, fromId).handoffs;
  if (theirs.length === 0) return;
  const other = theirs.find(({ status }) => isOpen(status)) ?? null;
  const kept = loadOpenHandoff(connection, portalId, intoId);
  if (other !== null && kept !== null) closeOther(connection, portalId, other, kept, reason, now);
  connection
    .statement('UPDATE handoffs SET person_id = ? WHERE portal_id = ? AND person_id = ?')
    .run(intoId, portalId, fromId);
  const history = loadHandoffHistory(connection, portalId, intoId);
  wantValues(connection, portalId, 'contact', intoId, valuesOfUnited(history, theirs, wanted));
  if (other !== null && kept === null) putUnderContactOf(connection, portalId, intoId, { ...other, personId: intoId });
  enqueueEffects(connection, portalId, [syncOf(intoId, priorities.crossing)], now);
}

/** One person is handed off once: the other one's handoff is over, whoever was told. */
function closeOther(
  connection: SqliteConnection,
  portalId: number,
  other: Handoff,
  kept: Handoff,
  reason: PersonMerge['reason'],
  now: number,
): void {
  const { handoff, receipts } = goesOnAs(kept, other, reason, now);
  saveHandoff(connection, portalId, handoff);
  setWake(connection, portalId, 'handoff', handoff.handoffId, null);
  const edits = outdatedMessages(handoff).map((message) => editOf(handoff.handoffId, message));
  enqueueEffects(connection, portalId, edits, now);
  for (const key of alarmsOver(handoff)) clearAlarm(connection, portalId, key);
  const about = {
    personId: kept.personId,
    companyId: kept.companyId,
    handoffId: handoff.handoffId,
    playbookVersion: handoff.receipt?.playbookVersion ?? null,
    at: now,
  };
  for (const receipt of receipts) addReceipt(connection, portalId, receipt, about);
}

function putUnderContactOf(connection: SqliteConnection, portalId: number, personId: number, handoff: Handoff): void {
  const { recordId } = loadRecord(connection, portalId, 'contact', personId) ?? newRecord;
  if (recordId !== null && handoff.contactId !== recordId) {
    saveHandoff(connection, portalId, { ...handoff, contactId: recordId });
  }
}
