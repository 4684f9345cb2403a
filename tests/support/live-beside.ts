/**
 * The way of a live event from the door to its decision, beside a backfill, on a real database and over real HTTP: how long it
 * takes. Events are of people nobody else has heard of, so that each is decided on its own.
 */

import { type Backfills, createBackfills } from '../../backend/backfill/backfills.ts';
import type { SentRow } from '../../backend/backfill/load-rows.ts';
import { createDecider } from '../../backend/handoff/decider.ts';
import { createPortalMemory } from '../../backend/portals/portal-memory.ts';
import type { WholeStore } from '../../backend/store/open-store.ts';
import { hashWriteKey } from '../../backend/write-key-hash.ts';
import { portalState } from './handoffs.ts';
import { startIngestServer } from './ingest-server.ts';
import { acmePlaybook } from './playbooks.ts';

const key = 'write-key-of-the-live-ones';
const clock = { now: () => Date.now(), plausibleNows: () => [Date.now()] };
const rules = { timeZone: 'Europe/Berlin', playbook: acmePlaybook() };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export type LiveBeside = {
  backfills: Backfills;
  /** Sends so many events, one every `gapMs`, and tells how long each took to its decision, in milliseconds. */
  sendLive(events: number, gapMs: number): Promise<number[]>;
  errors: unknown[];
  stop(): Promise<void>;
};

export type StoreBeside = Pick<
  WholeStore,
  'acceptEvents' | 'writeKey' | 'addWriteKey' | 'decisionInputs' | 'commitDecisions' | 'historyFigures'
> &
  Parameters<typeof createBackfills>[0]['store'];

export async function startLiveBeside(store: StoreBeside, portalId: number): Promise<LiveBeside> {
  const errors: unknown[] = [];
  const names = new Map<number, string>();
  const sentAt = new Map<string, number>();
  const tookMs = new Map<string, number>();
  const watching = {
    ...store,
    async decisionInputs(...asked: Parameters<StoreBeside['decisionInputs']>) {
      const inputs = await store.decisionInputs(...asked);
      for (const { person } of inputs) names.set(person.personId, person.profile.userIds[0] ?? '');
      return inputs;
    },
  };
  const state = portalState();
  const decider = createDecider({
    store: watching,
    memory: createPortalMemory(),
    states: { get: async () => ({ ...state, portal: { ...state.portal, portalId } }) } as never,
    earlierPlaybook: async () => null,
    clock,
    onDecided: (_portalId, _takeUp, decisions) => {
      const now = performance.now();
      for (const { personId } of decisions) {
        const user = names.get(personId) ?? '';
        const began = sentAt.get(user);
        if (began !== undefined && !tookMs.has(user)) tookMs.set(user, now - began);
      }
    },
    onError: (_portalId, error) => errors.push(error),
  });
  let liveAt = Number.NEGATIVE_INFINITY;
  await store.addWriteKey(hashWriteKey(key), { portalId, source: 'server', name: '' }, 0);
  const server = await startIngestServer({
    store,
    clock,
    rulesFor: () => rules,
    onCommit: (committed) => {
      liveAt = performance.now();
      decider.wake(committed);
    },
  });
  const backfills = createBackfills({
    store,
    memory: createPortalMemory(),
    rulesFor: async () => rules,
    allowedOf: () => new Set(),
    onDropped: () => {},
    live: { isBusy: () => server.door.isBusy() || decider.isBusy(), lastAt: () => liveAt },
    now: clock.now,
    onLoaded: (loaded) => decider.wake(loaded),
  });
  let users = 0;

  return {
    backfills,
    errors,
    async sendLive(events, gapMs) {
      const sent: string[] = [];
      for (let event = 0; event < events; event += 1) {
        const user = `live-${portalId}-${users}`;
        users += 1;
        sentAt.set(user, performance.now());
        sent.push(user);
        const message = { type: 'track', event: 'Report Created', userId: user, messageId: `m-${user}` };
        const headers = { 'x-write-key': key };
        const response = await fetch(`${server.url}/v1/track`, {
          method: 'POST',
          headers,
          body: JSON.stringify(message),
        });
        if (response.status !== 200) errors.push(await response.text());
        else await response.arrayBuffer();
        await pause(gapMs);
      }
      while (sent.some((user) => !tookMs.has(user))) await pause(5);
      return sent.map((user) => tookMs.get(user)!);
    },
    async stop() {
      await backfills.stop();
      await decider.stop();
      await server.door.drain();
      await server.close();
    },
  };
}

/** So many rows of an export, of so many people, from some line on. */
export function exportLines(rows: number, people: number, from = 0): string[] {
  return Array.from({ length: rows }, (_, index) => {
    const line = from + index + 1;
    const at = new Date(Date.now() - (line % 90) * 86_400_000 - line).toISOString();
    const userId = `past-${(line * 7) % people}`;
    const messages =
      line % 10 === 0
        ? [
            {
              type: 'identify',
              userId,
              messageId: `row-${line}`,
              timestamp: at,
              traits: { email: `${userId}@finpilot${line % 50}.test` },
            },
          ]
        : [
            {
              type: 'track',
              event: line % 3 === 0 ? 'Report Created' : 'Signed In',
              userId,
              messageId: `row-${line}`,
              timestamp: at,
              properties: { amount: line },
            },
          ];
    const row: SentRow = { line, through: { line, byte: line * 200 }, messages };
    return JSON.stringify(row);
  });
}

export function p95(took: number[]): number {
  return took.toSorted((one, other) => one - other)[Math.ceil(took.length * 0.95) - 1]!;
}
