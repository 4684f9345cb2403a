/** One round of load against one server: how fast, how busy, what it cost. */
import { generateLoad, type Load, type LoadResult } from './load/generate-load.ts';
import { pause } from './product.ts';
import type { Figures, MeasuredProcess } from './start-process.ts';

/** Below it something else than the server was the bottleneck, and the round says nothing. */
export const leastUtilisation = 0.9;

export type Round = LoadResult & {
  eventsPerSecond: number;
  cpuMicrosPerEvent: number;
  /** Share of the middle of the round in which the event loop was not waiting. Writing to disk counts as busy. */
  utilisation: number;
  valid: boolean;
  memoryMegabytes: number;
};

/**
 * `drained` resolves when the server has finished what it took; the clock stops then. `least`: the utilisation below which
 * the round is not valid; 0 where the server waits for a database that is a part of it.
 */
export async function measureRound(
  server: MeasuredProcess,
  load: Omit<Load, 'url'>,
  drained: () => Promise<void> = async () => {},
  least = leastUtilisation,
): Promise<Round> {
  const before = await server.ask('figures');
  const busy = middleOf(server, load.seconds * 1000);
  const result = await generateLoad({ ...load, url: server.url });
  const answeredAt = performance.now();
  await drained();
  const seconds = result.seconds + (performance.now() - answeredAt) / 1000;
  const after = await server.ask('figures');
  const utilisation = await busy;
  const events = result.answered * load.each;
  const cpu = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
  return {
    ...result,
    seconds,
    eventsPerSecond: events / seconds,
    cpuMicrosPerEvent: cpu / events,
    utilisation,
    valid: utilisation >= least && result.refused === 0 && result.broken === 0,
    memoryMegabytes: after.memory.rss / 1024 / 1024,
  };
}

/** Leaves out the ends, in which the generator starts and stops. */
async function middleOf(server: MeasuredProcess, ms: number): Promise<number> {
  await pause(ms * 0.2);
  const from = await server.ask<Figures>('figures');
  await pause(ms * 0.6);
  const to = await server.ask<Figures>('figures');
  const active = to.loop.active - from.loop.active;
  return active / (active + to.loop.idle - from.loop.idle);
}
