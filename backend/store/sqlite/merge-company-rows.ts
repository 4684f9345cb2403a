/**
 * Repoints what hangs on a company that is gone, and counts the people of both once. Where both have a HubSpot record the
 * survivor's stays. Within the transaction that makes them one.
 */
import { localDay } from '@zo/shared';
import { priorities } from '../../outbox/effect.ts';
import type { CompiledRules } from '../../usage/compile-rules.ts';
import { recountCompany, syncCompany } from '../../usage/fold-group.ts';
import { mergeCompanyProfile } from '../../usage/merge-companies.ts';
import { dropCompanyDays, saveCompanyDay } from './company-days.ts';
import { loadCompany } from './company-rows.ts';
import type { SqliteConnection } from './connection.ts';
import { countMembers } from './count-members.ts';
import { markMembersDirty } from './dirty-rows.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { setWake } from './handoff-rows.ts';
import { loadRecord, saveRecord } from './record-rows.ts';

export function mergeCompanyRows(
  connection: SqliteConnection,
  portalId: number,
  { fromId, intoId }: { fromId: number; intoId: number },
  rules: CompiledRules,
  now: number,
): void {
  const run = (sql: string, ...values: unknown[]) => connection.statement(sql).run(...values);
  const from = loadCompany(connection, portalId, fromId)!;
  const into = loadCompany(connection, portalId, intoId)!;
  run('INSERT INTO merges VALUES (?, ?, ?, ?, ?, ?)', portalId, 'company', fromId, intoId, 'same HubSpot company', now);
  run('UPDATE company_keys SET company_id = ? WHERE portal_id = ? AND company_id = ?', intoId, portalId, fromId);
  moveMembers(connection, portalId, fromId, intoId);
  run(
    `UPDATE handoffs SET company_id = ?, handoff_json = json_set(handoff_json, '$.companyId', ?,
       '$.revision', json_extract(handoff_json, '$.revision') + 1)
     WHERE portal_id = ? AND company_id = ?`,
    intoId,
    intoId,
    portalId,
    fromId,
  );
  moveRecord(connection, portalId, fromId, intoId);
  run('DELETE FROM companies WHERE portal_id = ? AND company_id = ?', portalId, fromId);
  setWake(connection, portalId, 'company', fromId, null);
  dropCompanyDays(connection, portalId, fromId);

  mergeCompanyProfile(into.profile, from.profile);
  const today = localDay(now, rules.timeZone);
  into.usage = countMembers(connection, portalId, intoId, rules, today);
  const { wakeAt } = recountCompany(into, rules, today);
  run(
    'UPDATE companies SET profile_json = ?, usage_json = ?, active_users = ? WHERE portal_id = ? AND company_id = ?',
    JSON.stringify(into.profile),
    JSON.stringify(into.usage),
    into.activeUsers,
    portalId,
    intoId,
  );
  setWake(connection, portalId, 'company', intoId, wakeAt);
  saveCompanyDay(connection, portalId, { companyId: intoId, day: today, activeUsers: into.activeUsers });
  markMembersDirty(connection, portalId, intoId, now);
  enqueueEffects(connection, portalId, [{ ...syncCompany(intoId), priority: priorities.crossing }], now);
}

/** Whoever was in both stays in once: by group where one of them says so. A newer person row is decided again. */
function moveMembers(connection: SqliteConnection, portalId: number, fromId: number, intoId: number): void {
  connection
    .statement(
      `UPDATE persons SET company_id = CASE company_id WHEN ? THEN ? ELSE company_id END, revision = revision + 1
       WHERE portal_id = ? AND person_id IN (SELECT person_id FROM members WHERE portal_id = ? AND company_id IN (?, ?))`,
    )
    .run(fromId, intoId, portalId, portalId, fromId, intoId);
  connection
    .statement(
      `INSERT INTO members (portal_id, company_id, person_id, via, joined_at)
       SELECT portal_id, ?, person_id, via, joined_at FROM members WHERE portal_id = ? AND company_id = ?
       ON CONFLICT (portal_id, company_id, person_id) DO UPDATE SET
         via = CASE WHEN via = 'group' THEN via ELSE excluded.via END, joined_at = min(joined_at, excluded.joined_at)`,
    )
    .run(intoId, portalId, fromId);
  connection.statement('DELETE FROM members WHERE portal_id = ? AND company_id = ?').run(portalId, fromId);
}

function moveRecord(connection: SqliteConnection, portalId: number, fromId: number, intoId: number): void {
  const from = loadRecord(connection, portalId, 'company', fromId);
  const into = loadRecord(connection, portalId, 'company', intoId);
  connection
    .statement("DELETE FROM records WHERE portal_id = ? AND kind = 'company' AND subject_id = ?")
    .run(portalId, fromId);
  const keepsOwn = into !== null && (into.recordId !== null || (from?.recordId == null && into.deleted != null));
  if (from !== null && !keepsOwn) saveRecord(connection, portalId, 'company', intoId, from);
}
