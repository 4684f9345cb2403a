/**
 * Watches every portal, by the movable clock: each minute whether something has stopped, and once a day whether HubSpot has
 * what we wrote. Looks ask the store alone and never wait for HubSpot.
 */
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { forEachPortal } from '../portals/for-each-portal.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import { type DailySampleParts, dailySamples } from './daily-sample.ts';
import { type LookStore, lookForSilence } from './look-for-silence.ts';
import type { WatchReport } from './watch-report.ts';

export type Watch = {
  /** Looks now; the sample is the last one. Null: the portal has no playbook yet. */
  look(portalId: number): Promise<WatchReport | null>;
  /** What a sample still asks of HubSpot ends when the gateways are closed, and then this. */
  stop(): Promise<void>;
};

export type WatchingParts = DailySampleParts & {
  store: LookStore;
  states: Pick<PortalStates, 'get'>;
  hubspot: ReadonlyMap<number, HubspotGateway>;
  /** Between two looks, by the movable clock. */
  everyMs?: number;
  /** How often to see whether something is due, in monotonic milliseconds. */
  lookMs?: number;
};

export function keepWatching(parts: WatchingParts): Watch {
  const { store, states, memory, hubspot, clock, log, wake, everyMs = 60_000, lookMs = 500 } = parts;
  const dueAt = memory.map<number, number>('when silence is looked for');

  async function look(portalId: number): Promise<WatchReport | null> {
    const state = await states.get(portalId);
    if (state === null) return null;
    const now = clock.now();
    dueAt.set(portalId, now + everyMs);
    const { isTold, ...found } = await lookForSilence(store, state, now);
    if (isTold) wake(portalId);
    const sample = await samples.stored(portalId);
    return { ...found, sample: sample?.last ?? null, sampleProblem: sample?.problem ?? null };
  }

  async function watch(portalId: number): Promise<void> {
    const state = await states.get(portalId);
    const gateway = hubspot.get(portalId);
    if (state === null || gateway === undefined) return;
    const now = clock.now();
    // Also when the clock was moved back.
    const due = Math.min(dueAt.get(portalId) ?? now, now + everyMs);
    dueAt.set(portalId, due);
    if (now >= due) await look(portalId);
    await samples.takeIfDue(state, gateway);
  }

  const rounds = forEachPortal({
    what: 'looking for silence',
    memory,
    portalIds: () => hubspot.keys(),
    turn: watch,
    log,
    everyMs: lookMs,
  });
  const samples = dailySamples(parts, rounds.stopping);

  return {
    look,
    async stop() {
      await rounds.stop();
      await samples.ended();
    },
  };
}
