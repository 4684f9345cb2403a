/**
 * (d) Calls of HubSpot with its limit in force: for contacts whose record ids are known, for contacts that have to be found first, for few
 * contacts with very many events. While the known ones are written, more waits than the limit lets through. Afterwards
 * every contact in HubSpot must have what its events add up to.
 */
import { atLeast, atMost } from './goals.ts';
import { round } from './median.ts';
import {
  newDatabase,
  pause,
  type StoreName,
  type Surroundings,
  sendBatch,
  startProduct,
  untilQuiet,
} from './product.ts';
import {
  addContacts,
  type CallCounts,
  changeHubspot,
  hubspotCalls,
  refusedCalls,
  standardCallTimes,
  totalCalls,
  untilNoCalls,
  valuesByEmail,
} from './sandbox-calls.ts';
import type { Settings } from './settings.ts';

const windowMs = 10_000;
/** Set-up is no part of the measure; afterwards a real portal's limits hold. */
const lifted = { tenSecondlyLimit: 1e6, associationBatchLimit: 1e6, searchPerSecond: 1e6 };
const inForce = { tenSecondlyLimit: 110, associationBatchLimit: 150, searchPerSecond: 5 };

type Group = { name: string; people: number[] };
type Calls = { since: () => Promise<CallCounts>; refusals: () => Promise<Record<string, number>> };

export async function countHubspotCalls(surroundings: Surroundings, store: StoreName, settings: Settings) {
  const { folder, hubspot } = surroundings;
  const { changedContacts, coldContacts, fewContacts, manyEvents } = settings;
  const known: Group = { name: 'known', people: upTo(changedContacts) };
  const cold: Group = { name: 'cold', people: upTo(coldContacts) };
  await changeHubspot(hubspot.url, lifted);
  for (const group of [known, cold]) await addContacts(hubspot.url, contactsOf(group));
  const database = await newDatabase(folder, store, 'calls');
  const before = await startProduct(surroundings, { database });
  await sendBatch(before.url, known.people.map(introduced(known)));
  await sendBatch(before.url, act(known, 'first', 'Report Viewed'));
  await untilQuiet(database, 600_000);
  await untilNoCalls(hubspot.url);
  await before.stop();
  settings.say(`HubSpot calls: ${changedContacts} contacts are known`);

  await changeHubspot(hubspot.url, inForce);
  const product = await startProduct(surroundings, { database });
  await untilNoCalls(hubspot.url);
  // Whatever was called before is out of HubSpot's window.
  await pause(settings.quick ? 0 : windowMs);

  const warm = await measure(() => sendBatch(product.url, act(known, 'change', 'Report Created')));
  settings.say('HubSpot calls: everybody known is written');
  const found = await measure(async () => {
    await sendBatch(product.url, cold.people.map(introduced(cold)));
    await sendBatch(product.url, act(cold, 'change', 'Report Created'));
  });
  settings.say('HubSpot calls: everybody unknown is found and written');
  const few = { ...known, people: upTo(fewContacts) };
  const rounds = Math.round(manyEvents / fewContacts);
  const many = await measure(async () => {
    for (const round of upTo(rounds)) await sendBatch(product.url, act(few, `again-${round}`, 'Report Created'));
  });
  settings.say(`HubSpot calls: the ${fewContacts} contacts of many events are written`);
  await product.stop();

  await changeHubspot(hubspot.url, lifted);
  const expected = (index: number) => 1 + (index < fewContacts ? rounds : 0);
  const wrong = (await countWrong(hubspot.url, known, expected)) + (await countWrong(hubspot.url, cold, () => 1));
  const all = [warm, found, many];
  const refused = (status: string) => all.reduce((sum, { refusals }) => sum + ofStatus(refusals, status), 0);
  const perThousand = (calls: number, contacts: number) => round((calls * 1000) / contacts, 1);
  const callsPer1000 = perThousand(warm.calls, changedContacts);
  // While events still come the lane may be waiting for them.
  const limitUsed = shareUsed(warm.times.slice(warm.callsWhileSent));
  return {
    measure: 'HubSpot calls',
    store,
    limit: `${inForce.tenSecondlyLimit} in 10 s`,
    known: { contacts: changedContacts, callsPer1000, limitUsed, ...shown(warm) },
    cold: { contacts: coldContacts, callsPer1000: perThousand(found.calls, coldContacts), ...shown(found) },
    fewContacts: { contacts: fewContacts, events: rounds * fewContacts, ...shown(many) },
    wrongValues: wrong,
    goals: {
      'calls per 1,000 changed contacts, ids known': atMost(10.5, callsPer1000),
      'calls for 100,000 events of 1,000 contacts': atMost(60, many.calls),
      ...(limitUsed !== null && { 'share of the limit used': atLeast(0.95, limitUsed) }),
      'answers 429': atMost(0, refused('429')),
      'contacts that lack something': atMost(0, wrong),
    },
    refusedOfAll: await refusedCalls(hubspot.url),
  };

  async function measure(send: () => Promise<void>) {
    const calls = await startCounting(hubspot.url);
    const from = performance.now();
    await send();
    const sentSeconds = round((performance.now() - from) / 1000, 1);
    const callsWhileSent = totalCalls(await calls.since());
    await untilQuiet(database, 600_000);
    const seconds = round((performance.now() - from) / 1000, 1);
    const made = await calls.since();
    const [count, refusals] = [totalCalls(made), await calls.refusals()];
    const times = await standardCallTimes(hubspot.url, count);
    return { calls: count, made, refusals, sentSeconds, seconds, callsWhileSent, times };
  }
}

