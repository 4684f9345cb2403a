/** When HubSpot called us first and last, of each kind of call: the first request for a card shows that the card was put up. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { PortalStore } from '../store/store.ts';
import { type PortalMemory, track } from './portal-memory.ts';
import type { PortalStates } from './portal-state.ts';

export type SeenKind = 'contact card' | 'webhook';

/** `lastAt` an hour exact. */
export type Seen = { firstAt: number; lastAt: number };

const settingNameOf = (kind: SeenKind) => `${kind} seen`;
const againMs = 3_600_000;

export async function readSeen(
  store: Pick<PortalStore, 'setting'>,
  portalId: number,
  kind: SeenKind,
): Promise<Seen | null> {
  return (await store.setting(portalId, settingNameOf(kind))) as Seen | null;
}

export type NoteSeenParts = {
  store: Pick<PortalStore, 'setting' | 'saveSetting'>;
  states: Pick<PortalStates, 'isKnown'>;
  memory: PortalMemory;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
};

/** Called for every request whose signature was good; it is answered whether this can be written or not. */
export function noteSeen(
  { store, states, memory, clock, log }: NoteSeenParts,
  kind: SeenKind,
): (portalId: number) => void {
  const noted = memory.map<number, number>(`when a ${kind} was noted`);
  const writing = memory.work<number>(`noting a ${kind}`);

  async function write(portalId: number, now: number): Promise<void> {
    if (!(await states.isKnown(portalId))) return;
    const seen = await readSeen(store, portalId, kind);
    await store.saveSetting(portalId, settingNameOf(kind), { firstAt: seen?.firstAt ?? now, lastAt: now }, now);
  }

  return (portalId) => {
    const now = clock.now();
    if (now - (noted.get(portalId) ?? -againMs) < againMs) return;
    noted.set(portalId, now);
    const written = write(portalId, now).catch((err) => {
      noted.delete(portalId);
      log.warn({ portalId, kind, err }, 'that HubSpot called could not be kept');
    });
    track(writing, portalId, written);
  };
}
