/** When a write key was used last, a few minutes exact: events are accepted whether this can be written or not. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import type { PortalKey, PortalMemory } from './portal-memory.ts';

const everyMs = 5 * 60_000;

export function noteKeyUses(
  store: Pick<SettingsStore, 'noteWriteKeyUse'>,
  memory: PortalMemory,
  clock: Clock,
  log: Pick<Logger, 'warn'>,
): (portalId: number, keyHash: string) => void {
  const notedAt = memory.map<PortalKey, number>('when a write key was used');
  return (portalId, keyHash) => {
    const key: PortalKey = `${portalId} ${keyHash}`;
    const now = clock.now();
    if (now - (notedAt.get(key) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
    notedAt.set(key, now);
    store
      .noteWriteKeyUse(keyHash, now)
      .catch((err) => log.warn({ err }, 'when a write key was used could not be written down'));
  };
}
