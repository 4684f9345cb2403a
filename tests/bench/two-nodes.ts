/**
 * (n) Two nodes on one PostgreSQL against one, with the same load: ten events a request at an even pace, one event in a hundred a
 * crossing, every other request to the other node. What it costs the nodes together, and that nothing was done twice: each
 * crossing led to one alert. Beside them one node with half the load: of two each has as much, and the fewer events come at
 * once, the fewer share a commit and a round of decisions.
 */
import path from 'node:path';
import { crossing, prepareLeads, range } from './leads.ts';
import { eventNames, userOf } from './load/messages.ts';
import { median, percentile, round } from './median.ts';
import { askPostgres, newPostgresDatabase, postgresCpu, removePostgresDatabase } from './postgres-databases.ts';
import { pause, type Surroundings, sendBatch, startProduct, untilQuiet } from './product.ts';
import { slackMessages } from './sandbox-calls.ts';
import type { Settings } from './settings.ts';
import type { Figures, MeasuredProcess } from './start-process.ts';

const eventsPerCrossing = 100;
const eventsPerRequest = 10;

type Setting = { name: 'one' | 'half' | 'two'; nodes: 1 | 2; share: 1 | 0.5 };

const each: Setting[] = [
  { name: 'one', nodes: 1, share: 1 },
  { name: 'half', nodes: 1, share: 0.5 },
  { name: 'two', nodes: 2, share: 1 },
];

type NodesRound = {
  name: Setting['name'];
  eventsPerSecond: number;
  cpuMicrosPerEvent: number;
  databaseCpuMicrosPerEvent: number | null;
  latencies: number[];
  problems: string[];
};

/** `withSurroundings` gives each round a HubSpot and a Slack that know nothing of the others. */
export async function measureNodes(
  withSurroundings: (work: (surroundings: Surroundings) => Promise<void>) => Promise<void>,
  settings: Settings,
) {
  const rounds: NodesRound[] = [];
  for (let round = 0; round < settings.nodesRounds; round += 1) {
    for (const setting of each) {
      await withSurroundings(async (surroundings) => {
        rounds.push(await measureRound(surroundings, setting, settings));
      });
      const { cpuMicrosPerEvent } = rounds.at(-1)!;
      settings.say(`nodes, round ${round + 1}: ${setting.name}, ${cpuMicrosPerEvent.toFixed(1)} µs CPU an event`);
    }
  }
  const of = (name: Setting['name']) => describe(rounds.filter((one) => one.name === name));
  const [one, half, two] = [of('one'), of('half'), of('two')];
  return {
    measure: 'two nodes',
    rounds: settings.nodesRounds,
    one,
    half,
    two,
    cpuRise: riseOf(two, one),
    /** Against one node with the load that each of two has. */
    cpuRiseAtItsLoad: riseOf(two, half),
    targetRise: 0.15,
    problems: rounds.flatMap(({ problems }) => problems),
  };
}

type Described = ReturnType<typeof describe>;

function riseOf(more: Described, less: Described): number {
  return round(more.cpuMicrosPerEvent / less.cpuMicrosPerEvent - 1, 2);
}

/** For as long, so that with half the load there are half as many events. */
async function measureRound(
  surroundings: Surroundings,
  { name, nodes, share }: Setting,
  settings: Settings,
): Promise<NodesRound> {
  const perSecond = settings.eventsPerSecond * share;
  const crossings = Math.floor((perSecond * settings.loadedSeconds) / eventsPerCrossing);
  const database = await newPostgresDatabase('nodes');
  const { product } = await prepareLeads(surroundings, { name: 'nodes', crossings, database });
  const products = [product];
  if (nodes === 2) {
    const playbook = path.join(surroundings.folder, 'nodes.yaml');
    products.push(await startProduct(surroundings, { database, playbook }));
  }
  // What a process does once: read, compile, ask PostgreSQL for the plans of its statements.
  await Promise.all(
    products.map((one, index) =>
      sendBatch(
        one.url,
        range(0, 2_000).map((n) => noise(`warm-${index}-${n}`, n)),
      ),
    ),
  );
  await untilQuiet(database);
  const before = await figuresOf(products);
  const databaseBefore = await postgresCpu(database);
  const events = crossings * eventsPerCrossing;
  const eventsPerSecond = await sendSteadily(products, crossings, perSecond);
  await untilQuiet(database);
  const databaseAfter = await postgresCpu(database);
  const after = await figuresOf(products);
  for (const one of products) await one.stop();

  const { latencies, problems } = await alertsOf(database, surroundings.slack.url, crossings);
  const [stored] = await askPostgres<{ events: number }>(
    database,
    "SELECT count(*) AS events FROM message_ids WHERE message_id LIKE 'noise-%' OR message_id LIKE 'crossing-%'",
  );
  if (stored!.events !== events) problems.push(`${events} events answered 200, ${stored!.events} stored`);
  await removePostgresDatabase(database);
  const databaseCpu = databaseBefore === null || databaseAfter === null ? null : databaseAfter - databaseBefore;
  return {
    name,
    eventsPerSecond,
    cpuMicrosPerEvent: (after - before) / events,
    databaseCpuMicrosPerEvent: databaseCpu === null ? null : databaseCpu / events,
    latencies,
    problems,
  };
}

