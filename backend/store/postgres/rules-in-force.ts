/** By which rules usage is counted and people are decided, and what is still to follow from them. */
import type { RulesInForce, RulesKey, UnfinishedStep } from '../rules-store.ts';
import { type FoldRules, RulesChangedError } from '../store.ts';
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

/** Under the portal's lock, before anything is done by these rules: throws RulesChangedError when others are in force. */
export async function checkCurrent(query: Query, portalId: number, { generation }: FoldRules): Promise<void> {
  if (generation !== undefined && generation !== (await loadGeneration(query, portalId))) {
    throw new RulesChangedError(portalId);
  }
}

/** Under the portal's lock. `swapsUsage`: the usage folded anew is the one that counts from now on. */
export async function putInForce(
  query: Query,
  portalId: number,
  key: RulesKey,
  { swapsUsage, first }: { swapsUsage: boolean; first: UnfinishedStep },
): Promise<StoredRules> {
  const before = await loadRulesInForce(query, portalId);
  const slot = before?.usageSlot ?? 0;
  const after: StoredRules = {
    ...key,
    generation: (before?.generation ?? 0) + 1,
    usageSlot: swapsUsage ? (slot === 0 ? 1 : 0) : slot,
    unfinished: earlierStep(before?.unfinished ?? null, first),
    reached: 0,
  };
  await query(
    `INSERT INTO rules_in_force (portal_id, generation, usage_slot, playbook_version, time_zone, unfinished, reached)
     VALUES ($1, $2, $3, $4, $5, $6, 0)
     ON CONFLICT (portal_id) DO UPDATE SET generation = excluded.generation, usage_slot = excluded.usage_slot,
       playbook_version = excluded.playbook_version, time_zone = excluded.time_zone, unfinished = excluded.unfinished,
       reached = 0`,
    [portalId, after.generation, after.usageSlot, after.playbookVersion, after.timeZone, after.unfinished],
  );
  return after;
}

const steps: UnfinishedStep[] = ['resolve', 'settle', 'recount', 'decide'];

/** What an earlier change left to do is still to be done. */
function earlierStep(left: UnfinishedStep | null, first: UnfinishedStep): UnfinishedStep {
  return left === null || steps.indexOf(first) < steps.indexOf(left) ? first : left;
}

/** Where what follows from the rules stands. */
export type Standing = Pick<RulesInForce, 'generation' | 'unfinished' | 'reached'>;

/** Under the portal's lock. False: another node has gone on since. */
export async function standsAt(query: Query, portalId: number, standing: Standing): Promise<boolean> {
  const now = await loadRulesInForce(query, portalId);
  return (
    now?.generation === standing.generation &&
    now.unfinished === standing.unfinished &&
    now.reached === standing.reached
  );
}

/** Within the transaction that did the work. Null: the step is done; the next one begins. */
export async function saveReached(
  query: Query,
  portalId: number,
  step: UnfinishedStep,
  reached: number | null,
): Promise<void> {
  const next = reached === null ? (steps[steps.indexOf(step) + 1] ?? null) : step;
  await query('UPDATE rules_in_force SET unfinished = $2, reached = $3 WHERE portal_id = $1', [
    portalId,
    next,
    reached ?? 0,
  ]);
}
