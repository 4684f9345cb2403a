import { type CompanyUsage, localDay } from '@zo/shared';
import { isInternalEmail } from '../../handoff/internal.ts';
import type { CompiledRules } from '../../usage/compile-rules.ts';
import { moveLastActive } from '../../usage/move-last-active.ts';
import type { SqliteConnection } from './connection.ts';
import { liveUsage } from './usage-columns.ts';

/** The last-active days of a company's people, by the usage that counts. */
export function countMembers(
  connection: SqliteConnection,
  portalId: number,
  companyId: number,
  { playbook, timeZone }: CompiledRules,
  today: number,
): CompanyUsage {
  const rows = connection
    .statement<{ email: string | null; last_active_at: number }>(
      `SELECT json_extract(p.profile_json, '$.email') AS email,
         json_extract(p.${liveUsage(connection, portalId)}, '$.lastActiveAt') AS last_active_at
       FROM members m JOIN persons p ON p.portal_id = m.portal_id AND p.person_id = m.person_id
       WHERE m.portal_id = ? AND m.company_id = ? AND last_active_at IS NOT NULL`,
    )
    .all(portalId, companyId);
  const usage: CompanyUsage = { lastActiveDays: [] };
  for (const { email, last_active_at } of rows) {
    if (isInternalEmail(email, playbook.exclude)) continue;
    moveLastActive(usage, null, localDay(last_active_at, timeZone), today);
  }
  return usage;
}
