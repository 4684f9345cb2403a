/** What is thrown away with time. Message ids outlive the longest wait of an SDK's own retries by far. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { IngestStore } from '../store/store.ts';

const dayMs = 24 * 60 * 60_000;
/** Promised: an event counts once, however late its repeat within seven days. */
const messageIdsKeptMs = 14 * dayMs;
const everyMs = 60 * 60_000;

export function keepHouse(
  store: Pick<IngestStore, 'expireMessageIds'>,
  portalIds: () => Promise<number[]>,
  clock: Clock,
  log: Pick<Logger, 'error'>,
): { stop(): void } {
  const timer = setInterval(async () => {
    for (const portalId of await portalIds()) {
      await store
        .expireMessageIds(portalId, clock.now() - messageIdsKeptMs)
        .catch((err) => log.error({ portalId, err }, 'old message ids could not be forgotten'));
    }
  }, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
