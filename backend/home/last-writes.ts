/** When HubSpot last took what was written. Kept over a restart, but not written down for every batch of a busy minute. */
import type { HubspotEffect } from '../outbox/effect.ts';
import type { Settlement } from '../outbox/lane.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { PortalStore } from '../store/store.ts';

/** Row of the `settings` table. */
export const lastWriteSetting = 'last HubSpot write';

/** The others in HubSpot's lane only read. */
const writing: ReadonlySet<string> = new Set<HubspotEffect['kind']>([
  'sync contact',
  'sync company',
  'write handoff fields',
  'return contact',
  'log call',
]);

const keptEveryMs = 60_000;

export type LastWrites = {
  note(portalId: number, settlements: readonly Settlement[]): Promise<void>;
  of(portalId: number): Promise<number | null>;
};

export function keepLastWrites(
  store: Pick<PortalStore, 'setting' | 'saveSetting'>,
  memory: PortalMemory,
  now: () => number,
): LastWrites {
  const newest = memory.map<number, number>('when HubSpot took something last');
  const kept = memory.map<number, number>('when that was written down');
  return {
    async note(portalId, settlements) {
      if (!settlements.some(({ effect, outcome }) => outcome.outcome === 'done' && writing.has(effect.kind))) return;
      const at = now();
      newest.set(portalId, at);
      if (at - (kept.get(portalId) ?? 0) < keptEveryMs) return;
      kept.set(portalId, at);
      await store.saveSetting(portalId, lastWriteSetting, at, at);
    },
    async of(portalId) {
      return newest.get(portalId) ?? ((await store.setting(portalId, lastWriteSetting)) as number | null);
    },
  };
}
