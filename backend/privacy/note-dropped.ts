/** Counts names of what messages said and is not kept, and writes them down now and then: events are accepted either way. */
import { allowedName } from '@zo/shared';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type PortalMemory, track } from '../portals/portal-memory.ts';
import type { PrivacyStore } from '../store/privacy-store.ts';

const everyMs = 10_000;
/** Of one portal between two writes; a client that makes names up would fill the memory. */
const mostAtOnce = 1_000;

export type DroppedNames = {
  /** Must cost next to nothing: it is asked for every message. */
  note(portalId: number, names: readonly string[]): void;
  /** Writes down what is counted so far. */
  flush(): Promise<void>;
  stop(): Promise<void>;
};

export function noteDroppedNames(
  store: Pick<PrivacyStore, 'noteDropped'>,
  memory: PortalMemory,
  clock: Clock,
  log: Pick<Logger, 'warn'>,
): DroppedNames {
  const counted = memory.map<number, Map<string, number>>('names that were dropped');
  const writing = memory.work<number>('writing down names that were dropped');

  async function flush(): Promise<void> {
    const full = [...counted];
    counted.clear();
    const written = full.map(([portalId, names]) => {
      const one = write(portalId, names);
      track(writing, portalId, one);
      return one;
    });
    await Promise.all(written);
  }

  async function write(portalId: number, names: ReadonlyMap<string, number>): Promise<void> {
    // What could not be allowed need not be offered; a name of another form may itself be personal data.
    const offered = new Map([...names].filter(([name]) => allowedName.test(name)));
    await store
      .noteDropped(portalId, offered, clock.now())
      .catch((err) => log.warn({ portalId, err }, 'names of what is not kept could not be written down'));
  }

  const timer = setInterval(flush, everyMs);
  timer.unref();
  return {
    note(portalId, names) {
      if (names.length === 0) return;
      let ofPortal = counted.get(portalId);
      if (ofPortal === undefined) {
        ofPortal = new Map();
        counted.set(portalId, ofPortal);
      }
      for (const name of names) {
        const before = ofPortal.get(name);
        if (before !== undefined || ofPortal.size < mostAtOnce) ofPortal.set(name, (before ?? 0) + 1);
      }
    },
    flush,
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
