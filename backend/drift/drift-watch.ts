/**
 * Looks every portal over: on a schedule, by the movable clock, and when somebody asks. Each look and restoration waits for
 * its turn, so that two never mend the same workflow.
 */
import type { Logger } from 'pino';
import { HubspotError } from '../hubspot/hubspot-errors.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { ClaimedEffect } from '../outbox/effect.ts';
import { forEachPortal, waitingForHubspot } from '../portals/for-each-portal.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { PortalState } from '../portals/portal-state.ts';
import { NoPlaybookError } from '../portals/provision-plan.ts';
import { NotConnectedError } from '../portals/provisioning.ts';
import type { Turns } from '../portals/take-turns.ts';
import { checkWorkflows, storedWorkflows } from './check-workflows.ts';
import { checkWriters, storedWriters } from './check-writers.ts';
import type { DriftReport } from './drift.ts';
import type { DriftParts } from './drift-parts.ts';
import { type RestoreAnswer, type RestoreOrder, restorations, restoreWorkflow } from './restore-workflow.ts';

export type DriftWatch = {
  /** What the last look found; asks HubSpot nothing. */
  report(portalId: number): Promise<DriftReport>;
  /** Looks now. Throws NoPlaybookError, NotConnectedError, and what concerns the whole portal. */
  check(portalId: number): Promise<DriftReport>;
  restore(portalId: number, order: RestoreOrder): Promise<RestoreAnswer>;
  /** Persons these effects wrote are looked at first. */
  noteWritten(portalId: number, effects: readonly ClaimedEffect[]): void;
  stop(): Promise<void>;
};

export type DriftWatchParts = DriftParts & {
  /** Shared with provisioning. */
  turns: Turns;
  memory: PortalMemory;
  log: Pick<Logger, 'warn' | 'error'>;
  /** Something was wanted of the outbox. */
  wake: (portalId: number) => void;
  /** Between two looks, by the movable clock. */
  everyMs?: number;
  /** How often to see whether one is due, in monotonic milliseconds. */
  lookMs?: number;
};

const quarterHourMs = 15 * 60_000;
const mostRecent = 50;

export function watchDrift(parts: DriftWatchParts): DriftWatch {
  const { store, states, memory, hubspot, turns, clock, log, wake, everyMs = quarterHourMs, lookMs = 500 } = parts;
  const { inTurn } = turns;
  const dueAt = memory.map<number, number>('when drift is looked for');
  const recent = memory.map<number, number[]>('people written last');

  async function known(portalId: number): Promise<{ state: PortalState; gateway: HubspotGateway }> {
    const gateway = hubspot.get(portalId);
    if (gateway === undefined) throw new NotConnectedError();
    const state = await states.get(portalId);
    if (state === null) throw new NoPlaybookError(portalId);
    return { state, gateway };
  }

  async function report(portalId: number): Promise<DriftReport> {
    const workflows = await storedWorkflows(store, portalId);
    return {
      checkedAt: workflows?.checkedAt ?? null,
      workflows: workflows?.workflows ?? [],
      writers: (await storedWriters(store, portalId)).writers,
      restorations: await restorations(store, portalId),
    };
  }

  function check(portalId: number): Promise<DriftReport> {
    return inTurn(portalId, async () => {
      const { state, gateway } = await known(portalId);
      dueAt.set(portalId, clock.now() + everyMs);
      await checkWorkflows(parts, state, gateway);
      await checkWriters(parts, state, gateway, { recent: recent.get(portalId) ?? [] });
      wake(portalId);
      return report(portalId);
    });
  }

  async function checkIfDue(portalId: number): Promise<void> {
    const now = clock.now();
    // Also when the clock was moved back.
    const due = dueAt.get(portalId) ?? ((await storedWorkflows(store, portalId))?.checkedAt ?? now) + everyMs;
    dueAt.set(portalId, Math.min(due, now + everyMs));
    if (now < due || (await states.get(portalId)) === null) return;
    dueAt.set(portalId, now + everyMs);
    await check(portalId).catch((error: unknown) => {
      if (!(error instanceof HubspotError)) throw error;
      log.warn({ portalId, reason: error.message }, 'HubSpot could not be looked over; again at the next turn');
    });
  }

  const rounds = forEachPortal({
    what: 'looking for drift',
    memory,
    portalIds: () => hubspot.keys(),
    turn: checkIfDue,
    log,
    everyMs: lookMs,
    atOnce: waitingForHubspot,
  });

  return {
    report,
    check,
    restore: (portalId, order) =>
      inTurn(portalId, async () => {
        const { state, gateway } = await known(portalId);
        return restoreWorkflow(parts, state, gateway, order);
      }),
    noteWritten(portalId, effects) {
      const ids = effects.flatMap(({ effect }) => (effect.kind === 'sync contact' ? [effect.personId] : []));
      if (ids.length > 0)
        recent.set(portalId, [...new Set([...ids, ...(recent.get(portalId) ?? [])])].slice(0, mostRecent));
    },
    async stop() {
      await rounds.stop();
      await turns.ended();
    },
  };
}
