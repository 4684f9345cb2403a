/**
 * (c) From an event to Slack's door, direct mode: while nothing else happens, under load, and with the door saturated. The clock
 * starts when the door received the event, which is before its commit, and stops when Slack has the message. Beside the
 * whole time stands the product's own: without the platforms' answers that the alert waited for; see crossing-times.ts.
 * Answers at that rate are measured twice more, without a crossing, and by a server that does nothing but flush what it got: what they can be here.
 * HubSpot's limit is lifted, so that nobody waits for it, and each alert goes to one of 60 owners, none of whom gets more
 * than one a second.
 */
import path from 'node:path';
import { type CrossingTimes, createAnswerLog, readCrossingTimes } from './crossing-times.ts';
import { atMost } from './goals.ts';
import { crossing, owners, prepareLeads, range } from './leads.ts';
import { generateLoad, type LoadResult } from './load/generate-load.ts';
import { eventNames, userOf } from './load/messages.ts';
import { percentile, round } from './median.ts';
import { pause, type Surroundings, sendBatch, untilQuiet, writeKey } from './product.ts';
import { hubspotCalls, totalCalls } from './sandbox-calls.ts';
import type { Settings } from './settings.ts';
import { startProcess } from './start-process.ts';
import { untilDrained } from './until-drained.ts';

const eventsPerCrossing = 100;
const eventsPerRequest = 10;
const idleGapMs = 150;
const crossingsPerSecond = 10;

export async function measureLatency(surroundings: Surroundings, settings: Settings) {
  const { hubspot, slack, folder } = surroundings;
  const loadedCrossings = Math.floor((settings.eventsPerSecond * settings.loadedSeconds) / eventsPerCrossing);
  const saturatedCrossings = Math.floor(settings.saturatedSeconds * crossingsPerSecond);
  const crossings = settings.idleCrossings + loadedCrossings + saturatedCrossings;
  const { product, database } = await prepareLeads(surroundings, { name: 'latency', crossings });
  const log = createAnswerLog(hubspot.url, slack.url);

  const atIdle = range(0, settings.idleCrossings);
  for (const index of atIdle) {
    await sendBatch(product.url, [crossing(index)]);
    await pause(idleGapMs);
  }
  await untilQuiet(database);
  await log.read();
  settings.say(`event to Slack: ${atIdle.length} crossings while idle are done`);

  const underLoad = range(settings.idleCrossings, settings.idleCrossings + loadedCrossings);
  const callsBefore = totalCalls(await hubspotCalls(hubspot.url));
  const load = await sendSteadily(product.url, withCrossings(underLoad), settings);
  await untilQuiet(database);
  const calls = totalCalls(await hubspotCalls(hubspot.url)) - callsBefore;
  await log.read();
  settings.say(`event to Slack: ${underLoad.length} crossings under load are done`);

  const { ackP50Ms, ackP99Ms } = await sendSteadily(product.url, withoutCrossings(underLoad.length), settings);
  await untilQuiet(database);
  const flushed = await answersOnceFlushed(folder, underLoad.length, settings);

  const saturating = range(crossings - saturatedCrossings, crossings);
  const [flood] = await Promise.all([
    generateLoad({ url: product.url, run: 'saturate', each: 1, seconds: settings.saturatedSeconds, writeKey, folder }),
    sendEvenly(product.url, saturating),
  ]);
  await untilDrained(product.url);
  await untilQuiet(database, 120_000);

  const times = await readCrossingTimes(database, { hubspotUrl: hubspot.url, slackUrl: slack.url, log });
  await product.stop();
  const idle = describe(atIdle, times);
  const loaded = describe(underLoad, times);
  const saturated = describe(saturating, times);
  return {
    measure: 'event to Slack, direct mode',
    idle,
    loaded: { ...loaded, ...load, hubspotCallsPerSecond: round(calls / load.seconds, 1) },
    withoutCrossings: { ackP50Ms, ackP99Ms },
    onlyFlushed: { ackP50Ms: flushed.ackP50Ms, ackP99Ms: flushed.ackP99Ms },
    saturated: { ...saturated, eventsPerSecond: speedOf(flood), ackP50Ms: flood.p50Ms, ackP99Ms: flood.p99Ms },
    goals: {
      'idle, product p50': atMost(10, idle.productMs.p50),
      'idle, product p99': atMost(50, idle.productMs.p99),
      '2,000 events/s, product p99': atMost(100, loaded.productMs.p99),
      'saturated, product p99': atMost(300, saturated.productMs.p99),
      'idle, event to HubSpot p50': atMost(500, idle.toPropertyMs.p50),
      '2,000 events/s, answer p99': atMost(10, load.ackP99Ms),
    },
    owners: owners.length,
    productExcludes: 'from arrival to answer, the reads in HubSpot and look-ups in Slack that the alert waited for',
  };
}

