/**
 * Once an hour HubSpot is asked again about everybody whom sales has: a closed deal, a logged call or another owner does not
 * always change the contact in a way that a sweep or a webhook sees.
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { priorities, readFactsEffect } from '../outbox/effect.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { OutboxStore } from '../store/store.ts';

export type RereadParts = {
  store: Pick<HandoffStore, 'personsWithSales'> & Pick<OutboxStore, 'enqueue'>;
  portalIds: () => Promise<number[]>;
  clock: Clock;
  /** Something is in the outbox. */
  onAsked: (portalId: number) => void;
  log: Pick<Logger, 'warn'>;
  everyMs?: number;
  /** How often to look whether it is time, in monotonic milliseconds. */
  lookEveryMs?: number;
};

const hourMs = 60 * 60_000;
const page = 500;

/** The first round is an hour after the start: until then what is stored is as it was left. */
export function keepRereading(parts: RereadParts): { stop(): Promise<void> } {
  const { store, portalIds, clock, log, everyMs = hourMs, lookEveryMs = 1_000 } = parts;
  let dueAt = clock.now() + everyMs;
  let current: Promise<void> = Promise.resolve();
  let isRunning = false;
  let isStopped = false;

  async function round(): Promise<void> {
    for (const portalId of await portalIds()) {
      for (let after = 0; !isStopped; ) {
        const personIds = await store.personsWithSales(portalId, after, page);
        const effects = personIds.map((personId) => ({
          ...readFactsEffect(personId),
          priority: priorities.reconciliation,
        }));
        await store.enqueue(portalId, effects, clock.now());
        if (personIds.length > 0) parts.onAsked(portalId);
        if (personIds.length < page) break;
        after = personIds.at(-1)!;
      }
    }
  }

  const timer = setInterval(() => {
    if (isRunning || clock.now() < dueAt) return;
    isRunning = true;
    dueAt = clock.now() + everyMs;
    current = round()
      .catch((err) => log.warn({ err }, 'HubSpot could not be asked again about open handoffs'))
      .finally(() => {
        isRunning = false;
      });
  }, lookEveryMs);
  timer.unref();

  return {
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await current;
    },
  };
}
