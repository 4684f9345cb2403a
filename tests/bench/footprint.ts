/** (e) What it needs: memory after a start and after load, bytes on disk for each event, time from spawn to listening. */
import { median, round } from './median.ts';
import { copyDatabase, removeDatabase, type Surroundings, startProduct } from './product.ts';
import type { Settings } from './settings.ts';
import type { Prepared } from './single-events.ts';

export async function measureFootprint(
  surroundings: Surroundings,
  { store, database: prepared }: Prepared,
  { coldStarts }: Settings,
  loaded: { bytesPerEvent: number; memoryMegabytes: number } | null,
) {
  const starts: number[] = [];
  const memory: number[] = [];
  for (let index = 0; index < coldStarts; index += 1) {
    const database = await copyDatabase(prepared, 'start');
    const product = await startProduct(surroundings, { database });
    starts.push(product.startMs);
    memory.push((await product.ask('figures')).memory.rss / 1024 / 1024);
    await product.stop();
    await removeDatabase(database);
  }
  return {
    measure: 'footprint',
    store,
    coldStartMs: round(median(starts)),
    memoryAtStartMegabytes: round(median(memory)),
    memoryUnderLoadMegabytes: loaded?.memoryMegabytes ?? null,
    bytesPerEvent: loaded?.bytesPerEvent ?? null,
  };
}
