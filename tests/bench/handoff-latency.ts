/**
 * (c) From an event to Slack's door, direct mode, while nothing else happens and under load. The clock starts when the
 * door received the event, which is before its commit, and stops when Slack has the message, which is after it was sent;
 * HubSpot's and Slack's answers in between are included. HubSpot's limit is lifted, so that nobody waits for it, and each
 * alert goes to one of 60 owners, none of whom gets more than one a second.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { eventNames, firstActivity, introduction, userOf, users } from './load/messages.ts';
import { percentile, round } from './median.ts';
import { adminToken, pause, portalId, type Surroundings, sendBatch, startProduct, untilQuiet } from './product.ts';
import {
  addContacts,
  addOwners,
  changeHubspot,
  hubspotCalls,
  slackMessages,
  totalCalls,
  untilNoCalls,
} from './sandbox-calls.ts';
import type { Settings } from './settings.ts';
import type { MeasuredProcess } from './start-process.ts';

const owners = Array.from({ length: 60 }, (_, index) => `owner${index}@acme.test`);
const eventsPerCrossing = 100;
const eventsPerRequest = 10;
const idleGapMs = 150;
const hourMs = 3_600_000;

const playbook = `
signals:
  activated: Onboarding Completed
  key action: [Report Created, Dashboard Shared]
  visited pricing: { page: /pricing }
  hit usage limit: Plan Limit Reached
score:
  - +25 when activated
  - +2 per key action in the last 7 days, up to 10
  - +12 when visited pricing in the last 14 days
  - +15 when hit usage limit in the last 30 days
definition: >
  A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= 50
  AND the company is not on a personal email domain AND zo_company_active_users >= 2
handoff:
  mode: direct
  owners: [${owners.join(', ')}]
  first call due: 2 working hours
exclude: [acme.test]
`;

export async function measureLatency(surroundings: Surroundings, settings: Settings) {
  const { folder, hubspot, slack } = surroundings;
  const loadedCrossings = Math.floor((settings.eventsPerSecond * settings.loadedSeconds) / eventsPerCrossing);
  const crossings = settings.idleCrossings + loadedCrossings;
  await changeHubspot(hubspot.url, { tenSecondlyLimit: 1e6, associationBatchLimit: 1e6, searchPerSecond: 1e6 });
  await addOwners(hubspot.url, slack.url, owners);
  await addContacts(
    hubspot.url,
    Array.from({ length: crossings }, (_, index) => ({ email: emailOf(index), lastname: leadOf(index) })),
  );
  const playbookFile = path.join(folder, 'latency.yaml');
  await writeFile(playbookFile, playbook);
  const database = path.join(folder, 'latency.db');
  const product = await startProduct(surroundings, { database, playbook: playbookFile });
  await prepareCrossings(product, crossings);
  await untilQuiet(database);
  await goLive(product);
  await untilQuiet(database);
  await untilNoCalls(hubspot.url);

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

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function emailOf(index: number): string {
  return `lead@latency${index}.test`;
}

/** The contact's last name, found again in the alert. */
function leadOf(index: number): string {
  return `L${String(index).padStart(6, '0')}`;
}

/** Everybody needs one more event to cross, and has an active colleague; others only make noise. */
async function prepareCrossings(product: MeasuredProcess, crossings: number): Promise<void> {
  const noise = range(0, users).flatMap((index) => [introduction(index), firstActivity(index)]);
  const leads = range(0, crossings).flatMap((index) => {
    const userId = `lead-${index}`;
    const mate = `mate-${index}`;
    return [
      { type: 'identify', messageId: `lead-i-${index}`, userId, traits: { email: emailOf(index) } },
      { type: 'track', messageId: `lead-a-${index}`, userId, event: 'Onboarding Completed' },
      { type: 'page', messageId: `lead-p-${index}`, userId, properties: { path: '/pricing' } },
      {
        type: 'identify',
        messageId: `mate-i-${index}`,
        userId: mate,
        traits: { email: `mate@latency${index}.test` },
      },
      { type: 'track', messageId: `mate-a-${index}`, userId: mate, event: 'Report Viewed' },
    ];
  });
  await sendBatch(product.url, [...noise, ...leads]);
}

function crossing(index: number): object {
  return { type: 'track', messageId: `crossing-${index}`, userId: `lead-${index}`, event: 'Plan Limit Reached' };
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

async function goLive(product: MeasuredProcess): Promise<void> {
  const response = await fetch(`${product.url}/admin/portals/${portalId}/provision`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${adminToken}` },
    body: JSON.stringify({ goLive: true }),
  });
  const result = (await response.text()).trimEnd().split('\n').at(-1) ?? '{}';
  const answer = JSON.parse(result) as { mode?: string; goLiveAt?: number | null };
  if (answer.mode !== 'direct' || !answer.goLiveAt) throw new Error(`going live: ${JSON.stringify(answer)}`);
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
