/** Records that HubSpot merged: everything of ours that hangs on an old id hangs on the new one. See LinkStore.followMerges. */
import { priorities } from '../../outbox/effect.ts';
import { syncCompany } from '../../usage/fold-group.ts';
import type { RecordMove } from '../link-store.ts';
import type { RecordKind } from '../stored-records.ts';
import type { SqliteConnection } from './connection.ts';
import { markDirty, markMembersDirty } from './dirty-rows.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { noteLateLink } from './privacy-deletion-rows.ts';
import { subjectsOfRecords } from './record-rows.ts';

export function followMerges(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  moves: RecordMove[],
  now: number,
): number {
  const real = moves.filter(({ from, into }) => from !== into);
  if (real.length === 0) return 0;
  return connection.transaction(() =>
    real.reduce((moved, move) => moved + followOne(connection, portalId, kind, move, now), 0),
  );
}

function followOne(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  { from, into }: RecordMove,
  now: number,
): number {
  const run = (sql: string, ...values: unknown[]) => connection.statement(sql).run(...values).changes;
  const links = run(
    'UPDATE records SET record_id = ? WHERE portal_id = ? AND kind = ? AND record_id = ?',
    into,
    portalId,
    kind,
    from,
  );
  const lost = run(
    'UPDATE records SET deleted_id = ? WHERE portal_id = ? AND kind = ? AND deleted_id = ?',
    into,
    portalId,
    kind,
    from,
  );
  if (kind === 'contact') {
    moveContactIds(connection, portalId, from, into);
    if (links + lost > 0) noteLateLink(connection, portalId, into);
  } else moveCompanyIds(connection, portalId, from, into);
  if (links > 0) writeAnew(connection, portalId, kind, into, now);
  return links + lost;
}

/** The record that came of the merge has values of either: what we wrote may not be what it holds. */
function writeAnew(
  connection: SqliteConnection,
  portalId: number,
  kind: RecordKind,
  recordId: string,
  now: number,
): void {
  connection
    .statement("UPDATE records SET written_json = '{}' WHERE portal_id = ? AND kind = ? AND record_id = ?")
    .run(portalId, kind, recordId);
  for (const subjectId of subjectsOfRecords(connection, portalId, kind, [recordId]).get(recordId) ?? []) {
    if (kind === 'contact') {
      markDirty(connection, portalId, subjectId, now);
      continue;
    }
    markMembersDirty(connection, portalId, subjectId, now);
    enqueueEffects(connection, portalId, [{ ...syncCompany(subjectId), priority: priorities.routine }], now);
  }
}

function moveContactIds(connection: SqliteConnection, portalId: number, from: string, into: string): void {
  connection
    .statement(
      `UPDATE handoffs SET contact_id = ?, handoff_json = json_set(handoff_json, '$.contactId', ?,
         '$.revision', json_extract(handoff_json, '$.revision') + 1)
       WHERE portal_id = ? AND contact_id = ?`,
    )
    .run(into, into, portalId, from);
}

function moveCompanyIds(connection: SqliteConnection, portalId: number, from: string, into: string): void {
  connection
    .statement(
      `UPDATE handoffs SET hubspot_company_id = ?, handoff_json = json_set(handoff_json, '$.hubspotCompanyId', ?,
         '$.revision', json_extract(handoff_json, '$.revision') + 1)
       WHERE portal_id = ? AND hubspot_company_id = ?`,
    )
    .run(into, into, portalId, from);
  connection
    .statement(
      `UPDATE records SET facts_json = json_set(facts_json, '$.primaryCompany.id', ?)
       WHERE portal_id = ? AND kind = 'contact' AND facts_json IS NOT NULL
         AND json_extract(facts_json, '$.primaryCompany.id') = ?`,
    )
    .run(into, portalId, from);
}
