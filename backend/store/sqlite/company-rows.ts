import type { Company } from '../../usage/company.ts';
import { type CompanyRow, toCompany } from '../stored-rows.ts';
import type { SqliteConnection } from './connection.ts';

export function loadCompany(connection: SqliteConnection, portalId: number, companyId: number): Company | null {
  const row = connection
    .statement<CompanyRow>(
      'SELECT company_id, profile_json, usage_json, active_users FROM companies WHERE portal_id = ? AND company_id = ?',
    )
    .get(portalId, companyId);
  return row ? toCompany(row) : null;
}
