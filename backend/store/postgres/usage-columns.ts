/** Each person has room for two usages: the one that counts, and the one a rebuild folds anew beside it. */
import { emptyUsage } from '@zo/shared';
import type { Query } from './connection.ts';

export type UsageColumn = 'usage_json' | 'other_usage_json';

/** The column of `persons` whose usage counts. Read within the transaction that uses it. */
export async function liveUsage(query: Query, portalId: number): Promise<UsageColumn> {
  const [row] = await query<{ usage_slot: number }>('SELECT usage_slot FROM rules_in_force WHERE portal_id = $1', [
    portalId,
  ]);
  return row?.usage_slot === 1 ? 'other_usage_json' : 'usage_json';
}

/** The one a rebuild writes. */
export async function spareUsage(query: Query, portalId: number): Promise<UsageColumn> {
  return otherColumn(await liveUsage(query, portalId));
}

export function otherColumn(column: UsageColumn): UsageColumn {
  return column === 'usage_json' ? 'other_usage_json' : 'usage_json';
}

export const noUsage = JSON.stringify(emptyUsage());

export function personColumns(live: UsageColumn, table = 'persons'): string {
  return `${table}.person_id, ${table}.company_id, ${table}.profile_json, ${table}.${live} AS usage_json, ${table}.revision`;
}
