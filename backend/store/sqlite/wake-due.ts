import { localDay } from '@zo/shared';
import { compileRules } from '../../usage/compile-rules.ts';
import { recountCompany, syncCompany } from '../../usage/fold-group.ts';
import type { FoldRules, Woken } from '../store.ts';
import { saveCompanyDay } from './company-days.ts';
import { loadCompany } from './company-rows.ts';
import type { SqliteConnection } from './connection.ts';
import { markDirty, markMembersDirty } from './dirty-rows.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { setWake } from './handoff-rows.ts';
import { checkCurrent } from './rules-in-force.ts';

/** See IngestStore.wakeDue. */
export function wakeDue(
  connection: SqliteConnection,
  portalId: number,
  now: number,
  rules: FoldRules,
  limit: number,
): Woken {
  return connection.transaction(() => {
    checkCurrent(connection, portalId, rules);
    const due = connection
      .statement<{ kind: 'person' | 'company'; subject_id: number }>(
        `SELECT kind, subject_id FROM wakes
         WHERE portal_id = ? AND due_at <= ? AND kind IN ('person', 'company') ORDER BY due_at, kind, subject_id LIMIT ?`,
      )
      .all(portalId, now, limit);
    const woken: Woken = { persons: 0, companies: 0, more: due.length === limit };
    for (const { kind, subject_id } of due) {
      if (kind === 'person') {
        setWake(connection, portalId, 'person', subject_id, null);
        markDirty(connection, portalId, subject_id, now);
        woken.persons += 1;
      } else {
        wakeCompany(connection, portalId, subject_id, now, rules);
        woken.companies += 1;
      }
    }
    return woken;
  });
}

function wakeCompany(
  connection: SqliteConnection,
  portalId: number,
  companyId: number,
  now: number,
  rules: FoldRules,
): void {
  const company = loadCompany(connection, portalId, companyId);
  if (!company) {
    setWake(connection, portalId, 'company', companyId, null);
    return;
  }
  const today = localDay(now, rules.timeZone);
  const recount = recountCompany(company, compileRules(rules), today);
  setWake(connection, portalId, 'company', companyId, recount.wakeAt);
  if (!recount.changed) return;
  connection
    .statement('UPDATE companies SET active_users = ? WHERE portal_id = ? AND company_id = ?')
    .run(company.activeUsers, portalId, companyId);
  saveCompanyDay(connection, portalId, { companyId, day: today, activeUsers: company.activeUsers });
  if (recount.matters) markMembersDirty(connection, portalId, companyId, now);
  enqueueEffects(connection, portalId, [syncCompany(companyId)], now);
}
