/** (b) Batches of 100: the product against its own statements on a bare better-sqlite3, or a bare pg. */
import path from 'node:path';
import { countEvents } from './count-events.ts';
import { generateLoad } from './load/generate-load.ts';
import { median, round } from './median.ts';
import { copyDatabase, removeDatabase, type Surroundings, startProduct, untilQuiet, writeKey } from './product.ts';
import type { Settings } from './settings.ts';
import {
  afterwards,
  describe,
  measureProduct,
  medians,
  type Prepared,
  type ProductRound,
  ratioOf,
  validOf,
} from './single-events.ts';
import { startProcess } from './start-process.ts';

const each = 100;

export async function compareBatches(
  surroundings: Surroundings,
  { store, database: prepared }: Prepared,
  { rounds, warmUpSeconds, roundSeconds, say }: Settings,
) {
  const recorded = await recordStatements(surroundings, { store, database: prepared }, roundSeconds);
  say(`batches: recorded ${recorded.statements} statements for ${recorded.events} events`);
  const raw = await startProcess({
    file: store === 'postgres' ? 'tests/bench/replay-postgres.ts' : 'tests/bench/replay-statements.ts',
    preload: [],
    env: {
      BENCH_STATEMENTS: recorded.file,
      BENCH_DATABASE: store === 'postgres' ? await copyDatabase(prepared, 'replayed') : prepared,
    },
  });
  type Replayed = { ms: number; cpuMs: number; failed: number };
  const replay = async (): Promise<Replayed> => {
    // A file the replaying process copies itself.
    if (store === 'postgres') await copyDatabase(prepared, 'replayed');
    return raw.ask<Replayed>('replay');
  };
  await replay();
  const product: ProductRound[] = [];
  const statements: { eventsPerSecond: number; cpuMicrosPerEvent: number; failed: number }[] = [];
  for (let index = 0; index < rounds; index += 1) {
    const { ms, cpuMs, failed } = await replay();
    const cpuMicrosPerEvent = (cpuMs * 1000) / recorded.events;
    statements.push({ eventsPerSecond: recorded.events / (ms / 1000), cpuMicrosPerEvent, failed });
    product.push(await measureProduct(surroundings, prepared, { each, warmUpSeconds, roundSeconds }));
    const rawSpeed = Math.round(statements.at(-1)!.eventsPerSecond);
    say(`batches, round ${index + 1}: ${describe(product.at(-1)!)}; statements alone ${rawSpeed} events/s`);
  }
  await raw.stop();
  const rawCpu = median(statements.map((one) => one.cpuMicrosPerEvent));
  const productCpu = median(validOf(product).map((one) => one.cpuMicrosPerEvent));
  return {
    measure: 'batches of 100',
    store,
    ...medians(product),
    statements: {
      eventsPerSecond: round(median(statements.map((one) => one.eventsPerSecond))),
      cpuMicrosPerEvent: round(rawCpu, 1),
      perEvent: round(recorded.statements / recorded.events, 1),
      failed: Math.max(...statements.map(({ failed }) => failed)),
    },
    ratio: round(ratioOf(validOf(product), statements), 2),
    target: 0.5,
    cpuRatio: round(rawCpu / productCpu, 2),
    ratios: product.map((one, index) => round(one.eventsPerSecond / statements[index]!.eventsPerSecond, 2)),
    ...afterwards(product),
  };
}

/** All statements the product runs while such events arrive and are decided about, and how many events those were. */
async function recordStatements(surroundings: Surroundings, { store, database: prepared }: Prepared, seconds: number) {
  const { folder } = surroundings;
  const file = path.join(folder, 'statements.jsonl');
  const database = await copyDatabase(prepared, 'recording');
  const product = await startProduct(
    { ...surroundings },
    {
      database,
      preload: ['answer-figures.ts', store === 'postgres' ? 'record-postgres.ts' : 'record-statements.ts'],
      env: { BENCH_STATEMENTS: file },
    },
  );
  await product.ask('record');
  await generateLoad({ url: product.url, run: 'recorded', each, seconds, writeKey, folder });
  await untilQuiet(database);
  const statements = await product.ask<number>('recorded');
  await product.stop();
  const { events } = await countEvents(database, 'recorded');
  await removeDatabase(database);
  return { file, statements, events };
}
