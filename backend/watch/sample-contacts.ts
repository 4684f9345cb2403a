/**
 * The daily sample: some contacts are read from HubSpot, in turn, and held against what it acknowledged and what is wanted.
 * What differs is written again. Whoever else writes our properties is looked for by drift, and named there.
 */
import { checkWriters, type WritersParts } from '../drift/check-writers.ts';
import { type LiveRecord, writeBack } from '../drift/write-back.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { ReadResult } from '../hubspot/read-records.ts';
import { priorities } from '../outbox/effect.ts';
import type { PortalState } from '../portals/portal-state.ts';
import { isSampleRecord } from '../sample/is-sample.ts';
import type { LinkedRecord } from '../store/handoff-store.ts';
import type { PortalStore } from '../store/store.ts';
import type { WatchStore } from '../store/watch-store.ts';
import {
  compareContact,
  foundTwice,
  propertiesOf,
  type SampleDifference,
  type SampledContact,
} from './compare-sample.ts';
import { sampledContacts, tellOfSample } from './sample-words.ts';
import { tell } from './told.ts';
import { type SampleFigures, type StoredSample, watchSettings } from './watch-report.ts';

export type SampleParts = WritersParts & { store: WritersParts['store'] & WatchStore & Pick<PortalStore, 'alarms'> };

/** One batch read of HubSpot. */
const sampleSize = 100;
/** Of those that differed; the others of the sample are in turn. */
const mostAgain = 50;
export const sampleEveryMs = 86_400_000;

export async function sampleContacts(
  parts: SampleParts,
  state: Pick<PortalState, 'workflows'>,
  gateway: HubspotGateway,
  before: StoredSample,
): Promise<void> {
  const { store, clock } = parts;
  const { portalId } = gateway;
  const startedAt = clock.now();
  const again = await store.linkedContacts(portalId, before.differing);
  const inTurn = await store.linkedRecords(portalId, 'contact', before.after, sampleSize - again.length);
  const sampled = eachOnce([...again, ...inTurn]).filter(({ record }) => !isSampleRecord(record));
  const contacts = await withPending(store, portalId, sampled);
  const live = await readLive(gateway, contacts);
  const found = await stillDiffering(store, portalId, contacts, live);
  // Named before it is written over: afterwards nobody could tell any more.
  const changed = new Set(found.filter(({ kind }) => kind === 'changed').map(({ personId }) => personId));
  if (changed.size > 0) await checkWriters(parts, state, gateway, { recent: [...changed] });
  const now = clock.now();
  const back = await writeBack(parts, portalId, liveRecords(found, sampled), now, startedAt);
  const figures = figuresOf(contacts, found, now);
  const since = found.length === 0 ? null : (before.since ?? now);
  const told = since === null ? [] : [tellOfSample(figures, found, since)];
  const { raise, clear, notes } = tell(sampledContacts, told, await store.alarms(portalId));
  if (notes.length + back.length > 0) await store.enqueue(portalId, [...notes, ...back], now);
  for (const { key, message } of raise) await store.raiseAlarm(portalId, key, message, now);
  for (const key of clear) await store.clearAlarm(portalId, key);
  const next: StoredSample = {
    dueAt: startedAt + sampleEveryMs,
    after: inTurn.length + again.length < sampleSize ? 0 : inTurn.at(-1)!.subjectId,
    differing: [...new Set(found.map(({ personId }) => personId))].slice(0, mostAgain),
    since,
    last: figures,
    problem: null,
  };
  await store.saveSetting(portalId, watchSettings.sample, next, now);
}

function eachOnce(linked: LinkedRecord[]): LinkedRecord[] {
  return [...new Map(linked.map((one) => [one.subjectId, one])).values()];
}

async function withPending(
  store: WatchStore,
  portalId: number,
  linked: readonly LinkedRecord[],
): Promise<SampledContact[]> {
  const keyOf = (personId: number) => `contact:${personId}`;
  const pending = await store.effectsUnderWay(
    portalId,
    linked.map(({ subjectId }) => keyOf(subjectId)),
  );
  return linked.map(({ subjectId, record: { recordId, wanted, written } }) => ({
    ...{ personId: subjectId, recordId, wanted, written },
    isPending: pending.has(keyOf(subjectId)),
  }));
}

async function readLive(gateway: HubspotGateway, contacts: readonly SampledContact[]): Promise<ReadResult> {
  if (contacts.length === 0) return new Map();
  const values = contacts.map(({ recordId }) => recordId);
  const properties = [...new Set(contacts.flatMap(propertiesOf))];
  return gateway.readContacts({ by: 'id', values, properties }, priorities.reconciliation);
}

/** What was on its way while HubSpot was read is no difference. */
async function stillDiffering(
  store: WatchStore,
  portalId: number,
  contacts: readonly SampledContact[],
  live: ReadResult,
): Promise<SampleDifference[]> {
  const compare = (contact: SampledContact) => compareContact(contact, live.get(contact.recordId) ?? 'not found');
  const found = contacts.flatMap(compare);
  if (found.length === 0) return [];
  const again = await store.linkedContacts(portalId, [...new Set(found.map(({ personId }) => personId))]);
  return foundTwice(found, (await withPending(store, portalId, again)).flatMap(compare));
}

/** What was never written needs no forgetting: it is only to be written. */
function liveRecords(found: readonly SampleDifference[], sampled: readonly LinkedRecord[]): LiveRecord[] {
  return sampled.flatMap(({ subjectId, record: { recordId, problem } }) => {
    const differences = found.filter(({ personId }) => personId === subjectId);
    if (differences.length === 0) return [];
    const isGone = differences.some(({ kind }) => kind === 'gone');
    const changed = differences.flatMap((one) => (one.kind === 'changed' ? [[one.property, one.live]] : []));
    const live = isGone ? ('gone' as const) : Object.fromEntries(changed);
    return [{ object: 'contact' as const, subjectId, recordId, problem, live }];
  });
}

function figuresOf(
  contacts: readonly SampledContact[],
  found: readonly SampleDifference[],
  sampledAt: number,
): SampleFigures {
  const countOf = (kind: SampleDifference['kind']) => found.filter((one) => one.kind === kind).length;
  return {
    sampledAt,
    contacts: contacts.length,
    values: contacts.reduce((sum, contact) => sum + propertiesOf(contact).length, 0),
    changed: countOf('changed'),
    neverWritten: countOf('never written'),
    gone: countOf('gone'),
  };
}
