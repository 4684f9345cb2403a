/**
 * (c) From an event to Slack's door, direct mode, while nothing else happens and under load. The clock starts when the
 * door received the event, which is before its commit, and stops when Slack has the message, which is after it was sent;
 * HubSpot's and Slack's answers in between are included. HubSpot's limit is lifted, so that nobody waits for it, and each
 * alert goes to one of 60 owners, none of whom gets more than one a second.
 */
import Database from 'better-sqlite3';
import { crossing, owners, prepareLeads, range } from './leads.ts';
import { eventNames, userOf } from './load/messages.ts';
import { percentile, round } from './median.ts';
import { pause, type Surroundings, sendBatch, untilQuiet } from './product.ts';
import { hubspotCalls, slackMessages, totalCalls } from './sandbox-calls.ts';
import type { Settings } from './settings.ts';

const eventsPerCrossing = 100;
const eventsPerRequest = 10;
const idleGapMs = 150;
const hourMs = 3_600_000;

export async function measureLatency(surroundings: Surroundings, settings: Settings) {
  const { hubspot, slack } = surroundings;
  const loadedCrossings = Math.floor((settings.eventsPerSecond * settings.loadedSeconds) / eventsPerCrossing);
  const crossings = settings.idleCrossings + loadedCrossings;
  const { product, database } = await prepareLeads(surroundings, { name: 'latency', crossings });

  const atIdle = range(0, settings.idleCrossings);
  for (const index of atIdle) {
    await sendBatch(product.url, [crossing(index)]);
    await pause(idleGapMs);
  }
  await untilQuiet(database);
  settings.say(`event to Slack: ${atIdle.length} crossings while idle are done`);

  const underLoad = range(settings.idleCrossings, crossings);
  const callsBefore = totalCalls(await hubspotCalls(hubspot.url));
  const load = await sendSteadily(product.url, underLoad, settings);
  await untilQuiet(database);
  const calls = totalCalls(await hubspotCalls(hubspot.url)) - callsBefore;
  await product.stop();

  const latencies = await latenciesOf(database, slack.url);
  return {
    measure: 'event to Slack, direct mode',
    idle: describe(atIdle, latencies, 200),
    loaded: { ...describe(underLoad, latencies, 500), ...load, hubspotCallsPerSecond: round(calls / load.seconds, 1) },
    owners: owners.length,
    excludes: 'nothing: answers of both platforms are in the figures; no limit was reached',
  };
}

/** Requests at an even pace whatever the answers take; one event in a hundred makes somebody cross. */
async function sendSteadily(url: string, crossers: number[], { eventsPerSecond }: Settings) {
  const events = crossers.length * eventsPerCrossing;
  const gapMs = (1000 * eventsPerRequest) / eventsPerSecond;
  const from = performance.now();
  const answers: Promise<void>[] = [];
  for (let sent = 0; sent < events; sent += eventsPerRequest) {
    const wait = from + (sent / eventsPerRequest) * gapMs - performance.now();
    if (wait > 1) await pause(wait);
    const batch = range(sent, sent + eventsPerRequest).map((index) =>
      index % eventsPerCrossing === 50 ? crossing(crossers[Math.floor(index / eventsPerCrossing)]!) : noise(index),
    );
    answers.push(sendBatch(url, batch));
  }
  await Promise.all(answers);
  const seconds = (performance.now() - from) / 1000;
  return { eventsPerSecond: round(events / seconds), seconds: round(seconds, 1) };
}

function noise(index: number): object {
  const event = eventNames[index % eventNames.length];
  return { type: 'track', messageId: `noise-${index}`, userId: `user-${userOf(index * 7)}`, event };
}

/** Milliseconds from the door to Slack, by crossing; messages carry the time Slack's sandbox took them. */
async function latenciesOf(databaseFile: string, slackUrl: string): Promise<Map<number, number>> {
  const postedAt = new Map<number, number>();
  for (const { text, at } of await slackMessages(slackUrl)) {
    const lead = /\bL(\d{6})\b/.exec(text)?.[1];
    if (lead === undefined) continue;
    if (postedAt.has(Number(lead))) throw new Error(`lead ${lead} was alerted twice`);
    postedAt.set(Number(lead), at);
  }
  const database = new Database(databaseFile, { readonly: true });
  const rows = database
    .prepare(
      `SELECT message_id, received_at FROM message_ids WHERE message_id >= 'crossing-' AND message_id < 'crossing.'`,
    )
    .all() as { message_id: string; received_at: number }[];
  database.close();
  const latencies = new Map<number, number>();
  for (const { message_id: messageId, received_at: receivedAt } of rows) {
    const index = Number(messageId.slice('crossing-'.length));
    const at = postedAt.get(index);
    if (at !== undefined && at - receivedAt < hourMs) latencies.set(index, at - receivedAt);
  }
  return latencies;
}

function describe(crossers: number[], latencies: Map<number, number>, targetMs: number) {
  const found = crossers.flatMap((index) => latencies.get(index) ?? []);
  return {
    crossings: crossers.length,
    alerts: found.length,
    p50Ms: percentile(found, 0.5),
    p95Ms: percentile(found, 0.95),
    p99Ms: percentile(found, 0.99),
    targetP99Ms: targetMs,
  };
}
