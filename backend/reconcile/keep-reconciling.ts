/** Reconciles every portal once a day, each at its own time of it, one run at a time per portal, at the lowest priority. */
import { usedHubspotProperties } from '@zo/shared';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { forEachPortal, waitingForHubspot } from '../portals/for-each-portal.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import { type PortalState, type PortalStates, rulesOf } from '../portals/portal-state.ts';
import type { PortalStore } from '../store/store.ts';
import { type ReconcileParts, reconcilePortal } from './reconcile-portal.ts';
import { begun, firstSeen, isDue, nothingRepaired, type ReconcileState, reconcileSetting } from './reconcile-state.ts';

export type ReconcilingParts = {
  store: ReconcileParts['store'] & Pick<PortalStore, 'setting' | 'saveSetting'>;
  states: Pick<PortalStates, 'get'>;
  memory: PortalMemory;
  hubspot: ReadonlyMap<number, ReconcileParts['gateway']>;
  clock: Clock;
  log: Pick<Logger, 'error' | 'warn' | 'debug'>;
  /** Calls a day for each portal; 0: never. */
  calls: number;
  /** Somebody has to be decided again, or something waits in the outbox. */
  onChanged: (portalId: number) => void;
  /** How often to look whether one is due, in monotonic milliseconds. */
  lookEveryMs?: number;
};

const againMs = 60 * 60_000;

/** Of all portals, since the start. */
export type ReconcilingFigures = { calls: number; repaired: Record<string, number> };

export type Reconciling = { figures(): ReconcilingFigures; stop(): Promise<void> };

export function keepReconciling(parts: ReconcilingParts): Reconciling {
  const { store, states, memory, hubspot, clock, log, lookEveryMs = 1_000 } = parts;
  const known = memory.map<number, ReconcileState>('how far its reconciliation is');
  /** By the service's clock: when a run that failed is gone on with. */
  const againAt = memory.map<number, number>('when it is reconciled again');
  const totals = { calls: 0, repaired: { ...nothingRepaired } };

  async function stateOf(portalId: number): Promise<ReconcileState> {
    const state =
      known.get(portalId) ?? ((await store.setting(portalId, reconcileSetting)) as ReconcileState | null) ?? null;
    if (state !== null) {
      known.set(portalId, state);
      return state;
    }
    const first = firstSeen(clock.now());
    await save(portalId, first);
    return first;
  }

  async function save(portalId: number, state: ReconcileState): Promise<void> {
    await store.saveSetting(portalId, reconcileSetting, state, clock.now());
    const before = known.get(portalId) ?? state;
    known.set(portalId, state);
    totals.calls += Math.max(0, state.calls - before.calls);
    for (const name of Object.keys(nothingRepaired) as (keyof typeof nothingRepaired)[]) {
      totals.repaired[name] += Math.max(0, state.repaired[name] - before.repaired[name]);
    }
  }

  async function runIfDue(portalId: number, stopping: AbortSignal): Promise<void> {
    const gateway = hubspot.get(portalId);
    if (gateway === undefined) return;
    const before = await stateOf(portalId);
    const now = clock.now();
    const again = againAt.get(portalId) ?? (before.endedAt === null ? now : null);
    const isNewDay = isDue(before, portalId, now);
    if (!isNewDay && (again === null || now < again)) return;
    const state = await states.get(portalId);
    if (state === null) return;
    againAt.delete(portalId);
    if (isNewDay) await save(portalId, begun(before, now));
    await run(state, gateway, stopping);
  }

  async function run(state: PortalState, gateway: ReconcileParts['gateway'], stopping: AbortSignal): Promise<void> {
    const { portalId } = state.portal;
    try {
      const ended = await reconcilePortal(
        {
          portalId,
          store,
          gateway,
          used: usedHubspotProperties(state.playbook),
          rules: rulesOf(state),
          now: () => clock.now(),
          calls: parts.calls,
          signal: stopping,
          onPage: async (page) => {
            await save(portalId, page);
            parts.onChanged(portalId);
          },
        },
        known.get(portalId)!,
      );
      await save(portalId, { ...ended, endedAt: clock.now(), problem: null });
      const { calls, contacts, companies, repaired } = ended;
      log.debug({ portalId, calls, contacts, companies, repaired }, 'links were compared with HubSpot');
    } catch (error) {
      if (stopping.aborted) return;
      const problem = (error as Error).message;
      againAt.set(portalId, clock.now() + againMs);
      await save(portalId, { ...known.get(portalId)!, endedAt: clock.now(), problem });
      log.warn({ portalId, reason: problem }, 'links could not be compared with HubSpot; trying again in an hour');
    }
  }

  const rounds = forEachPortal({
    what: 'the daily reconciliation',
    memory,
    portalIds: () => (parts.calls === 0 ? [] : hubspot.keys()),
    turn: runIfDue,
    log,
    everyMs: lookEveryMs,
    atOnce: waitingForHubspot,
  });
  return {
    figures: () => totals,
    /** A call under way is not waited for here: closing the gateways ends it. */
    stop: rounds.stop,
  };
}