/** Microseconds of CPU that all of them have used. */
async function figuresOf(products: MeasuredProcess[]): Promise<number> {
  const figures = await Promise.all(products.map((one) => one.ask<Figures>('figures')));
  return figures.reduce((sum, { cpu }) => sum + cpu.user + cpu.system, 0);
}

/** Requests at an even pace whatever the answers take; how many events a second that were. */
async function sendSteadily(products: MeasuredProcess[], crossings: number, eventsPerSecond: number) {
  const events = crossings * eventsPerCrossing;
  const gapMs = (1000 * eventsPerRequest) / eventsPerSecond;
  const from = performance.now();
  const answers: Promise<void>[] = [];
  for (let sent = 0; sent < events; sent += eventsPerRequest) {
    const wait = from + (sent / eventsPerRequest) * gapMs - performance.now();
    if (wait > 1) await pause(wait);
    const batch = range(sent, sent + eventsPerRequest).map((index) =>
      index % eventsPerCrossing === 50
        ? crossing(Math.floor(index / eventsPerCrossing))
        : noise(`noise-${index}`, index),
    );
    answers.push(sendBatch(products[(sent / eventsPerRequest) % products.length]!.url, batch));
  }
  await Promise.all(answers);
  return events / ((performance.now() - from) / 1000);
}

function noise(messageId: string, index: number): object {
  const event = eventNames[index % eventNames.length];
  return { type: 'track', messageId, userId: `user-${userOf(index * 7)}`, event };
}

/** From the door to Slack, both of the same machine's clock. */
async function alertsOf(database: string, slackUrl: string, crossings: number) {
  const postedAt = new Map<number, number>();
  const problems: string[] = [];
  for (const { text, at } of await slackMessages(slackUrl)) {
    const lead = /\bL(\d{6})\b/.exec(text)?.[1];
    if (lead === undefined) continue;
    if (postedAt.has(Number(lead))) problems.push(`lead ${lead} was alerted twice`);
    postedAt.set(Number(lead), at);
  }
  if (postedAt.size !== crossings) problems.push(`${crossings} crossings, ${postedAt.size} alerts`);
  const received = await askPostgres<{ message_id: string; received_at: number }>(
    database,
    "SELECT message_id, received_at FROM message_ids WHERE message_id LIKE 'crossing-%'",
  );
  const latencies = received.flatMap(({ message_id: messageId, received_at: receivedAt }) => {
    const at = postedAt.get(Number(messageId.slice('crossing-'.length)));
    return at === undefined ? [] : [at - receivedAt];
  });
  return { latencies, problems };
}

function describe(rounds: NodesRound[]) {
  const latencies = rounds.flatMap((one) => one.latencies);
  const databaseCpu = rounds.flatMap((one) => one.databaseCpuMicrosPerEvent ?? []);
  return {
    eventsPerSecond: round(median(rounds.map((one) => one.eventsPerSecond))),
    cpuMicrosPerEvent: round(median(rounds.map((one) => one.cpuMicrosPerEvent)), 1),
    eachRound: rounds.map((one) => round(one.cpuMicrosPerEvent, 1)),
    databaseCpuMicrosPerEvent: databaseCpu.length === 0 ? null : round(median(databaseCpu), 1),
    alerts: latencies.length,
    p50Ms: percentile(latencies, 0.5),
    p95Ms: percentile(latencies, 0.95),
    p99Ms: percentile(latencies, 0.99),
  };
}
