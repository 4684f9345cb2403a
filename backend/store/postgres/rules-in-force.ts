/** By which rules usage is counted and people are decided, and what is still to follow from them. */
import type { RulesInForce } from '../rules-store.ts';
import type { Query } from './connection.ts';

export type StoredRules = RulesInForce & { usageSlot: 0 | 1 };

export async function loadRulesInForce(query: Query, portalId: number): Promise<StoredRules | null> {
  const [row] = await query<StoredRules>(
    `SELECT generation, usage_slot AS "usageSlot", playbook_version AS "playbookVersion", time_zone AS "timeZone",
       unfinished, reached
     FROM rules_in_force WHERE portal_id = $1`,
    [portalId],
  );
  return row ?? null;
}

/** 0 before any rules were put in force. */
export async function loadGeneration(query: Query, portalId: number): Promise<number> {
  return (await loadRulesInForce(query, portalId))?.generation ?? 0;
}
