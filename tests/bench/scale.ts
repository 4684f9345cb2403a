/**
 * (o) What an event costs in a database with much in it against one with little, and (p) where a company has many contacts
 * against few: CPU time of the product, for batches and single events of as many people.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { countEvents } from './count-events.ts';
import { fillUsers, type Users } from './fill-users.ts';
import { median, round } from './median.ts';
import { beginPortal, newDatabase, removeDatabase, type StoreName, type Surroundings } from './product.ts';
import type { Settings } from './settings.ts';
import { measureProduct, type ProductRound } from './single-events.ts';
import { repositoryRoot } from './start-process.ts';

type Sized = { name: string; filled: Users; database: string; fillSeconds: number; megabytes: number };
type Measured = { batches: ProductRound[]; singles: ProductRound[] };

const batchOf = 100;
/** As many as the smallest database has, spread over all of each: what differs is how much there is, not how often each is decided. */
const activeUsers = 1_000;

/** From ten thousand events of a thousand contacts to BENCH_SCALE_EVENTS of a tenth as many. */
export async function measureScale(surroundings: Surroundings, store: StoreName, settings: Settings) {
  const { scaleEvents } = settings;
  const usersOf = (events: number): Users => ({ users: events / 10, companies: events / 200, eventsEach: 10 });
  const small = await fill(surroundings, store, 'small', usersOf(10_000), settings);
  const large = await fill(surroundings, store, 'large', usersOf(scaleEvents), settings);
  const [ofSmall, ofLarge] = (await measureAll(surroundings, [small, large], settings)) as [Measured, Measured];
  for (const { database } of [small, large]) await removeDatabase(database);
  const batches = { small: costOf(ofSmall.batches), large: costOf(ofLarge.batches) };
  const singles = { small: costOf(ofSmall.singles), large: costOf(ofLarge.singles) };
  return {
    measure: 'scale',
    store,
    small: described(small),
    large: described(large),
    batches: { ...batches, ratio: round(batches.large / batches.small, 2), target: 1.3 },
    singles: { ...singles, ratio: round(singles.large / singles.small, 2), target: 1.2 },
    problems: problemsOf([ofSmall, ofLarge]),
  };
}

/** The same people and events, only in fewer and larger companies: what an event costs changes by the size alone. */
export async function measureCompanySizes(surroundings: Surroundings, store: StoreName, settings: Settings) {
  const { companySizes } = settings;
  const users = Math.max(...companySizes);
  const sized: Sized[] = [];
  for (const size of companySizes) {
    const filled = { users, companies: users / size, eventsEach: 3 };
    sized.push(await fill(surroundings, store, `of ${size}`, filled, settings));
  }
  const measured = await measureAll(surroundings, sized, settings);
  for (const { database } of sized) await removeDatabase(database);
  const batches = measured.map((one) => costOf(one.batches));
  const singles = measured.map((one) => costOf(one.singles));
  const against = (costs: number[]) => costs.map((cost) => round(cost / costs[0]!, 2));
  return {
    measure: 'company size',
    store,
    contacts: users,
    companySizes,
    batches: { cpuMicrosPerEvent: batches, ratios: against(batches) },
    singles: { cpuMicrosPerEvent: singles, ratios: against(singles) },
    target: [0.8, 1.2],
    problems: problemsOf(measured),
  };
}

async function fill(
  surroundings: Surroundings,
  store: StoreName,
  name: string,
  filled: Users,
  { say }: Settings,
): Promise<Sized> {
  const from = performance.now();
  const database = await newDatabase(surroundings.folder, store, `filled_${name.replaceAll(' ', '_')}`);
  const playbook = path.join(repositoryRoot, 'playbooks/acme.yaml');
  await beginPortal(surroundings, { database, playbook });
  await fillUsers(database, await readFile(playbook, 'utf8'), filled, say);
  const fillSeconds = round((performance.now() - from) / 1000);
  const { databaseBytes } = await countEvents(database, 'fill-');
  const megabytes = round(databaseBytes / 1_000_000);
  say(
    `filled ${name}: ${filled.users} people, ${filled.users * filled.eventsEach} events, ${megabytes} MB, ${fillSeconds} s`,
  );
  return { name, filled, database, fillSeconds, megabytes };
}

/** Their rounds alternate, each on a copy of its database. */
async function measureAll(surroundings: Surroundings, sized: Sized[], settings: Settings): Promise<Measured[]> {
  const { scaleRounds, warmUpSeconds, roundSeconds, say } = settings;
  const measured = sized.map((): Measured => ({ batches: [], singles: [] }));
  for (let index = 0; index < scaleRounds; index += 1) {
    for (const [which, { name, filled, database }] of sized.entries()) {
      const among = { users: activeUsers, stride: filled.users / activeUsers };
      const load = { warmUpSeconds, roundSeconds, among };
      const batch = await measureProduct(surroundings, database, { each: batchOf, ...load });
      const single = await measureProduct(surroundings, database, { each: 1, ...load });
      measured[which]!.batches.push(batch);
      measured[which]!.singles.push(single);
      const told = [batch, single].map(({ cpuMicrosPerEvent }) => cpuMicrosPerEvent.toFixed(1)).join(' and ');
      say(`${name}, round ${index + 1}: ${told} µs CPU an event in batches and alone`);
    }
  }
  return measured;
}

/** Microseconds of CPU an event, of the product and of PostgreSQL where it is one. */
function costOf(rounds: ProductRound[]): number {
  const answered = rounds.filter((one) => one.answered > 0);
  return round(median(answered.map((one) => one.cpuMicrosPerEvent + (one.databaseCpuMicrosPerEvent ?? 0))), 1);
}

function described({ filled, megabytes, fillSeconds }: Sized) {
  const events = filled.users * filled.eventsEach;
  return {
    events,
    contacts: filled.users,
    companies: filled.companies,
    megabytes,
    fillSeconds,
    bytesPerEvent: round((megabytes * 1e6) / events),
  };
}

function problemsOf(measured: Measured[]): string[] {
  return measured.flatMap(({ batches, singles }) =>
    [...batches, ...singles].flatMap(({ problems, answered }) =>
      answered > 0 ? problems : ['a round in which nothing was answered'],
    ),
  );
}
