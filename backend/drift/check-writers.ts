/**
 * Looks for other writers on our properties in a sample of records: those written a moment ago, and the next of all in turn.
 * One read tells whose live values are not what we wrote; only for those the history is asked who it was.
 */
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { RecordType } from '../hubspot/hubspot-record.ts';
import type { PropertyVersion } from '../hubspot/read-history.ts';
import { priorities } from '../outbox/effect.ts';
import type { PortalState } from '../portals/portal-state.ts';
import type { LinkedRecord } from '../store/handoff-store.ts';
import { driftSettings, type ForeignWriter } from './drift.ts';
import type { DriftParts } from './drift-parts.ts';
import { flowIdOf, foreignWrite, isSameValue, type Ours, userIdOf } from './foreign-writes.ts';
import { type KnownNames, nameWriter } from './name-writer.ts';
import { noteWriters, type SeenWrite } from './note-writers.ts';
import { type LiveRecord, writeBack } from './write-back.ts';

/** HubSpot's limit of one read with history. */
const sampleSize = 50;

export type WritersParts = Pick<DriftParts, 'clock' | 'appId'> & {
  store: Pick<
    DriftParts['store'],
    | 'setting'
    | 'saveSetting'
    | 'raiseAlarm'
    | 'clearAlarm'
    | 'linkedRecords'
    | 'contactWork'
    | 'acknowledge'
    | 'enqueue'
  >;
};

export type WritersSample = {
  /** Persons written most recently. */
  recent: readonly number[];
};

type StoredWriters = { writers: ForeignWriter[]; after: Record<RecordType, number> };
type Found = { object: RecordType; linked: LinkedRecord; property: string; version: PropertyVersion; live: string };

export async function checkWriters(
  parts: WritersParts,
  state: Pick<PortalState, 'workflows'>,
  gateway: HubspotGateway,
  sample: WritersSample,
): Promise<ForeignWriter[]> {
  const { store, clock } = parts;
  const { portalId } = gateway;
  const before = await storedWriters(store, portalId);
  const contacts = await nextInTurn(store, portalId, 'contact', before.after.contact);
  const companies = await nextInTurn(store, portalId, 'company', before.after.company);
  const recent = await linkedOf(store, portalId, sample.recent.slice(0, sampleSize));
  const flowIds = [state.workflows.handoff?.flowId, state.workflows.return?.flowId].filter((id) => id !== undefined);
  const ours: Ours = { appId: parts.appId, flowIds };
  const found = [
    ...(await findForeign(gateway, 'contact', eachOnce([...recent, ...contacts]), ours)),
    ...(await findForeign(gateway, 'company', companies, ours)),
  ];
  const names = await readNames(gateway, found);
  const now = clock.now();
  const { writers, raise, clear, notes } = noteWriters(
    before.writers,
    found.map((write) => seenOf(write, names)),
    now,
  );
  const after = { contact: nextAfter(contacts), company: nextAfter(companies) };
  await store.saveSetting(portalId, driftSettings.writers, { writers, after } satisfies StoredWriters, now);
  for (const { key, message } of raise) await store.raiseAlarm(portalId, key, message, now);
  for (const key of clear) await store.clearAlarm(portalId, key);
  const back = await writeBack(parts, portalId, liveRecords(found), now);
  if (notes.length + back.length > 0) await store.enqueue(portalId, [...notes, ...back], now);
  return writers;
}

export async function storedWriters(
  store: Pick<WritersParts['store'], 'setting'>,
  portalId: number,
): Promise<StoredWriters> {
  const stored = (await store.setting(portalId, driftSettings.writers)) as StoredWriters | null;
  return stored ?? { writers: [], after: { contact: 0, company: 0 } };
}

/** After the last one it starts over. */
function nextInTurn(store: WritersParts['store'], portalId: number, kind: RecordType, after: number) {
  return store.linkedRecords(portalId, kind, after, sampleSize);
}