type Measured = { calls: number; made: CallCounts; sentSeconds: number; seconds: number; refusals: object };

function shown({ calls, made, sentSeconds, seconds, refusals }: Measured) {
  const byRoute = Object.fromEntries(Object.entries(made).map(([route, one]) => [route, one.calls]));
  return { calls, sentSeconds, seconds, byRoute, refusals };
}

/** How many contacts do not have as many key actions in HubSpot as events say. */
async function countWrong(url: string, group: Group, expected: (index: number) => number): Promise<number> {
  const emails = group.people.map((index) => emailOf(group.name, index));
  const values = await valuesByEmail(url, emails, 'zo_key_actions_7d');
  return group.people.filter((index) => values.get(emails[index]!) !== String(expected(index))).length;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function contactsOf({ name, people }: Group) {
  return people.map((index) => ({ email: emailOf(name, index), lastname: `C${index}` }));
}

function emailOf(name: string, index: number): string {
  return `person${index}@${name}${index % 5}.test`;
}

function introduced({ name }: Group) {
  return (index: number) => ({
    type: 'identify',
    messageId: `introduced-${name}-${index}`,
    userId: `${name}-${index}`,
    traits: { email: emailOf(name, index) },
  });
}

function act({ name, people }: Group, what: string, event: string): object[] {
  return people.map((index) => ({
    type: 'track',
    messageId: `${what}-${name}-${index}`,
    userId: `${name}-${index}`,
    event,
  }));
}

async function startCounting(url: string): Promise<Calls> {
  const before = await hubspotCalls(url);
  const { refusals } = await refusedCalls(url);
  return {
    async since() {
      const since: CallCounts = {};
      for (const [route, { calls, inputs }] of Object.entries(await hubspotCalls(url))) {
        const made = calls - (before[route]?.calls ?? 0);
        if (made > 0) since[route] = { calls: made, inputs: inputs - (before[route]?.inputs ?? 0) };
      }
      return since;
    },
    async refusals() {
      const now = Object.entries((await refusedCalls(url)).refusals);
      return Object.fromEntries(
        now.map(([key, count]) => [key, count - (refusals[key] ?? 0)]).filter(([, count]) => count !== 0),
      );
    },
  };
}

function ofStatus(refusals: Record<string, number>, status: string): number {
  return Object.entries(refusals).reduce((sum, [key, count]) => sum + (key.endsWith(` ${status}`) ? count : 0), 0);
}

/** The mean share of the limit within any ten seconds of these calls; null of those that lasted no longer. */
function shareUsed(calls: number[]): number | null {
  const shares: number[] = [];
  for (let end = (calls[0] ?? 0) + windowMs; end <= (calls.at(-1) ?? 0); end += 250) {
    const inWindow = calls.filter((at) => at > end - windowMs && at <= end).length;
    shares.push(inWindow / inForce.tenSecondlyLimit);
  }
  if (shares.length === 0) return null;
  return round(shares.reduce((sum, share) => sum + share, 0) / shares.length, 3);
}
