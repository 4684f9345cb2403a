import { localDay } from '@zo/shared';
import { compileRules } from '../../usage/compile-rules.ts';
import { recountCompany, syncCompany } from '../../usage/fold-group.ts';
import type { FoldRules, Woken } from '../store.ts';
import { type CompanyRow, toCompany } from '../stored-rows.ts';
import { saveCompanyDays } from './company-days.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { markDirty, markMembersDirty, setWakes, type Wake } from './rows.ts';
import { checkCurrent } from './rules-in-force.ts';

/** See IngestStore.wakeDue. */
export function wakeDue(
  connection: PostgresConnection,
  portalId: number,
  now: number,
  rules: FoldRules,
  limit: number,
): Promise<Woken> {
  return connection.portalTransaction(portalId, async (query) => {
    await checkCurrent(query, portalId, rules);
    const due = await query<{ kind: 'person' | 'company'; subject_id: number }>(
      `SELECT kind, subject_id FROM wakes
       WHERE portal_id = $1 AND due_at <= $2 AND kind IN ('person', 'company') ORDER BY due_at, kind, subject_id LIMIT $3`,
      [portalId, now, limit],
    );
    const idsOf = (kind: string) => due.filter((wake) => wake.kind === kind).map((wake) => wake.subject_id);
    const [persons, companies] = [idsOf('person'), idsOf('company')];
    await setWakes(
      query,
      portalId,
      'person',
      persons.map((subjectId) => ({ subjectId, dueAt: null })),
    );
    await markDirty(query, portalId, persons, now);
    await wakeCompanies(query, portalId, companies, now, rules);
    return { persons: persons.length, companies: companies.length, more: due.length === limit };
  });
}

async function wakeCompanies(
  query: Query,
  portalId: number,
  companyIds: number[],
  now: number,
  rules: FoldRules,
): Promise<void> {
  if (companyIds.length === 0) return;
  const rows = await query<CompanyRow>(
    `SELECT company_id, profile_json, usage_json, active_users FROM companies
     WHERE portal_id = $1 AND company_id = ANY ($2::bigint[])`,
    [portalId, companyIds],
  );
  const wakes = new Map<number, Wake>(companyIds.map((subjectId) => [subjectId, { subjectId, dueAt: null }]));
  const changed: { companyId: number; activeUsers: number }[] = [];
  const mattering: number[] = [];
  for (const company of rows.map(toCompany)) {
    const recount = recountCompany(company, compileRules(rules), localDay(now, rules.timeZone));
    wakes.get(company.companyId)!.dueAt = recount.wakeAt;
    if (recount.changed) changed.push(company);
    if (recount.matters) mattering.push(company.companyId);
  }
  await setWakes(query, portalId, 'company', [...wakes.values()]);
  await query(
    `UPDATE companies SET active_users = counted.active_users
     FROM unnest($2::bigint[], $3::bigint[]) AS counted (company_id, active_users)
     WHERE companies.portal_id = $1 AND companies.company_id = counted.company_id`,
    [portalId, changed.map(({ companyId }) => companyId), changed.map(({ activeUsers }) => activeUsers)],
  );
  const today = localDay(now, rules.timeZone);
  const days = changed.map(({ companyId, activeUsers }) => ({ companyId, activeUsers, day: today }));
  await saveCompanyDays(query, portalId, days);
  await markMembersDirty(query, portalId, mattering, now);
  const effects = changed.map(({ companyId }) => syncCompany(companyId));
  await enqueueEffects(query, portalId, effects, now);
}
