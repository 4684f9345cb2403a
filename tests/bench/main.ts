/**
 * `npm run bench`: one JSON object a line on standard output, progress on standard error. docs/benchmark.md says what is
 * measured and how.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compareBatches } from './batches.ts';
import { measureCard } from './card-answers.ts';
import { measureClicks } from './click-latency.ts';
import { measureClocks } from './clocks.ts';
import { measureFootprint } from './footprint.ts';
import { measureLatency } from './handoff-latency.ts';
import { measureHome } from './home-answers.ts';
import { countHubspotCalls } from './hubspot-calls.ts';
import { connections, loadGenerator } from './load/generate-load.ts';
import { round } from './median.ts';
import { measureMove } from './move-store.ts';
import { stopPostgres } from './postgres-databases.ts';
import { prepareDatabase, type StoreName, type Surroundings, startSurroundings } from './product.ts';
import { measureRebuild } from './rebuild.ts';
import { measureCompanySizes, measureScale } from './scale.ts';
import { full, quick, type Settings } from './settings.ts';
import { measureDay } from './simulated-day.ts';
import { compareSingleEvents, type Prepared } from './single-events.ts';
import { measureNodes } from './two-nodes.ts';

const measures = [
  'single',
  'batches',
  'latency',
  'calls',
  'footprint',
  'card',
  'home',
  'click',
  'rebuild',
  'clocks',
] as const;
/**
 * Only when they are named: two start a PostgreSQL, one takes most of an hour, because Slack lets a message be edited fifty times
 * a minute, and two fill large databases.
 */
const longMeasures = ['move', 'day', 'two-nodes', 'scale', 'company-size'] as const;
const help = `npm run bench -- [options]

Measures the product against what its parts could do at best, and prints one JSON object a line.

  --quick        a smoke run of about a minute, with few people and short rounds; its figures mean nothing
  --only NAMES   some of ${[...measures, ...longMeasures].join(', ')}, with commas; ${longMeasures.join(', ')} only when named
  --store NAME   where single, batches, footprint and calls keep what they take: sqlite (the default), postgres or both
  --help         this text
`;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    only: { type: 'string' },
    store: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(help);
  process.exit(0);
}
const only = options.only?.split(',') ?? [...measures];
const known: readonly string[] = [...measures, ...longMeasures];
const unknown = only.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no measure ${unknown.join(', ')}; there are ${known.join(', ')}.`);
  process.exit(2);
}

const storesOf: Record<string, StoreName[]> = {
  sqlite: ['sqlite'],
  postgres: ['postgres'],
  both: ['sqlite', 'postgres'],
};
const stores = storesOf[options.store ?? 'sqlite'] ?? [];
if (stores.length === 0) {
  console.error(`--store is one of ${Object.keys(storesOf).join(', ')}.`);
  process.exit(2);
}

const settings = options.quick ? quick : full;
const folder = await mkdtemp(path.join(tmpdir(), 'zo-bench-'));
const startedAt = performance.now();
const print = (result: object) => console.log(JSON.stringify(result));
print({
  measure: 'machine',
  date: new Date().toISOString(),
  processors: cpus().length,
  model: cpus()[0]?.model ?? null,
  memoryGigabytes: round(totalmem() / 1024 ** 3),
  node: process.version,
  loadGenerator: loadGenerator(),
  connections,
  quick: settings.quick,
});
if (loadGenerator() === 'node') settings.say('wrk is not installed: a slower load generator on Node is used instead');

const needPrepared = ['single', 'batches', 'footprint'].some((name) => only.includes(name));
if (needPrepared) await withSurroundings(measurePrepared);
const apart: [name: string, measure: (surroundings: Surroundings, settings: Settings) => Promise<object>][] = [
  ['latency', measureLatency],
  ['card', measureCard],
  ['home', measureHome],
  ['click', measureClicks],
  ['rebuild', measureRebuild],
  ['move', measureMove],
  ...stores.flatMap((store): typeof apart => [
    ['calls', (surroundings) => countHubspotCalls(surroundings, store, settings)],
    ['scale', (surroundings) => measureScale(surroundings, store, settings)],
    ['company-size', (surroundings) => measureCompanySizes(surroundings, store, settings)],
  ]),
];
for (const [name, measure] of apart) {
  if (!only.includes(name)) continue;
  await withSurroundings(async (surroundings) => print(await measure(surroundings, settings)));
  settings.say(`${name}: done after ${secondsSinceStart()} s`);
}
if (only.includes('two-nodes')) print(await measureNodes(withSurroundings, settings));
if (only.includes('clocks')) print(await measureClocks(folder, settings.clocks));
if (only.includes('day')) print(await measureDay(settings));
await stopPostgres();
await rm(folder, { recursive: true, force: true });
settings.say(`done in ${secondsSinceStart()} s`);
process.exit(0);

/** On copies of one database in which everybody is known, for each store. */
async function measurePrepared(surroundings: Surroundings): Promise<void> {
  const prepared: Prepared[] = [];
  for (const store of stores) prepared.push({ store, database: await prepareDatabase(surroundings, store) });
  const singles = only.includes('single') ? await compareSingleEvents(surroundings, prepared, settings) : [];
  for (const single of singles) print(single);
  if (only.includes('batches')) {
    for (const one of prepared) print(await compareBatches(surroundings, one, settings));
  }
  if (only.includes('footprint')) {
    for (const [index, one] of prepared.entries()) {
      print(await measureFootprint(surroundings, one, settings, singles[index] ?? null));
    }
  }
}

function secondsSinceStart(): number {
  return round((performance.now() - startedAt) / 1000);
}

async function withSurroundings(work: (surroundings: Surroundings) => Promise<void>): Promise<void> {
  const surroundings = await startSurroundings(folder);
  try {
    await work(surroundings);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    await surroundings.hubspot.stop();
    await surroundings.slack.stop();
  }
}
