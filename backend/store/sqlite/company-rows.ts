import type { Company } from '../../usage/company.ts';
import type { SqliteConnection } from './connection.ts';

export type CompanyRow = { company_id: number; profile_json: string; usage_json: string; active_users: number };

export function toCompany(row: CompanyRow): Company {
  return {
    companyId: row.company_id,
    profile: JSON.parse(row.profile_json),
    usage: JSON.parse(row.usage_json),
    activeUsers: row.active_users,
  };
}

export function loadCompany(connection: SqliteConnection, portalId: number, companyId: number): Company | null {
  const row = connection
    .statement<CompanyRow>(
      'SELECT company_id, profile_json, usage_json, active_users FROM companies WHERE portal_id = ? AND company_id = ?',
    )
    .get(portalId, companyId);
  return row ? toCompany(row) : null;
}
