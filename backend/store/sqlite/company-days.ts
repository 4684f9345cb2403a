/** Active users of a company by the local day on which they changed: what the company card draws its line from. */
import type { CompanyDay } from '../../usage/group-state.ts';
import { keptCompanyDays } from '../company-days.ts';
import type { SqliteConnection } from './connection.ts';

/** The last count of a day stands for it. Within the transaction that counted. */
export function saveCompanyDay(
  connection: SqliteConnection,
  portalId: number,
  { companyId, day, activeUsers }: CompanyDay,
): void {
  connection
    .statement(
      `INSERT INTO company_days (portal_id, company_id, day, active_users) VALUES (?, ?, ?, ?)
       ON CONFLICT (portal_id, company_id, day) DO UPDATE SET active_users = excluded.active_users`,
    )
    .run(portalId, companyId, day, activeUsers);
  connection
    .statement(
      `DELETE FROM company_days WHERE portal_id = ? AND company_id = ? AND day <
         (SELECT max(day) FROM company_days WHERE portal_id = ? AND company_id = ? AND day <= ?)`,
    )
    .run(portalId, companyId, portalId, companyId, day - keptCompanyDays);
}

/** Ascending. */
export function loadCompanyDays(
  connection: SqliteConnection,
  portalId: number,
  companyId: number,
): { day: number; activeUsers: number }[] {
  return connection
    .statement<{ day: number; activeUsers: number }>(
      'SELECT day, active_users AS activeUsers FROM company_days WHERE portal_id = ? AND company_id = ? ORDER BY day',
    )
    .all(portalId, companyId);
}

export function dropCompanyDays(connection: SqliteConnection, portalId: number, companyId: number): void {
  connection.statement('DELETE FROM company_days WHERE portal_id = ? AND company_id = ?').run(portalId, companyId);
}
