/**
 * Writes values on records by id, a hundred a call. One bad record never fails its neighbours: HubSpot refuses a whole
 * batch for it, so a refused batch is halved until the culprits stand alone.
 */
import type { Priority } from '../outbox/effect.ts';
import { type BatchError, chunksOf, idIn, refusedInputs } from './batch-answer.ts';
import { AlreadyExists, FixTheRecord, Gone, HubspotError, NotPermitted, Reconnect, waitOf } from './hubspot-errors.ts';
import {
  objectPaths,
  type RecordInput,
  type RecordType,
  recordsPerCall,
  type UpdateOutcome,
} from './hubspot-record.ts';
import { objectsApi } from './official-client.ts';
import { readRecords } from './read-records.ts';
import type { HubspotCall } from './scopes.ts';
import type { Transport } from './transport.ts';

const retryMs = 2_000;

/**
 * Never throws for a record; throws 'reconnect' and 'not permitted' only when nothing at all was written, so that no
 * acknowledged write is lost to the caller.
 */
export async function updateRecords(
  transport: Transport,
  type: RecordType,
  inputs: readonly RecordInput[],
  priority: Priority,
): Promise<Map<string, UpdateOutcome>> {
  const outcomes = new Map<string, UpdateOutcome>();
  for (const chunk of chunksOf(mergeById(inputs), recordsPerCall)) await writeChunk(chunk);
  return outcomes;

  async function writeChunk(chunk: RecordInput[]): Promise<void> {
    if (chunk.length === 0) return;
    try {
      for (const [id, outcome] of await writeBatch(transport, type, chunk, priority)) outcomes.set(id, outcome);
    } catch (error) {
      if (!(error instanceof HubspotError)) throw error;
      await settleRefusal(chunk, error);
    }
  }

  async function settleRefusal(chunk: RecordInput[], error: HubspotError): Promise<void> {
    const isAboutRecords = error instanceof FixTheRecord || error instanceof Gone || error instanceof AlreadyExists;
    if (!isAboutRecords) {
      const stopsEverything = error instanceof Reconnect || error instanceof NotPermitted;
      if (stopsEverything && outcomes.size === 0) throw error;
      const outcome: UpdateOutcome = {
        ok: false,
        kind: 'retry',
        reason: error.reason,
        afterMs: waitOf(error) ?? retryMs,
      };
      for (const { id } of chunk) outcomes.set(id, outcome);
      return;
    }
    if (chunk.length === 1 || allHaveUnknown(chunk, error)) {
      for (const { id } of chunk) outcomes.set(id, refusedRecord(error));
      return;
    }
    const [suspects, others] = separate(chunk, error);
    await writeChunk(suspects);
    await writeChunk(others);
  }
}

/** One input per record: HubSpot refuses a batch that names a record twice. The later value of a property wins. */
export function mergeById(inputs: readonly RecordInput[]): RecordInput[] {
  const merged = new Map<string, RecordInput>();
  for (const { id, properties } of inputs) {
    merged.set(id, { id, properties: { ...merged.get(id)?.properties, ...properties } });
  }
  return [...merged.values()];
}

/** Then each of them would be refused by itself, and asking would only be one more refusal. */
export function allHaveUnknown(chunk: readonly Pick<RecordInput, 'properties'>[], error: HubspotError): boolean {
  const unknown = error instanceof FixTheRecord ? error.unknownProperties : [];
  return chunk.every(({ properties }) => unknown.some((name) => name in properties));
}

/**
 * Who is to be tried apart. When HubSpot does not know a property, all records carrying it are suspects, and only they;
 * if that is all of them, or another reason, the batch is halved.
 */
export function separate(chunk: RecordInput[], error: HubspotError): [RecordInput[], RecordInput[]] {
  const unknown = error instanceof FixTheRecord ? error.unknownProperties : [];
  const suspects = chunk.filter(({ properties }) => unknown.some((name) => name in properties));
  if (suspects.length > 0 && suspects.length < chunk.length) {
    return [suspects, chunk.filter((input) => !suspects.includes(input))];
  }
  const half = Math.ceil(chunk.length / 2);
  return [chunk.slice(0, half), chunk.slice(half)];
}

function refusedRecord(error: HubspotError): UpdateOutcome {
  if (error instanceof Gone) return { ok: false, kind: 'gone', reason: error.reason };
  const properties = error instanceof FixTheRecord ? error.properties : [];
  const unknownProperties = error instanceof FixTheRecord ? error.unknownProperties : [];
  return { ok: false, kind: 'fix the record', reason: error.reason, properties, unknownProperties };
}

async function writeBatch(
  transport: Transport,
  type: RecordType,
  inputs: RecordInput[],
  priority: Priority,
): Promise<Map<string, UpdateOutcome>> {
  const call: HubspotCall = type === 'contact' ? 'write contacts' : 'write companies';
  const { batch } = objectsApi(transport, { call, priority, isIdempotent: true });
  const answer = await batch.update(objectPaths[type], {
    inputs: inputs.map(({ id, properties }) => ({ id, properties })),
  });

  const outcomes = new Map<string, UpdateOutcome>();
  const asked = new Set(inputs.map(({ id }) => id));
  const strangers: string[] = [];
  for (const result of answer.results ?? []) {
    const id = idIn(result);
    if (id === null) continue;
    if (asked.has(id)) outcomes.set(id, { ok: true });
    else strangers.push(id);
  }
  const errors: BatchError[] = 'errors' in answer ? (answer.errors ?? []) : [];
  for (const [id, refused] of refusedInputs(errors, ['ids', 'id'])) {
    if (!asked.has(id) || outcomes.has(id)) continue;
    if (refused.kind === 'gone') outcomes.set(id, { ok: false, kind: 'gone', reason: refused.reason });
    else if (refused.kind === 'retry')
      outcomes.set(id, { ok: false, kind: 'retry', reason: refused.reason, afterMs: retryMs });
    else {
      const { reason, properties, unknownProperties } = refused;
      outcomes.set(id, { ok: false, kind: 'fix the record', reason, properties, unknownProperties });
    }
  }

  const open = inputs.filter(({ id }) => !outcomes.has(id)).map(({ id }) => id);
  if (strangers.length > 0 && open.length > 0) {
    for (const [id, newId] of await followMerges(transport, type, open, strangers, priority)) {
      outcomes.set(id, { ok: true, newId });
    }
  }
  for (const { id } of inputs) {
    if (outcomes.has(id)) continue;
    const reason = "HubSpot's answer says nothing about this record";
    outcomes.set(id, { ok: false, kind: 'retry', reason, afterMs: retryMs });
  }
  return outcomes;
}

/** The answer holds records nobody asked for: those that took the place of merged ones. Finds out which took whose. */
async function followMerges(
  transport: Transport,
  type: RecordType,
  open: string[],
  strangers: string[],
  priority: Priority,
): Promise<[string, string][]> {
  if (open.length === 1 && strangers.length === 1) return [[open[0]!, strangers[0]!]];
  const records = await readRecords(transport, type, { by: 'id', values: open, properties: [] }, priority);
  return open.flatMap((id): [string, string][] => {
    const record = records.get(id);
    return record !== undefined && record !== 'not found' && strangers.includes(record.id) ? [[id, record.id]] : [];
  });
}
