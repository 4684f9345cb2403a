/** Each person has room for two usages: the one that counts, and the one a rebuild folds anew beside it. */
import { emptyUsage } from '@zo/shared';
import type { Query } from './connection.ts';

export type UsageColumn = 'usage_json' | 'other_usage_json';

/** The column of `persons` whose usage counts. Read within the transaction that uses it. */
export async function liveUsage(query: Query, portalId: number): Promise<UsageColumn> {
  const [row] = await query<{ usage_slot: number }>('SELECT usage_slot FROM rules_in_force WHERE portal_id = $1', [
    portalId,
  ]);
  return usageColumn(row?.usage_slot);
}

/** Of `rules_in_force.usage_slot`; nothing before any rules were put in force. */
export function usageColumn(slot: number | null | undefined): UsageColumn {
  return slot === 1 ? 'other_usage_json' : 'usage_json';
}

/** The one a rebuild writes. */
export async function spareUsage(query: Query, portalId: number): Promise<UsageColumn> {
  return otherColumn(await liveUsage(query, portalId));
}

export function otherColumn(column: UsageColumn): UsageColumn {
  return column === 'usage_json' ? 'other_usage_json' : 'usage_json';
}

export const noUsage = JSON.stringify(emptyUsage());

/** Of a person, with the usage that counts by then; $1 is the portal. */
export const personColumns = `p.person_id, p.company_id, p.profile_json, p.revision,
  CASE (SELECT r.usage_slot FROM rules_in_force r WHERE r.portal_id = $1)
    WHEN 1 THEN p.other_usage_json ELSE p.usage_json END AS usage_json`;
