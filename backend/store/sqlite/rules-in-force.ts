/** By which rules usage is counted and people are decided, and what is still to follow from them. */
import type { RulesInForce, RulesKey, UnfinishedStep } from '../rules-store.ts';
import { type FoldRules, RulesChangedError } from '../store.ts';
import type { SqliteConnection } from './connection.ts';

export type StoredRules = RulesInForce & { usageSlot: 0 | 1 };

export function loadRulesInForce(connection: SqliteConnection, portalId: number): StoredRules | null {
  const row = connection
    .statement<StoredRules>(
      `SELECT generation, usage_slot AS usageSlot, playbook_version AS playbookVersion, time_zone AS timeZone, unfinished,
         reached
       FROM rules_in_force WHERE portal_id = ?`,
    )
    .get(portalId);
  return row ?? null;
}

/** 0 before any rules were put in force. */
export function loadGeneration(connection: SqliteConnection, portalId: number): number {
  return loadRulesInForce(connection, portalId)?.generation ?? 0;
}

/** Within the transaction that works by these rules: throws RulesChangedError when others are in force. */
export function checkCurrent(connection: SqliteConnection, portalId: number, { generation }: FoldRules): void {
  if (generation !== undefined && generation !== loadGeneration(connection, portalId)) {
    throw new RulesChangedError(portalId);
  }
}

/** Within a transaction. `swapsUsage`: the usage folded anew is the one that counts from now on. */
export function putInForce(
  connection: SqliteConnection,
  portalId: number,
  key: RulesKey,
  { swapsUsage, first }: { swapsUsage: boolean; first: UnfinishedStep },
): StoredRules {
  const before = loadRulesInForce(connection, portalId);
  const slot = before?.usageSlot ?? 0;
  const after: StoredRules = {
    ...key,
    generation: (before?.generation ?? 0) + 1,
    usageSlot: swapsUsage ? (slot === 0 ? 1 : 0) : slot,
    unfinished: earlierStep(before?.unfinished ?? null, first),
    reached: 0,
  };
  connection
    .statement(
      `INSERT INTO rules_in_force (portal_id, generation, usage_slot, playbook_version, time_zone, unfinished, reached)
       VALUES (?, ?, ?, ?, ?, ?, 0)
       ON CONFLICT (portal_id) DO UPDATE SET generation = excluded.generation, usage_slot = excluded.usage_slot,
         playbook_version = excluded.playbook_version, time_zone = excluded.time_zone, unfinished = excluded.unfinished,
         reached = 0`,
    )
    .run(portalId, after.generation, after.usageSlot, after.playbookVersion, after.timeZone, after.unfinished);
  return after;
}

const steps: UnfinishedStep[] = ['resolve', 'settle', 'recount', 'decide'];

/** What an earlier change left to do is still to be done. */
function earlierStep(left: UnfinishedStep | null, first: UnfinishedStep): UnfinishedStep {
  return left === null || steps.indexOf(first) < steps.indexOf(left) ? first : left;
}

/** Within the transaction that did the work. */
export function saveReached(connection: SqliteConnection, portalId: number, reached: number): void {
  connection.statement('UPDATE rules_in_force SET reached = ? WHERE portal_id = ?').run(reached, portalId);
}

/** The step is done; the next one begins. */
export function endStep(connection: SqliteConnection, portalId: number, step: UnfinishedStep): void {
  const next = steps[steps.indexOf(step) + 1] ?? null;
  connection
    .statement('UPDATE rules_in_force SET unfinished = ?, reached = 0 WHERE portal_id = ? AND unfinished = ?')
    .run(next, portalId, step);
}
