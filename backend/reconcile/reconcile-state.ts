/** What is remembered of a portal's daily reconciliation, in its settings, across restarts. Pure. */

export const reconcileSetting = 'reconciliation';

export const dayMs = 86_400_000;

/** What webhooks had missed. */
export type Repaired = {
  /** Links that moved to the record two were merged into. */
  merged: number;
  deleted: number;
  restored: number;
  /** People to be decided again for what was read. */
  decided: number;
};

export const nothingRepaired: Repaired = { merged: 0, deleted: 0, restored: 0, decided: 0 };

export type ReconcileState = {
  /** When the last day's run began; before the first, when the portal was first seen. */
  startedAt: number;
  /** Null: under way, or its process ended. */
  endedAt: number | null;
  /** Where the next run goes on. `after` null: from the beginning. */
  next:
    | { kind: 'contacts'; after: { lastActiveAt: number; personId: number } | null }
    | { kind: 'companies'; after: number };
  /** When everything had been compared once more. */
  completedAt: number | null;
  /** Of the last run. */
  calls: number;
  contacts: number;
  companies: number;
  repaired: Repaired;
  problem: string | null;
};

export function firstSeen(now: number): ReconcileState {
  return {
    startedAt: now,
    endedAt: now,
    next: { kind: 'contacts', after: null },
    completedAt: null,
    calls: 0,
    contacts: 0,
    companies: 0,
    repaired: nothingRepaired,
    problem: null,
  };
}

/** Once a day, each portal at its own time of it. */
export function isDue({ startedAt }: Pick<ReconcileState, 'startedAt'>, portalId: number, now: number): boolean {
  return startedAt < lastSlot(portalId, now);
}

function lastSlot(portalId: number, now: number): number {
  const offset = jitterOf(portalId);
  return Math.floor((now - offset) / dayMs) * dayMs + offset;
}

/** Spreads neighbouring ids over the day. */
export function jitterOf(portalId: number): number {
  return (portalId * 7_654_321) % dayMs;
}

/** A new day's run goes on where the last one stopped. */
export function begun(before: ReconcileState, now: number): ReconcileState {
  return {
    ...before,
    startedAt: now,
    endedAt: null,
    calls: 0,
    contacts: 0,
    companies: 0,
    repaired: nothingRepaired,
    problem: null,
  };
}

export function added(one: Repaired, other: Partial<Repaired>): Repaired {
  return {
    merged: one.merged + (other.merged ?? 0),
    deleted: one.deleted + (other.deleted ?? 0),
    restored: one.restored + (other.restored ?? 0),
    decided: one.decided + (other.decided ?? 0),
  };
}