function nextAfter(sample: LinkedRecord[]): number {
  return sample.length < sampleSize ? 0 : sample.at(-1)!.subjectId;
}

async function linkedOf(
  store: WritersParts['store'],
  portalId: number,
  personIds: readonly number[],
): Promise<LinkedRecord[]> {
  if (personIds.length === 0) return [];
  const works = await store.contactWork(portalId, [...personIds]);
  return works.flatMap(({ person, record }) =>
    record?.recordId == null ? [] : [{ subjectId: person.personId, record: { ...record, recordId: record.recordId } }],
  );
}

function eachOnce(sample: LinkedRecord[]): LinkedRecord[] {
  return [...new Map(sample.map((linked) => [linked.record.recordId, linked])).values()];
}

async function findForeign(
  gateway: HubspotGateway,
  object: RecordType,
  sample: LinkedRecord[],
  ours: Ours,
): Promise<Found[]> {
  const values = sample.map(({ record }) => record.recordId);
  if (values.length === 0) return [];
  const request = { by: 'id', values, properties: [...new Set(sample.flatMap(({ record }) => ourNames(record)))] };
  const read = object === 'contact' ? gateway.readContacts : gateway.readCompanies;
  const live = await read(request, priorities.reconciliation);
  const suspects = sample.flatMap((linked) => {
    const record = live.get(linked.record.recordId);
    if (record === undefined || record === 'not found') return [];
    return ourNames(linked.record)
      .map((property) => ({ object, linked, property, live: record.properties[property] ?? '' }))
      .filter((one) => !isSameValue(one.property, one.live, linked.record.written[one.property] ?? ''));
  });
  if (suspects.length === 0) return [];
  const ids = suspects.map(({ linked }) => linked.record.recordId);
  const asked = [...new Set(suspects.map(({ property }) => property))];
  const histories = await gateway.readHistory(object, ids, asked, priorities.reconciliation);
  return suspects.flatMap((suspect) => {
    const { property, linked } = suspect;
    const history = histories.get(linked.record.recordId)?.[property] ?? [];
    const version = foreignWrite(property, history, linked.record.written[property] ?? '', ours);
    return version === null ? [] : [{ ...suspect, version }];
  });
}

function ourNames({ written }: LinkedRecord['record']): string[] {
  return Object.keys(written).filter((name) => name.startsWith('zo_'));
}

/** Asked only when there is somebody to name. */
async function readNames(gateway: HubspotGateway, found: Found[]): Promise<KnownNames> {
  const isAbout = (idOf: (version: PropertyVersion) => string | null) =>
    found.some(({ version }) => idOf(version) !== null);
  const flows = isAbout(flowIdOf) ? await gateway.listFlows(priorities.reconciliation) : [];
  const owners = isAbout(userIdOf) ? await gateway.owners(priorities.reconciliation) : [];
  return {
    workflows: new Map(flows.map(({ id, name }) => [id, name])),
    users: new Map(owners.flatMap(({ userId, email }) => (userId && email ? [[userId, email]] : []))),
  };
}

function seenOf({ object, linked, property, version, live }: Found, names: KnownNames): SeenWrite {
  const { recordId, written } = linked.record;
  const example = { recordId, theirs: live, ours: written[property] ?? '', at: version.at };
  return { object, property, writer: nameWriter(version, names), example };
}

/** What HubSpot has in the properties that were found foreign, by record. */
function liveRecords(found: Found[]): LiveRecord[] {
  const records = new Map<string, Omit<LiveRecord, 'live'> & { live: Record<string, string> }>();
  for (const { object, linked, property, live } of found) {
    const { subjectId, record } = linked;
    const { recordId, problem } = record;
    const key = `${object}:${subjectId}`;
    const known = records.get(key)?.live;
    records.set(key, { object, subjectId, recordId, problem, live: { ...known, [property]: live } });
  }
  return [...records.values()];
}
