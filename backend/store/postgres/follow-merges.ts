/** Records that HubSpot merged: everything of ours that hangs on an old id hangs on the new one. See LinkStore.followMerges. */
import { priorities } from '../../outbox/effect.ts';
import { syncCompany } from '../../usage/fold-group.ts';
import type { RecordMove } from '../link-store.ts';
import { type HandoffRow, toHandoff } from '../stored-handoffs.ts';
import type { RecordKind } from '../stored-records.ts';
import type { Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { saveHandoffs } from './handoff-rows.ts';
import { noteLateLinks } from './privacy-deletion-rows.ts';
import { loadRecords, saveRecords, subjectsOfRecords } from './record-rows.ts';
import { markDirty, markMembersDirty } from './rows.ts';

/** Under the portal's lock. */
export async function followMerges(
  query: Query,
  portalId: number,
  kind: RecordKind,
  moves: RecordMove[],
  now: number,
): Promise<number> {
  let moved = 0;
  for (const move of moves) if (move.from !== move.into) moved += await followOne(query, portalId, kind, move, now);
  return moved;
}

async function followOne(
  query: Query,
  portalId: number,
  kind: RecordKind,
  { from, into }: RecordMove,
  now: number,
): Promise<number> {
  const move = async (column: 'record_id' | 'deleted_id') =>
    (
      await query(
        `UPDATE records SET ${column} = $4 WHERE portal_id = $1 AND kind = $2 AND ${column} = $3 RETURNING 1`,
        [portalId, kind, from, into],
      )
    ).length;
  const links = await move('record_id');
  const lost = await move('deleted_id');
  if (kind === 'contact') {
    await moveHandoffs(query, portalId, 'contact_id', { from, into });
    if (links + lost > 0) await noteLateLinks(query, portalId, [into]);
  } else await moveCompanyIds(query, portalId, { from, into });
  if (links > 0) await writeAnew(query, portalId, kind, into, now);
  return links + lost;
}

/** The record that came of the merge has values of either: what we wrote may not be what it holds. */
async function writeAnew(
  query: Query,
  portalId: number,
  kind: RecordKind,
  recordId: string,
  now: number,
): Promise<void> {
  await query("UPDATE records SET written_json = '{}' WHERE portal_id = $1 AND kind = $2 AND record_id = $3", [
    portalId,
    kind,
    recordId,
  ]);
  const subjectIds = (await subjectsOfRecords(query, portalId, kind, [recordId])).get(recordId) ?? [];
  if (kind === 'contact') return markDirty(query, portalId, subjectIds, now);
  await markMembersDirty(query, portalId, subjectIds, now);
  const effects = subjectIds.map((subjectId) => ({ ...syncCompany(subjectId), priority: priorities.routine }));
  await enqueueEffects(query, portalId, effects, now);
}

async function moveHandoffs(
  query: Query,
  portalId: number,
  column: 'contact_id' | 'hubspot_company_id',
  { from, into }: RecordMove,
): Promise<void> {
  const rows = await query<HandoffRow>(
    `SELECT handoff_json, person_id FROM handoffs WHERE portal_id = $1 AND ${column} = $2`,
    [portalId, from],
  );
  const moved = column === 'contact_id' ? { contactId: into } : { hubspotCompanyId: into };
  await saveHandoffs(
    query,
    portalId,
    rows.map((row) => ({ ...toHandoff(row), ...moved })),
  );
}

async function moveCompanyIds(query: Query, portalId: number, { from, into }: RecordMove): Promise<void> {
  await moveHandoffs(query, portalId, 'hubspot_company_id', { from, into });
  const people = await query<{ subject_id: number }>(
    "SELECT subject_id FROM records WHERE portal_id = $1 AND kind = 'contact' AND primary_company_id = $2",
    [portalId, from],
  );
  const records = await loadRecords(
    query,
    portalId,
    'contact',
    people.map(({ subject_id }) => subject_id),
  );
  const moved = [...records].flatMap(([subjectId, record]) => {
    const { facts } = record;
    if (facts?.primaryCompany == null) return [];
    const primaryCompany = { ...facts.primaryCompany, id: into };
    return [{ subjectId, record: { ...record, facts: { ...facts, primaryCompany } } }];
  });
  await saveRecords(query, portalId, 'contact', moved);
}
