/** When a portal's daily sample is due, across restarts and failures. */
import type { Logger } from 'pino';
import { HubspotError } from '../hubspot/hubspot-errors.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { PortalState } from '../portals/portal-state.ts';
import type { Turns } from '../portals/take-turns.ts';
import { type SampleParts, sampleContacts, sampleEveryMs } from './sample-contacts.ts';
import { type StoredSample, watchSettings } from './watch-report.ts';

export type DailySampleParts = SampleParts & {
  /** Shared with drift and provisioning. */
  turns: Pick<Turns, 'inTurn'>;
  memory: PortalMemory;
  log: Pick<Logger, 'warn' | 'error'>;
  /** Something was wanted of the outbox. */
  wake: (portalId: number) => void;
};

const againMs = 60 * 60_000;

/** `stopping`: a sample under way gives its turn up at once; what it still asks of HubSpot ends with the gateways. */
export function dailySamples(parts: DailySampleParts, stopping: AbortSignal) {
  const { store, clock, turns, memory, log, wake } = parts;
  const underWay = memory.work<number>('the daily sample');
  const stopped = new Promise<void>((resolve) => stopping.addEventListener('abort', () => resolve()));

  async function stored(portalId: number): Promise<StoredSample | null> {
    return (await store.setting(portalId, watchSettings.sample)) as StoredSample | null;
  }

  /** Does not wait for the sample. */
  async function takeIfDue(state: PortalState, gateway: HubspotGateway): Promise<void> {
    const { portalId } = gateway;
    const now = clock.now();
    const known = await stored(portalId);
    const sample = known ?? { dueAt: Infinity, after: 0, differing: [], since: null, last: null, problem: null };
    // The first is due in a day; a clock that was moved back does not put one off for longer.
    const dueAt = Math.min(sample.dueAt, now + sampleEveryMs);
    if (dueAt !== known?.dueAt) await save(portalId, { ...sample, dueAt });
    if (now < dueAt || underWay.has(portalId) || stopping.aborted) return;
    underWay.set(
      portalId,
      takeInTurn(state, gateway)
        .catch((err) => log.error({ portalId, err }, 'the daily sample failed'))
        .finally(() => underWay.delete(portalId)),
    );
  }

  async function takeInTurn(state: PortalState, gateway: HubspotGateway): Promise<void> {
    let sample = Promise.resolve();
    await turns.inTurn(gateway.portalId, () => {
      if (!stopping.aborted) sample = take(state, gateway);
      return Promise.race([sample, stopped]);
    });
    await sample;
  }

  async function take(state: PortalState, gateway: HubspotGateway): Promise<void> {
    const { portalId } = gateway;
    const before = await stored(portalId);
    if (before === null) return;
    try {
      await sampleContacts(parts, state, gateway, before);
      wake(portalId);
    } catch (error) {
      if (stopping.aborted) return;
      const problem = (error as Error).message;
      await save(portalId, { ...before, dueAt: clock.now() + againMs, problem });
      if (!(error instanceof HubspotError)) throw error;
      log.warn({ portalId, reason: problem }, 'the daily sample could not be taken; again in an hour');
    }
  }

  async function save(portalId: number, sample: StoredSample): Promise<void> {
    await store.saveSetting(portalId, watchSettings.sample, sample, clock.now());
  }

  return {
    stored,
    takeIfDue,
    async ended(): Promise<void> {
      await Promise.all(underWay.values());
    },
  };
}
