/** Reads records in batches and says for every value asked for what became of it. */
import type { Priority } from '../outbox/effect.ts';
import { type BatchError, chunksOf, idOf, refusedInputs, resultsOf, unanswered } from './batch-answer.ts';
import { Gone } from './hubspot-errors.ts';
import { type HubspotRecord, objectPaths, type RecordType, recordsPerCall } from './hubspot-record.ts';
import { objectsApi } from './official-client.ts';
import type { HubspotCall } from './scopes.ts';
import type { Transport } from './transport.ts';

/** 'id' or the name of a property with unique values; for contacts also 'email', which finds additional addresses too. */
export type ReadBy = string;

export type ReadRequest = { by: ReadBy; values: readonly string[]; properties: readonly string[] };

export type ReadResult = Map<string, HubspotRecord | 'not found'>;

/** Read besides, to tell which record answers which value. */
const tellingProperties: Record<RecordType, string[]> = {
  contact: ['email', 'hs_additional_emails', 'zo_user_id', 'hs_merged_object_ids'],
  company: ['zo_company_id', 'hs_merged_object_ids'],
};

export async function readRecords(
  transport: Transport,
  type: RecordType,
  request: ReadRequest,
  priority: Priority,
): Promise<ReadResult> {
  const found: ReadResult = new Map();
  const values = [...new Set(request.values.map((value) => normalise(request.by, value)))].filter(
    (value) => value !== '',
  );
  for (const chunk of chunksOf(values, recordsPerCall)) {
    for (const [value, record] of await readChunk(transport, type, { ...request, values: chunk }, priority)) {
      found.set(value, record);
    }
  }
  // Answer under the very spelling that was asked for.
  return new Map(request.values.map((value) => [value, found.get(normalise(request.by, value)) ?? 'not found']));
}

function normalise(by: ReadBy, value: string): string {
  return by === 'email' ? value.trim().toLowerCase() : value.trim();
}

async function readChunk(
  transport: Transport,
  type: RecordType,
  { by, values, properties }: ReadRequest,
  priority: Priority,
): Promise<ReadResult> {
  const call: HubspotCall = type === 'contact' ? 'read contacts' : 'read companies';
  const api = objectsApi(transport, { call, priority, isIdempotent: true });
  const idProperty = by === 'id' ? undefined : by;
  const wanted = [...new Set([...properties, ...tellingProperties[type], ...(by === 'id' ? [] : [by])])];
  const answer = await api.batch.read(objectPaths[type], {
    ...(idProperty === undefined ? {} : { idProperty }),
    inputs: values.map((id) => ({ id })),
    properties: wanted,
    propertiesWithHistory: [],
  });

  const found: ReadResult = new Map();
  for (const result of resultsOf(answer, call)) {
    const record = { id: idOf(result, call), properties: result.properties };
    for (const value of values) {
      if (answersTo(record, by, value)) found.set(value, by === 'id' ? withRequestedId(record, value) : record);
    }
  }
  const errors: BatchError[] = 'errors' in answer ? (answer.errors ?? []) : [];
  for (const [value, refused] of refusedInputs(errors, ['ids', 'id'])) {
    const asked = normalise(by, value);
    if (refused.kind === 'gone' && !found.has(asked)) found.set(asked, 'not found');
  }

  for (const value of unanswered(values, (one) => found.has(one), call)) {
    found.set(value, await readOne(transport, type, value, idProperty, wanted, priority));
  }
  return found;
}

/** A single read either has the record or answers 404; it also follows a merge whose record does not list its old ids. */
async function readOne(
  transport: Transport,
  type: RecordType,
  value: string,
  idProperty: string | undefined,
  properties: string[],
  priority: Priority,
): Promise<HubspotRecord | 'not found'> {
  const call: HubspotCall = type === 'contact' ? 'read contacts' : 'read companies';
  const { basic } = objectsApi(transport, { call, priority, isIdempotent: true });
  try {
    const path = objectPaths[type];
    const result = await basic.getById(path, value, properties, undefined, undefined, false, idProperty);
    const record = { id: idOf(result, call), properties: result.properties };
    return idProperty === undefined ? withRequestedId(record, value) : record;
  } catch (error) {
    if (error instanceof Gone) return 'not found';
    throw error;
  }
}

function withRequestedId(record: HubspotRecord, requestedId: string): HubspotRecord {
  return record.id === requestedId ? record : { ...record, requestedId };
}

/** Whether this record is the answer to the value asked for. */
export function answersTo(record: HubspotRecord, by: ReadBy, value: string): boolean {
  const { id, properties } = record;
  if (by === 'id') return id === value || listOf(properties.hs_merged_object_ids).includes(value);
  if (by !== 'email') return properties[by] === value;
  return [properties.email ?? '', ...listOf(properties.hs_additional_emails)].some(
    (mail) => mail.toLowerCase() === value,
  );
}

function listOf(value: string | null | undefined): string[] {
  return (value ?? '')
    .split(';')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
