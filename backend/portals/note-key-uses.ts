/** When a write key was used last, a few minutes exact: events are accepted whether this can be written or not. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { SettingsStore } from '../store/settings-store.ts';

const everyMs = 5 * 60_000;

export function noteKeyUses(
  store: Pick<SettingsStore, 'noteWriteKeyUse'>,
  clock: Clock,
  log: Pick<Logger, 'warn'>,
): (keyHash: string) => void {
  const notedAt = new Map<string, number>();
  return (keyHash) => {
    const now = clock.now();
    if (now - (notedAt.get(keyHash) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
    notedAt.set(keyHash, now);
    store
      .noteWriteKeyUse(keyHash, now)
      .catch((err) => log.warn({ err }, 'when a write key was used could not be written down'));
  };
}
