/** When HubSpot asked for a contact's card, first and last: it shows that somebody put the card on the contact view. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import type { PortalStore } from '../store/store.ts';

/** `lastAt` an hour exact. */
export type CardSeen = { firstAt: number; lastAt: number };

type SettingStore = Pick<PortalStore, 'setting' | 'saveSetting'>;

const settingName = 'contact card seen';
const againMs = 3_600_000;

export async function readCardSeen(store: Pick<PortalStore, 'setting'>, portalId: number): Promise<CardSeen | null> {
  return (await store.setting(portalId, settingName)) as CardSeen | null;
}

type Parts = {
  store: SettingStore;
  states: Pick<PortalStates, 'isKnown'>;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
};

/** Called for every request whose signature was good; the card is answered whether this can be written or not. */
export function noteCardSeen({ store, states, clock, log }: Parts): (portalId: number) => void {
  const noted = new Map<number, number>();

  async function write(portalId: number, now: number): Promise<void> {
    if (!(await states.isKnown(portalId))) return;
    const seen = await readCardSeen(store, portalId);
    await store.saveSetting(portalId, settingName, { firstAt: seen?.firstAt ?? now, lastAt: now }, now);
  }

  return (portalId) => {
    const now = clock.now();
    if (now - (noted.get(portalId) ?? -againMs) < againMs) return;
    noted.set(portalId, now);
    write(portalId, now).catch((err) => {
      noted.delete(portalId);
      log.warn({ portalId, err }, 'that the card was asked for could not be kept');
    });
  };
}
