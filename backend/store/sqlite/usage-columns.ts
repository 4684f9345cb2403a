/** Each person has room for two usages: the one that counts, and the one a rebuild folds anew beside it. */
import { emptyUsage } from '@zo/shared';
import type { SqliteConnection } from './connection.ts';
import { loadRulesInForce } from './rules-in-force.ts';

export type UsageColumn = 'usage_json' | 'other_usage_json';

/** The column of `persons` whose usage counts. Read within the transaction that uses it. */
export function liveUsage(connection: SqliteConnection, portalId: number): UsageColumn {
  return loadRulesInForce(connection, portalId)?.usageSlot === 1 ? 'other_usage_json' : 'usage_json';
}

export function spareUsage(connection: SqliteConnection, portalId: number): UsageColumn {
  return otherColumn(liveUsage(connection, portalId));
}

export function otherColumn(column: UsageColumn): UsageColumn {
  return column === 'usage_json' ? 'other_usage_json' : 'usage_json';
}

export const noUsage = JSON.stringify(emptyUsage());

export function personColumns(live: UsageColumn, table = 'persons'): string {
  return `${table}.person_id, ${table}.company_id, ${table}.profile_json, ${table}.${live} AS usage_json, ${table}.revision`;
}
