/**
 * Repoints what hangs on a company that is gone, and counts the people of both once. Where both have a HubSpot record the
 * survivor's stays. Within the transaction that makes them one.
 */
import { type CompanyUsage, localDay, type Usage } from '@zo/shared';
import { isInternalEmail } from '../../handoff/internal.ts';
import { priorities } from '../../outbox/effect.ts';
import type { CompiledRules } from '../../usage/compile-rules.ts';
import { recountCompany, syncCompany } from '../../usage/fold-group.ts';
import { mergeCompanyProfile } from '../../usage/merge-companies.ts';
import { moveLastActive } from '../../usage/move-last-active.ts';
import { dropCompanyDays, saveCompanyDays } from './company-days.ts';
import type { Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { loadCompany } from './person-rows.ts';
import { loadRecord, saveRecords } from './record-rows.ts';
import { markMembersDirty, setWakes } from './rows.ts';
import { liveUsage } from './usage-columns.ts';

export async function mergeCompanyRows(
  query: Query,
  portalId: number,
  { fromId, intoId }: { fromId: number; intoId: number },
  rules: CompiledRules,
  now: number,
): Promise<void> {
  const from = (await loadCompany(query, portalId, fromId))!;
  const into = (await loadCompany(query, portalId, intoId))!;
  await query(
    `INSERT INTO merges (portal_id, kind, from_id, into_id, reason, merged_at)
     VALUES ($1, 'company', $2, $3, 'same HubSpot company', $4)`,
    [portalId, fromId, intoId, now],
  );
  const move = [portalId, fromId, intoId];
  await query('UPDATE company_keys SET company_id = $3 WHERE portal_id = $1 AND company_id = $2', move);
  await moveMembers(query, portalId, fromId, intoId);
  await moveHandoffs(query, portalId, fromId, intoId);
  await moveRecord(query, portalId, fromId, intoId);
  await query('DELETE FROM companies WHERE portal_id = $1 AND company_id = $2', [portalId, fromId]);
  await dropCompanyDays(query, portalId, fromId);

  mergeCompanyProfile(into.profile, from.profile);
  const today = localDay(now, rules.timeZone);
  into.usage = await countMembers(query, portalId, intoId, rules, today);
  const { wakeAt } = recountCompany(into, rules, today);
  await query(
    `UPDATE companies SET profile_json = $3, usage_json = $4, active_users = $5
     WHERE portal_id = $1 AND company_id = $2`,
    [portalId, intoId, JSON.stringify(into.profile), JSON.stringify(into.usage), into.activeUsers],
  );
  await setWakes(query, portalId, 'company', [
    { subjectId: fromId, dueAt: null },
    { subjectId: intoId, dueAt: wakeAt },
  ]);
  await saveCompanyDays(query, portalId, [{ companyId: intoId, day: today, activeUsers: into.activeUsers }]);
  await markMembersDirty(query, portalId, [intoId], now);
  await enqueueEffects(query, portalId, [{ ...syncCompany(intoId), priority: priorities.crossing }], now);
}

/** Whoever was in both stays in once: by group where one of them says so. A newer person row is decided again. */
async function moveMembers(query: Query, portalId: number, fromId: number, intoId: number): Promise<void> {
  const move = [portalId, fromId, intoId];
  await query(
    `UPDATE persons SET company_id = CASE company_id WHEN $2 THEN $3 ELSE company_id END, revision = revision + 1
     WHERE portal_id = $1
       AND person_id IN (SELECT person_id FROM members WHERE portal_id = $1 AND company_id IN ($2, $3))`,
    move,
  );
  await query(
    `INSERT INTO members AS known (portal_id, company_id, person_id, via, joined_at)
     SELECT portal_id, $3, person_id, via, joined_at FROM members WHERE portal_id = $1 AND company_id = $2
     ON CONFLICT (portal_id, company_id, person_id) DO UPDATE SET
       via = CASE WHEN known.via = 'group' THEN known.via ELSE excluded.via END,
       joined_at = least(known.joined_at, excluded.joined_at)`,
    move,
  );
  await query('DELETE FROM members WHERE portal_id = $1 AND company_id = $2', [portalId, fromId]);
}

/** A newer revision: whoever read one before reads it again. */
async function moveHandoffs(query: Query, portalId: number, fromId: number, intoId: number): Promise<void> {
  const rows = await query<{ handoff_id: number; handoff_json: string }>(
    'SELECT handoff_id, handoff_json FROM handoffs WHERE portal_id = $1 AND company_id = $2',
    [portalId, fromId],
  );
  const moved = rows.map((row) => {
    const handoff = JSON.parse(row.handoff_json);
    return JSON.stringify({ ...handoff, companyId: intoId, revision: handoff.revision + 1 });
  });
  await query(
    `UPDATE handoffs SET company_id = $2, handoff_json = moved.json
     FROM unnest($3::bigint[], $4::text[]) AS moved (handoff_id, json)
     WHERE handoffs.portal_id = $1 AND handoffs.handoff_id = moved.handoff_id`,
    [portalId, intoId, rows.map((row) => row.handoff_id), moved],
  );
}

async function moveRecord(query: Query, portalId: number, fromId: number, intoId: number): Promise<void> {
  const from = await loadRecord(query, portalId, 'company', fromId);
  const into = await loadRecord(query, portalId, 'company', intoId);
  await query(`DELETE FROM records WHERE portal_id = $1 AND kind = 'company' AND subject_id = $2`, [portalId, fromId]);
  if (from !== null && into?.recordId == null) {
    await saveRecords(query, portalId, 'company', [{ subjectId: intoId, record: from }]);
  }
}

/** The last-active days of a company's people, by the usage that counts. */
export async function countMembers(
  query: Query,
  portalId: number,
  companyId: number,
  { playbook, timeZone }: CompiledRules,
  today: number,
): Promise<CompanyUsage> {
  const rows = await query<{ profile_json: string; usage: string }>(
    `SELECT p.profile_json, p.${await liveUsage(query, portalId)} AS usage
     FROM members m JOIN persons p ON p.portal_id = m.portal_id AND p.person_id = m.person_id
     WHERE m.portal_id = $1 AND m.company_id = $2`,
    [portalId, companyId],
  );
  const usage: CompanyUsage = { lastActiveDays: [] };
  for (const row of rows) {
    const { lastActiveAt } = JSON.parse(row.usage) as Usage;
    if (lastActiveAt === null || isInternalEmail(JSON.parse(row.profile_json).email, playbook.exclude)) continue;
    moveLastActive(usage, null, localDay(lastActiveAt, timeZone), today);
  }
  return usage;
}
