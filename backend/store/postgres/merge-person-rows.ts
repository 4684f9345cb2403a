/**
 * Repoints what hangs on a person that is gone. Where both had something of which there is one per person, the survivor's
 * stays: its HubSpot record, its open handoff. Within the transaction that makes them one.
 */
import { type Handoff, isOpen } from '../../handoff/handoff.ts';
import { alarmsOver } from '../../handoff/handoff-alarms.ts';
import { outdatedMessages } from '../../handoff/message-view.ts';
import { goesOnAs } from '../../handoff/steps/ending.ts';
import { conflictsOf } from '../../hubspot/contact-conflicts.ts';
import { editOf, priorities } from '../../outbox/effect.ts';
import type { PersonMerge } from '../../usage/group-state.ts';
import { doubted } from '../doubt-written.ts';
import { valuesOfUnited } from '../stored-handoffs.ts';
import { syncNow } from './apply-handoff-change.ts';
import type { Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { loadDecisions, loadHistory, loadOpenHandoff, saveHandoff } from './handoff-rows.ts';
import { clearAlarms } from './portal-writes.ts';
import { addReceipt } from './receipt-rows.ts';
import { loadRecord, saveRecords, wantValues } from './record-rows.ts';
import { moveMark, setWakes } from './rows.ts';

export async function mergePersonRows(query: Query, portalId: number, merge: PersonMerge, now: number): Promise<void> {
  const { fromId, intoId, reason } = merge;
  const ids = [portalId, fromId];
  const move = [...ids, intoId];
  await query(
    `INSERT INTO merges (portal_id, kind, from_id, into_id, reason, merged_at) VALUES ($1, 'person', $2, $3, $4, $5)`,
    [...move, reason, now],
  );
  await query(
    `INSERT INTO rebuild_merges (portal_id, from_id, into_id)
     SELECT portal_id, $2, $3 FROM rebuilds WHERE portal_id = $1`,
    move,
  );
  await query('UPDATE identities SET person_id = $3 WHERE portal_id = $1 AND person_id = $2', move);
  await query('DELETE FROM persons WHERE portal_id = $1 AND person_id = $2', ids);
  await moveMark(query, portalId, merge);
  await setWakes(query, portalId, 'person', [{ subjectId: fromId, dueAt: null }]);
  await moveEffects(query, portalId, merge);
  await clearAlarms(query, portalId, conflictsOf(fromId));
  await moveDecision(query, portalId, merge);
  const wanted = await moveRecord(query, portalId, merge, now);
  await moveHandoffs(query, portalId, merge, wanted, now);
}

async function moveEffects(query: Query, portalId: number, { fromId, intoId }: PersonMerge): Promise<void> {
  // With what is wanted of the other below, which is of the same lane.
  const wantedLater = syncNow(intoId).key;
  const rows = await query<{ effect_key: string; payload_json: string }>(
    `SELECT effect_key, payload_json FROM outbox WHERE portal_id = $1 AND state IN ('pending', 'claimed')
       AND (kind IN ('write handoff fields', 'return contact', 'ask for touch', 'log call')
         AND (payload_json::json ->> 'personId')::bigint = $2 OR effect_key = $3) ORDER BY effect_key FOR UPDATE`,
    [portalId, fromId, wantedLater],
  );
  const theirs = rows.filter(({ effect_key }) => effect_key !== wantedLater);
  const moved = theirs.map((row) => ({ key: row.effect_key, payload: JSON.parse(row.payload_json) }));
  if (moved.length === 0) return;
  await query(
    `UPDATE outbox SET payload_json = moved.json FROM unnest($2::text[], $3::text[]) AS moved (key, json)
     WHERE outbox.portal_id = $1 AND outbox.effect_key = moved.key`,
    [
      portalId,
      moved.map(({ key }) => key),
      moved.map(({ payload }) => JSON.stringify({ ...payload, personId: intoId })),
    ],
  );
}

/** A crossing that one of them had is no news for the other, so the ready one's decision stays. */
async function moveDecision(query: Query, portalId: number, { fromId, intoId }: PersonMerge): Promise<void> {
  const decisions = await loadDecisions(query, portalId, [fromId, intoId]);
  const keepsOwn = decisions.get(fromId)?.ready !== 'yes' || decisions.get(intoId)?.ready === 'yes';
  await query('DELETE FROM decisions WHERE portal_id = $1 AND person_id = $2', [portalId, keepsOwn ? fromId : intoId]);
  await query('UPDATE decisions SET person_id = $3 WHERE portal_id = $1 AND person_id = $2', [
    portalId,
    fromId,
    intoId,
  ]);
}

/** The contact of whoever has one. Returns what was wanted of the one that is gone. */
async function moveRecord(
  query: Query,
  portalId: number,
  { fromId, intoId }: PersonMerge,
  now: number,
): Promise<Record<string, string>> {
  const from = await loadRecord(query, portalId, 'contact', fromId);
  if (from === null) return {};
  const into = await loadRecord(query, portalId, 'contact', intoId);
  const keepsOwn = into !== null && (into.recordId !== null || (from.recordId === null && into.deleted != null));
  const isSent = await isBeingWritten(query, portalId, fromId);
  const moved = isSent ? doubted(from) : from;
  const kept = keepsOwn ? into : { ...moved, wanted: { ...from.wanted, ...into?.wanted } };
  await query(`DELETE FROM records WHERE portal_id = $1 AND kind = 'contact' AND subject_id = $2`, [portalId, fromId]);
  await saveRecords(query, portalId, 'contact', [{ subjectId: intoId, record: kept }]);
  if (isSent && !keepsOwn) {
    await enqueueEffects(query, portalId, [{ ...syncNow(intoId), priority: priorities.routine }], now);
  }
  return from.wanted;
}

/** Nobody will say of whoever is gone what HubSpot took. */
async function isBeingWritten(query: Query, portalId: number, personId: number): Promise<boolean> {
  const rows = await query(`SELECT 1 FROM outbox WHERE portal_id = $1 AND effect_key = $2 AND state = 'claimed'`, [
    portalId,
    `contact:${personId}`,
  ]);
  return rows.length === 1;
}

async function moveHandoffs(
  query: Query,
  portalId: number,
  { fromId, intoId, reason }: PersonMerge,
  wanted: Record<string, string>,
  now: number,
): Promise<void> {
  const theirs = (await loadHistory(query, portalId, fromId)).handoffs;
  if (theirs.length === 0) return;
  const other = theirs.find(({ status }) => isOpen(status)) ?? null;
  const kept = await loadOpenHandoff(query, portalId, intoId);
  if (other !== null && kept !== null) await closeOther(query, portalId, other, kept, reason, now);
  await query('UPDATE handoffs SET person_id = $3 WHERE portal_id = $1 AND person_id = $2', [portalId, fromId, intoId]);
  const values = valuesOfUnited(await loadHistory(query, portalId, intoId), theirs, wanted);
  await wantValues(query, portalId, 'contact', [{ subjectId: intoId, values }]);
  if (other !== null && kept === null) await putUnderContactOf(query, portalId, intoId, { ...other, personId: intoId });
  await enqueueEffects(query, portalId, [syncNow(intoId)], now);
}

/** One person is handed off once: the other one's handoff is over, whoever was told. */
async function closeOther(
  query: Query,
  portalId: number,
  other: Handoff,
  kept: Handoff,
  reason: PersonMerge['reason'],
  now: number,
): Promise<void> {
  const { handoff, receipts } = goesOnAs(kept, other, reason, now);
  await saveHandoff(query, portalId, handoff);
  await setWakes(query, portalId, 'handoff', [{ subjectId: handoff.handoffId, dueAt: null }]);
  const edits = outdatedMessages(handoff).map((message) => editOf(handoff.handoffId, message));
  await enqueueEffects(query, portalId, edits, now);
  await clearAlarms(query, portalId, alarmsOver(handoff));
  const about = {
    personId: kept.personId,
    companyId: kept.companyId,
    handoffId: handoff.handoffId,
    playbookVersion: handoff.receipt?.playbookVersion ?? null,
    at: now,
  };
  for (const receipt of receipts) await addReceipt(query, portalId, receipt, about);
}

async function putUnderContactOf(query: Query, portalId: number, personId: number, handoff: Handoff): Promise<void> {
  const recordId = (await loadRecord(query, portalId, 'contact', personId))?.recordId ?? null;
  if (recordId !== null && handoff.contactId !== recordId) {
    await saveHandoff(query, portalId, { ...handoff, contactId: recordId });
  }
}
