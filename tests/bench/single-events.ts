/** (a) Single events: the product, which keeps them, against a bare Express that throws them away. */
import { countEvents, packedBytes } from './count-events.ts';
import { type Among, connections } from './load/generate-load.ts';
import { leastUtilisation, measureRound, type Round } from './measure-round.ts';
import { median, round } from './median.ts';
import { isPostgres, postgresCpu } from './postgres-databases.ts';
import {
  copyDatabase,
  removeDatabase,
  type StoreName,
  type Surroundings,
  startProduct,
  untilQuiet,
  writeKey,
} from './product.ts';
import type { Settings } from './settings.ts';
import { startProcess } from './start-process.ts';
import { untilDrained } from './until-drained.ts';

export type ProductRound = Round & {
  settleMs: number;
  /** Once their texts are packed, where the database does that. */
  bytesPerEvent: number;
  bytesAsTheyCame: number;
  databaseCpuMicrosPerEvent: number | null;
  problems: string[];
};

/** A database in which everybody is known, to be copied for each round. */
export type Prepared = { store: StoreName; database: string };

/** A result for each store; their rounds alternate with each other and with Express. */
export async function compareSingleEvents(
  surroundings: Surroundings,
  prepared: Prepared[],
  { rounds, warmUpSeconds, roundSeconds, say }: Settings,
) {
  const { folder } = surroundings;
  const measured = prepared.map(({ store, database }) => ({ store, database, rounds: [] as ProductRound[] }));
  const bare: Round[] = [];
  const express = await startProcess({ file: 'tests/bench/express-server.ts' });
  const load = { each: 1, writeKey, folder };
  for (let index = 0; index < rounds; index += 1) {
    await measureRound(express, { ...load, run: 'warm-up-', seconds: warmUpSeconds });
    bare.push(await measureRound(express, { ...load, run: 'express-', seconds: roundSeconds }));
    say(`single events, round ${index + 1}: Express ${describe(bare.at(-1)!)}`);
    for (const { store, database, rounds: done } of measured) {
      done.push(await measureProduct(surroundings, database, { each: 1, warmUpSeconds, roundSeconds }));
      say(`single events, round ${index + 1}: ${store} ${describe(done.at(-1)!)}`);
    }
  }
  await express.stop();
  const sqlite = measured.find(({ store }) => store === 'sqlite');
  return measured.map(({ store, rounds: product }) => ({
    measure: 'single events',
    store,
    ...medians(product),
    express: medians(bare),
    ratio: round(ratioOf(validOf(product), validOf(bare)), 2),
    target: 0.4,
    aim: 0.6,
    ratios: product.map((one, index) => round(one.eventsPerSecond / bare[index]!.eventsPerSecond, 2)),
    ...(store !== 'sqlite' && sqlite && { toSqlite: round(ratioOf(validOf(product), validOf(sqlite.rounds)), 2) }),
    ...afterwards(product),
  }));
}

export type RoundLoad = { each: number; warmUpSeconds: number; roundSeconds: number; among?: Among };

/** A fresh copy of the prepared database, a fresh process, a warm-up, a round, and the database compared with the answers. */
export async function measureProduct(
  surroundings: Surroundings,
  prepared: string,
  { each, warmUpSeconds, roundSeconds, among }: RoundLoad,
): Promise<ProductRound> {
  const database = await copyDatabase(prepared, 'round');
  const before = await countEvents(database, 'prepared');
  const product = await startProduct(surroundings, { database });
  const load = { each, writeKey, folder: surroundings.folder, among };
  const warmUp = await measureRound(product, { ...load, run: 'warm-up-', seconds: warmUpSeconds });
  const databaseCpu = await startCpu(database);
  const measured = await measureRound(
    product,
    { ...load, run: 'measured', seconds: roundSeconds },
    () => untilDrained(product.url),
    isPostgres(database) ? 0 : leastUtilisation,
  );
  const databaseCpuMicros = await databaseCpu();
  const settleMs = await untilQuiet(database);
  await product.stop();

  const stored = await countEvents(database, 'measured');
  const warm = await countEvents(database, 'warm-up-');
  const perEvent = (bytes: number) => (bytes - before.databaseBytes) / (stored.events + warm.events);
  const bytesAsTheyCame = perEvent(stored.databaseBytes);
  const bytesPerEvent = isPostgres(database) ? bytesAsTheyCame : perEvent(await packedBytes(database));
  const problems = [
    ...differences(measured.answered * each, stored.events, each, 'measured'),
    ...differences(warmUp.answered * each, warm.events, each, 'warm-up'),
  ];
  const inUsage = stored.inUsage - before.inUsage;
  if (inUsage !== stored.events + warm.events) {
    problems.push(`usage holds ${inUsage} events, the database ${stored.events + warm.events}`);
  }
  await removeDatabase(database);
  const valid = measured.valid && problems.length === 0;
  const databaseCpuMicrosPerEvent = databaseCpuMicros === null ? null : databaseCpuMicros / (measured.answered * each);
  return { ...measured, valid, settleMs, bytesAsTheyCame, bytesPerEvent, databaseCpuMicrosPerEvent, problems };
}