/** One event in a hundred makes somebody cross. */
function withCrossings(crossers: number[]): object[] {
  return range(0, crossers.length * eventsPerCrossing).map((index) =>
    index % eventsPerCrossing === 50 ? crossing(crossers[Math.floor(index / eventsPerCrossing)]!) : noise(index),
  );
}

/** As many events as with so many crossings. */
function withoutCrossings(crossings: number): object[] {
  const events = crossings * eventsPerCrossing;
  return range(events, 2 * events).map(noise);
}

async function answersOnceFlushed(folder: string, crossings: number, settings: Settings) {
  const server = await startProcess({
    file: 'tests/bench/flush-server.ts',
    env: { KEPT_FILE: path.join(folder, 'flushed') },
  });
  const answers = await sendSteadily(server.url, withoutCrossings(crossings), settings);
  await server.stop();
  return answers;
}

/** Requests at an even pace whatever the answers take. */
async function sendSteadily(url: string, events: object[], { eventsPerSecond }: Settings) {
  const gapMs = (1000 * eventsPerRequest) / eventsPerSecond;
  const from = performance.now();
  const answers: Promise<void>[] = [];
  const answeredMs: number[] = [];
  for (let sent = 0; sent < events.length; sent += eventsPerRequest) {
    const wait = from + (sent / eventsPerRequest) * gapMs - performance.now();
    if (wait > 1) await pause(wait);
    const sentAt = performance.now();
    const batch = events.slice(sent, sent + eventsPerRequest);
    answers.push(sendBatch(url, batch).then(() => void answeredMs.push(performance.now() - sentAt)));
  }
  await Promise.all(answers);
  const seconds = (performance.now() - from) / 1000;
  return {
    eventsPerSecond: round(events.length / seconds),
    seconds: round(seconds, 1),
    ackP50Ms: round(percentile(answeredMs, 0.5), 1),
    ackP99Ms: round(percentile(answeredMs, 0.99), 1),
  };
}

/** One event a request, while somebody else saturates the door. */
async function sendEvenly(url: string, crossers: number[]): Promise<void> {
  const from = performance.now();
  const answers: Promise<void>[] = [];
  for (const [position, index] of crossers.entries()) {
    await pause(Math.max(0, from + (position * 1000) / crossingsPerSecond - performance.now()));
    answers.push(sendBatch(url, [crossing(index)]));
  }
  await Promise.all(answers);
}

function speedOf({ answered, seconds }: LoadResult): number {
  return round(answered / seconds);
}

function noise(index: number): object {
  const event = eventNames[index % eventNames.length];
  return { type: 'track', messageId: `noise-${index}`, userId: `user-${userOf(index * 7)}`, event };
}

function describe(crossers: number[], times: Map<number, CrossingTimes>) {
  const found = crossers.flatMap((index) => times.get(index) ?? []);
  return {
    crossings: crossers.length,
    alerts: found.length,
    wholeMs: spread(found.map(({ wholeMs }) => wholeMs)),
    productMs: spread(found.map(({ productMs }) => productMs)),
    toPropertyMs: spread(found.flatMap(({ propertyMs }) => propertyMs ?? [])),
    toGateMs: spread(found.flatMap(({ gateMs }) => gateMs ?? [])),
  };
}

function spread(values: number[]) {
  const at = (share: number) => round(percentile(values, share), 1);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
