/** Active users of a company by the local day on which they changed: what the company card draws its line from. */
import type { CompanyDay } from '../../usage/group-state.ts';
import { keptCompanyDays } from '../company-days.ts';
import { columns } from './columns.ts';
import type { Query } from './connection.ts';

/** The last count of a day stands for it. Within the transaction that counted. */
export async function saveCompanyDays(query: Query, portalId: number, companyDays: CompanyDay[]): Promise<void> {
  if (companyDays.length === 0) return;
  const newest = new Map(companyDays.map((one) => [`${one.companyId} ${one.day}`, one]));
  const rows = [...newest.values()];
  const asColumns = columns<CompanyDay, unknown>(
    rows,
    ({ companyId }) => companyId,
    ({ day }) => day,
  );
  const saved = query(
    `INSERT INTO company_days (portal_id, company_id, day, active_users)
     SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[])
     ON CONFLICT (portal_id, company_id, day) DO UPDATE SET active_users = excluded.active_users`,
    [portalId, ...asColumns, rows.map(({ activeUsers }) => activeUsers)],
  );
  const dropped = query(
    `DELETE FROM company_days USING (
       SELECT changed.company_id, max(known.day) AS day
       FROM unnest($2::bigint[], $3::bigint[]) AS changed (company_id, day)
       JOIN company_days known ON known.portal_id = $1 AND known.company_id = changed.company_id
         AND known.day <= changed.day - $4
       GROUP BY changed.company_id) AS kept_from
     WHERE company_days.portal_id = $1 AND company_days.company_id = kept_from.company_id
       AND company_days.day < kept_from.day`,
    [portalId, ...asColumns, keptCompanyDays],
  );
  await Promise.all([saved, dropped]);
}

/** Ascending. */
export function loadCompanyDays(
  query: Query,
  portalId: number,
  companyId: number,
): Promise<{ day: number; activeUsers: number }[]> {
  return query<{ day: number; activeUsers: number }>(
    `SELECT day, active_users AS "activeUsers" FROM company_days
     WHERE portal_id = $1 AND company_id = $2 ORDER BY day`,
    [portalId, companyId],
  );
}

export async function dropCompanyDays(query: Query, portalId: number, companyId: number): Promise<void> {
  await query('DELETE FROM company_days WHERE portal_id = $1 AND company_id = $2', [portalId, companyId]);
}