/** What a PostgreSQL uses from now on: beside the product's own CPU time, SQLite's being in it. Null where nobody tells. */
async function startCpu(database: string): Promise<() => Promise<number | null>> {
  const used = () => (isPostgres(database) ? postgresCpu(database) : null);
  const before = await used();
  return async () => {
    const after = await used();
    return before === null || after === null ? null : after - before;
  };
}

/** Every 200 must be in the database; what was under way when the generator hung up may be there besides. */
function differences(answered: number, stored: number, each: number, what: string): string[] {
  const most = answered + connections * each;
  return stored >= answered && stored <= most ? [] : [`${what}: ${answered} events answered 200, ${stored} stored`];
}

export function ratioOf(product: { eventsPerSecond: number }[], other: { eventsPerSecond: number }[]): number {
  return median(product.map(speed)) / median(other.map(speed));
}

/** Rounds in which something else was the bottleneck say nothing about the server; all of them if none is left. */
export function validOf<Any extends Round>(rounds: Any[]): Any[] {
  const valid = rounds.filter((one) => one.valid);
  return valid.length > 0 ? valid : rounds;
}

const speed = (one: { eventsPerSecond: number }) => one.eventsPerSecond;

/** Over the valid rounds. */
export function medians(rounds: Round[]) {
  const valid = validOf(rounds);
  return {
    eventsPerSecond: round(median(valid.map(speed))),
    cpuMicrosPerEvent: round(median(valid.map((one) => one.cpuMicrosPerEvent)), 1),
    p50Ms: round(median(valid.map((one) => one.p50Ms)), 1),
    p99Ms: round(median(valid.map((one) => one.p99Ms)), 1),
    utilisation: round(median(valid.map((one) => one.utilisation)), 3),
    rounds: rounds.length,
    validRounds: rounds.filter((one) => one.valid).length,
  };
}

export function afterwards(rounds: ProductRound[]) {
  const databaseCpu = validOf(rounds).flatMap((one) => one.databaseCpuMicrosPerEvent ?? []);
  return {
    ...(databaseCpu.length > 0 && { databaseCpuMicrosPerEvent: round(median(databaseCpu), 1) }),
    settleMs: round(median(rounds.map((one) => one.settleMs))),
    bytesPerEvent: round(median(rounds.map((one) => one.bytesPerEvent))),
    bytesAsTheyCame: round(median(rounds.map((one) => one.bytesAsTheyCame))),
    memoryMegabytes: round(median(rounds.map((one) => one.memoryMegabytes))),
    problems: rounds.flatMap((one) => one.problems),
  };
}

export function describe(one: Round & { databaseCpuMicrosPerEvent?: number | null }): string {
  const more = one.databaseCpuMicrosPerEvent ? ` and ${one.databaseCpuMicrosPerEvent.toFixed(1)} of PostgreSQL` : '';
  const cost = `${one.cpuMicrosPerEvent.toFixed(1)} µs CPU an event`;
  return `${Math.round(one.eventsPerSecond)} events/s, ${cost}${more}, loop ${one.utilisation.toFixed(3)}${one.valid ? '' : ' (not valid)'}`;
}
