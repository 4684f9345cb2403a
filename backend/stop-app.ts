/** The order in which the service ends: nothing new is taken, what was taken is finished, and the store is closed last. */
import type { Server } from 'node:http';
import { closeHttpServer } from './http/create-server.ts';

/** Of the ten seconds in which an end is promised. */
const platformsMayTakeMs = 3_000;

type Stoppable = { stop(): unknown };
type Ending = { ended(): Promise<unknown> };

export type RunningParts = {
  /** Gives up calls to the platforms that are not answered. */
  stopping: AbortController;
  gateways: ReadonlyMap<number, { close(graceMs?: number): Promise<unknown> }>;
  server: Server;
  door: { drain(): Promise<unknown> };
  work: Stoppable & { stopDeciding(): Promise<unknown> };
  operator: { home: Stoppable; once: Ending };
  /** In no order: they begin nothing more, and what they are at is awaited before the store closes. */
  others: readonly Stoppable[];
  upkeep: Stoppable;
  drift: Stoppable;
  sample: Stoppable;
  housekeeping: Stoppable;
  /** Null where this process alone works on the database. */
  recovering: Stoppable | null;
  nodes: Stoppable;
  backfills: Stoppable;
  dropped: Stoppable;
  summaries: Stoppable;
  rules: Stoppable;
  before: Ending;
  clock: { close(): void } | null;
  store: { close(): Promise<unknown> };
};

export async function stopApp(parts: RunningParts): Promise<void> {
  // Whatever HubSpot and Slack have not answered by then is given up: it is tried again, or listed as unconfirmed.
  const givingUp = setTimeout(() => {
    parts.stopping.abort();
    for (const gateway of parts.gateways.values()) void gateway.close(0);
  }, platformsMayTakeMs);
  await parts.upkeep.stop();
  const sampleEnded = parts.sample.stop();
  const driftEnded = parts.drift.stop();
  const othersEnded = parts.others.map((part) => part.stop());
  const houseEnded = parts.housekeeping.stop();
  await parts.recovering?.stop();
  await parts.nodes.stop();
  const decided = parts.work.stopDeciding();
  const backfillsEnded = parts.backfills.stop();
  await closeHttpServer(parts.server);
  await backfillsEnded;
  await sampleEnded;
  await parts.door.drain();
  await parts.dropped.stop();
  await houseEnded;
  parts.summaries.stop();
  await parts.rules.stop();
  await parts.operator.home.stop();
  await decided;
  await parts.work.stop();
  await driftEnded;
  clearTimeout(givingUp);
  for (const gateway of parts.gateways.values()) await gateway.close();
  await Promise.all(othersEnded);
  await parts.before.ended();
  await parts.operator.once.ended();
  parts.clock?.close();
  await parts.store.close();
}
