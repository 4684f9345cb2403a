/**
 * The first calls before going live: read once, when the portal goes live or at the first report after that, and kept. A
 * failure raises no alarm; until HubSpot answers they are not known.
 */
import type { Clock } from '../clock.ts';
import { workingTimeOf } from '../handoff/owner-hours.ts';
import { HubspotError } from '../hubspot/hubspot-errors.ts';
import type { HubspotLog } from '../hubspot/transport.ts';
import { noPlaybook } from '../playbook/no-playbook.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import type { Portal, PortalStore } from '../store/store.ts';
import { type BeforeGoLive, beforeDays, reckonBefore } from './before-go-live.ts';
import { type BeforeGateway, readBefore } from './read-before.ts';
import type { Before } from './sla-report.ts';

export type BeforeGoLives = {
  /** Null: watch mode. */
  of(portalId: number): Promise<Before>;
  /** Reads in the background. */
  readSoon(portalId: number): void;
  /** Resolves when nothing is being read; closing the gateways ends what is. */
  ended(): Promise<void>;
};

export type BeforeParts = {
  store: Pick<PortalStore, 'portal' | 'setting' | 'saveSetting'>;
  states: Pick<PortalStates, 'get'>;
  memory: PortalMemory;
  hubspot: ReadonlyMap<number, BeforeGateway>;
  clock: Pick<Clock, 'now'>;
  log: HubspotLog;
};

/** Row of the `settings` table. */
export const beforeSetting = 'before go-live';

const dayMs = 86_400_000;

export function keepBefore({ store, states, memory, hubspot, clock, log }: BeforeParts): BeforeGoLives {
  const asked = memory.work<number, Promise<Before>>('first calls before going live');

  /** Whoever asks while it is being read waits for that. */
  function of(portalId: number): Promise<Before> {
    const known = asked.get(portalId);
    if (known !== undefined) return known;
    const answer = find(portalId).finally(() => asked.delete(portalId));
    asked.set(portalId, answer);
    return answer;
  }

  async function find(portalId: number): Promise<Before> {
    const portal = await store.portal(portalId);
    if (portal === null || portal.goLiveAt === null) return null;
    const kept = (await store.setting(portalId, beforeSetting)) as BeforeGoLive | null;
    return kept?.to === portal.goLiveAt ? kept : readOnce(portal, portal.goLiveAt);
  }

  async function readOnce({ portalId, timeZone }: Portal, goLiveAt: number): Promise<Before> {
    const gateway = hubspot.get(portalId);
    if (gateway === undefined) return { unknown: 'the portal is not connected to HubSpot' };
    const span = { from: goLiveAt - beforeDays * dayMs, to: goLiveAt };
    try {
      const read = await readBefore(gateway, span);
      if (read === null) return { unknown: 'HubSpot keeps no date of becoming SQL in this portal' };
      const readAt = clock.now();
      const state = await states.get(portalId);
      const before = reckonBefore(read.contacts, { ...span, readAt, found: read.found }, (ownerId) =>
        workingTimeOf(
          state?.playbook ?? noPlaybook,
          timeZone,
          state?.owners.find(({ id }) => id === ownerId)?.email ?? null,
        ),
      );
      await store.saveSetting(portalId, beforeSetting, before, readAt);
      log.debug({ portalId, contacts: read.contacts.length }, 'first calls before going live were read');
      return before;
    } catch (error) {
      if (!(error instanceof HubspotError)) throw error;
      log.warn({ portalId, reason: error.message }, 'first calls before going live are not known yet');
      return { unknown: error.message };
    }
  }

  return {
    of,
    readSoon(portalId) {
      of(portalId).catch((err) => log.warn({ portalId, err }, 'first calls before going live could not be read'));
    },
    async ended() {
      await Promise.allSettled(asked.values());
    },
  };
}
