/** Companies are counted from the usage of their people; what comes out as it was is not written. */
import { type CompanyUsage, localDay } from '@zo/shared';
import { isInternalEmail } from '../../../handoff/internal.ts';
import { priorities } from '../../../outbox/effect.ts';
import type { Company } from '../../../usage/company.ts';
import type { CompiledRules } from '../../../usage/compile-rules.ts';
import { recountCompany, syncCompany } from '../../../usage/fold-group.ts';
import { moveLastActive } from '../../../usage/move-last-active.ts';
import { type CompanyRow, toCompany } from '../../stored-rows.ts';
import { columns } from '../columns.ts';
import { saveCompanyDays } from '../company-days.ts';
import type { PostgresConnection, Query } from '../connection.ts';
import { enqueueEffects } from '../enqueue-effects.ts';
import { setWakes } from '../rows.ts';
import { standsAt } from '../rules-in-force.ts';
import { liveUsage } from '../usage-columns.ts';
import { moveOn, type Step } from './step.ts';

const companiesAtOnce = 50;
const membersAtOnce = 1_000;
const roundsWithoutLock = 5;

export async function recountChunk(connection: PostgresConnection, step: Step): Promise<number | null> {
  const { portalId, standing } = step;
  const rows = await connection.forPortal(portalId)<{ company_id: number }>(
    'SELECT company_id FROM companies WHERE portal_id = $1 AND company_id > $2 ORDER BY company_id LIMIT $3',
    [portalId, standing.reached, companiesAtOnce],
  );
  const companyIds = rows.map(({ company_id }) => company_id);
  const upTo = companyIds.at(-1) ?? null;
  if (upTo === null) return moveOn(connection, step, null);
  // Counted before the lock is taken, because a company may have a great many people; whoever did something meanwhile has
  // their company counted once more.
  let left = companyIds;
  for (let round = 0; round < roundsWithoutLock && left.length > 0; round += 1) {
    const some = left;
    const found = await connection.snapshot(portalId, (query) => count(query, step, some));
    left = await connection.portalTransaction(portalId, async (query) =>
      (await standsAt(query, portalId, standing)) ? save(query, step, found) : [],
    );
  }
  return moveOn(connection, step, upTo, async (query) => {
    if (left.length > 0) await save(query, step, await count(query, step, left));
  });
}

type Recounted = {
  company: Company;
  /** As it was read. */
  before: CompanyRow;
  changed: boolean;
  wakeAt: number | null;
};

/** Those that come out otherwise than they are. Within one snapshot, or under the portal's lock. */
async function count(query: Query, { portalId, compiled, now }: Step, companyIds: number[]): Promise<Recounted[]> {
  const today = localDay(now, compiled.timeZone);
  const rows = await query<CompanyRow>(
    `SELECT company_id, profile_json, usage_json, active_users FROM companies
     WHERE portal_id = $1 AND company_id = ANY ($2::bigint[]) ORDER BY company_id`,
    [portalId, companyIds],
  );
  const usages = await countMembers(query, portalId, companyIds, compiled, today);
  return rows.flatMap((before) => {
    const usage = usages.get(before.company_id) ?? { lastActiveDays: [] };
    const company = { ...toCompany(before), usage };
    const { changed, wakeAt } = recountCompany(company, compiled, today);
    return changed || JSON.stringify(usage) !== before.usage_json ? [{ company, before, changed, wakeAt }] : [];
  });
}

type MemberRow = { company_id: number; person_id: number; email: string | null; last_active_at: number | null };

/** The last-active days of each company's people, by the usage that counts. */
async function countMembers(
  query: Query,
  portalId: number,
  companyIds: number[],
  { playbook, timeZone }: CompiledRules,
  today: number,
): Promise<Map<number, CompanyUsage>> {
  const usages = new Map<number, CompanyUsage>();
  const live = await liveUsage(query, portalId);
  let [company, person] = [0, 0];
  for (;;) {
    const rows = await query<MemberRow>(
      `SELECT m.company_id, m.person_id, p.profile_json::json ->> 'email' AS email,
         (p.${live}::json ->> 'lastActiveAt')::bigint AS last_active_at
       FROM members m JOIN persons p ON p.portal_id = m.portal_id AND p.person_id = m.person_id
       WHERE m.portal_id = $1 AND m.company_id = ANY ($2::bigint[]) AND (m.company_id, m.person_id) > ($3, $4)
       ORDER BY m.company_id, m.person_id LIMIT $5`,
      [portalId, companyIds, company, person, membersAtOnce],
    );
    for (const { company_id, email, last_active_at } of rows) {
      if (last_active_at === null || isInternalEmail(email, playbook.exclude)) continue;
      const usage = usages.get(company_id) ?? { lastActiveDays: [] };
      usages.set(company_id, usage);
      moveLastActive(usage, null, localDay(last_active_at, timeZone), today);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < membersAtOnce) return usages;
    [company, person] = [last.company_id, last.person_id];
  }
}

/** Returns those that are not any more as they were read. Under the portal's lock. */
async function save(query: Query, { portalId, compiled, now }: Step, found: Recounted[]): Promise<number[]> {
  if (found.length === 0) return [];
  const rows = await query<{ company_id: number }>(
    `UPDATE companies SET usage_json = counted.usage_json, active_users = counted.active_users
     FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::bigint[])
       AS counted (company_id, usage_json, active_users, usage_before, users_before)
     WHERE companies.portal_id = $1 AND companies.company_id = counted.company_id
       AND companies.usage_json = counted.usage_before AND companies.active_users = counted.users_before
     RETURNING companies.company_id`,
    [
      portalId,
      ...columns<Recounted, unknown>(
        found,
        ({ company }) => company.companyId,
        ({ company }) => JSON.stringify(company.usage),
        ({ company }) => company.activeUsers,
        ({ before }) => before.usage_json,
        ({ before }) => before.active_users,
      ),
    ],
  );
  const written = new Set(rows.map(({ company_id }) => company_id));
  const kept = found.filter(({ company }) => written.has(company.companyId));
  const wakes = kept.map(({ company, wakeAt }) => ({ subjectId: company.companyId, dueAt: wakeAt }));
  await setWakes(query, portalId, 'company', wakes);
  const changed = kept.filter((one) => one.changed).map(({ company }) => company);
  const today = localDay(now, compiled.timeZone);
  const days = changed.map(({ companyId, activeUsers }) => ({ companyId, activeUsers, day: today }));
  await saveCompanyDays(query, portalId, days);
  const effects = changed.map(({ companyId }) => ({ ...syncCompany(companyId), priority: priorities.backfill }));
  await enqueueEffects(query, portalId, effects, now);
  return found.map(({ company }) => company.companyId).filter((companyId) => !written.has(companyId));
}
