/** (d) Calls of HubSpot for 1,000 changed contacts whose record ids are known, while more wait than the limit lets through. */
import path from 'node:path';
import { round } from './median.ts';
import { type Surroundings, sendBatch, startProduct, untilQuiet } from './product.ts';
import {
  addContacts,
  type CallCounts,
  changeHubspot,
  hubspotCalls,
  refusedCalls,
  totalCalls,
  untilNoCalls,
} from './sandbox-calls.ts';
import type { Settings } from './settings.ts';

const ideal = 10;

export async function countHubspotCalls(surroundings: Surroundings, { changedContacts }: Settings) {
  const { folder, hubspot } = surroundings;
  await changeHubspot(hubspot.url, { tenSecondlyLimit: 1e6, associationBatchLimit: 1e6, searchPerSecond: 1e6 });
  const people = Array.from({ length: changedContacts }, (_, index) => index);
  const emailOf = (index: number) => `person${index}@calls${index % 50}.test`;
  await addContacts(
    hubspot.url,
    people.map((index) => ({ email: emailOf(index), lastname: `C${index}` })),
  );
  const database = path.join(folder, 'calls.db');
  const product = await startProduct(surroundings, { database });
  const introduced = people.map((index) => ({
    type: 'identify',
    messageId: `introduced-${index}`,
    userId: `person-${index}`,
    traits: { email: emailOf(index) },
  }));
  const act = (name: string, event: string) =>
    people.map((index) => ({ type: 'track', messageId: `${name}-${index}`, userId: `person-${index}`, event }));
  await sendBatch(product.url, introduced);
  await sendBatch(product.url, act('first', 'Report Viewed'));
  await untilQuiet(database);
  await untilNoCalls(hubspot.url);

  await changeHubspot(hubspot.url, { tenSecondlyLimit: 110, associationBatchLimit: 150, searchPerSecond: 5 });
  const before = await hubspotCalls(hubspot.url);
  const from = performance.now();
  await sendBatch(product.url, act('change', 'Report Created'));
  await untilQuiet(database, 120_000);
  const seconds = (performance.now() - from) / 1000;
  const calls = callsSince(before, await hubspotCalls(hubspot.url));
  await product.stop();
  const count = totalCalls(calls);
  const updated = Object.entries(calls).find(([route]) =>
    /contacts\/batch\/update|objects\/:\w+\/batch\/update/.test(route),
  );
  return {
    measure: 'HubSpot calls',
    changedContacts,
    calls: count,
    callsPer1000: round((count * 1000) / changedContacts, 1),
    target: 12,
    ideal,
    contactsUpdated: updated?.[1].inputs ?? 0,
    byRoute: Object.fromEntries(Object.entries(calls).map(([route, one]) => [route, one.calls])),
    refusedOfAll: await refusedCalls(hubspot.url),
    seconds: round(seconds, 1),
  };
}

function callsSince(before: CallCounts, after: CallCounts): CallCounts {
  const since: CallCounts = {};
  for (const [route, { calls, inputs }] of Object.entries(after)) {
    const made = calls - (before[route]?.calls ?? 0);
    if (made > 0) since[route] = { calls: made, inputs: inputs - (before[route]?.inputs ?? 0) };
  }
  return since;
}
