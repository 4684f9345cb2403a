/**
 * Sweeps every portal for what changed in HubSpot on a schedule by the service's clock, one sweep at a time per portal: those
 * with an open handoff always, everybody where the playbook uses values of HubSpot's own.
 */
import { usedHubspotProperties } from '@zo/shared';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { forEachPortal, waitingForHubspot } from '../portals/for-each-portal.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import type { PortalStore } from '../store/store.ts';
import type { ValuesStore } from '../store/values-store.ts';
import { sweepHandoffs } from './sweep-handoffs.ts';
import { type SweepParts, sweepPortal } from './sweep-portal.ts';
import { isSweepNeeded, neverSwept, type SweepState, sweepSetting } from './sweep-state.ts';

export type SweepingParts = {
  store: ValuesStore & Pick<PortalStore, 'setting' | 'saveSetting'>;
  states: Pick<PortalStates, 'get'>;
  memory: PortalMemory;
  hubspot: ReadonlyMap<number, SweepParts['gateway']>;
  clock: Clock;
  log: Pick<Logger, 'error' | 'warn' | 'debug'>;
  /** Somebody has to be decided again. */
  onChanged: (portalId: number) => void;
  /** Between the beginnings of two sweeps. */
  everyMs?: number;
  /** How often to look whether one is due, in monotonic milliseconds. */
  lookEveryMs?: number;
};

const sweepEveryMs = 5 * 60_000;
const againMs = 30_000;

export function keepSweeping({
  store,
  states,
  memory,
  hubspot,
  clock,
  log,
  onChanged,
  everyMs = sweepEveryMs,
  lookEveryMs = 500,
}: SweepingParts): { stop(): Promise<void> } {
  const dueAt = memory.map<number, number>('when it is swept');

  async function sweepIfDue(portalId: number, stopping: AbortSignal): Promise<void> {
    const gateway = hubspot.get(portalId);
    if (gateway === undefined) return;
    const due = dueAt.get(portalId);
    if (due !== undefined && clock.now() < due) return;
    const state = await states.get(portalId);
    if (state === null) return;
    const used = usedHubspotProperties(state.playbook);
    const sweepsEverybody = isSweepNeeded(used);
    let swept = ((await store.setting(portalId, sweepSetting)) as SweepState | null) ?? neverSwept;
    if (sweepsEverybody && due === undefined && swept.finishedAt !== null && clock.now() < swept.finishedAt + everyMs) {
      dueAt.set(portalId, swept.finishedAt + everyMs);
      return;
    }
    dueAt.set(portalId, clock.now() + everyMs);

    const keep = async (change: Partial<SweepState>) => {
      swept = { ...swept, ...change };
      await store.saveSetting(portalId, sweepSetting, swept, clock.now());
    };
    const parts = { portalId, store, gateway, used, now: () => clock.now(), signal: stopping };
    try {
      if ((await sweepHandoffs(parts)) > 0) onChanged(portalId);
      if (!sweepsEverybody) return;
      const { seen, changed } = await sweepPortal(
        {
          ...parts,
          onPage: async ({ type, watermark, seen, changed }) => {
            await keep({ watermarks: { ...swept.watermarks, [type]: watermark }, seen, changed });
            if (changed > 0) onChanged(portalId);
          },
        },
        swept.watermarks,
      );
      await keep({ finishedAt: clock.now(), seen, changed, problem: null });
      log.debug({ portalId, seen, changed }, 'HubSpot was looked through for changed values');
    } catch (error) {
      if (stopping.aborted) return;
      const reason = (error as Error).message;
      log.warn({ portalId, reason }, 'HubSpot could not be looked through for changed values; trying again');
      dueAt.set(portalId, clock.now() + againMs);
      if (sweepsEverybody) await keep({ problem: reason });
    }
  }

  const rounds = forEachPortal({
    what: 'a sweep for changed values',
    memory,
    portalIds: () => hubspot.keys(),
    turn: sweepIfDue,
    log,
    everyMs: lookEveryMs,
    atOnce: waitingForHubspot,
  });
  /** A call under way is not waited for here: closing the gateways ends it. */
  return { stop: rounds.stop };
}
