/**
 * Creates records, a hundred a call, each under a trace id of its own: only then does HubSpot create the good ones and
 * name the bad ones. Creating is the one write that must not be repeated blindly, so a missing answer is 'ambiguous'.
 */
import { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import type { Priority } from '../outbox/effect.ts';
import { type BatchError, chunksOf, idIn, refusedInputs } from './batch-answer.ts';
import {
  AlreadyExists,
  Ambiguous,
  FixTheRecord,
  Gone,
  HubspotError,
  NotPermitted,
  Reconnect,
  waitOf,
} from './hubspot-errors.ts';
import {
  type CreateInput,
  type CreateOutcome,
  objectPaths,
  type RecordType,
  recordsPerCall,
} from './hubspot-record.ts';
import { objectsApi } from './official-client.ts';
import type { HubspotCall } from './scopes.ts';
import type { Transport } from './transport.ts';

const retryMs = 2_000;
const primaryCompanyType = 1;

/** By trace. Throws 'reconnect' and 'not permitted' only when nothing was created. */
export function createRecords(
  transport: Transport,
  type: RecordType,
  inputs: readonly CreateInput[],
  priority: Priority,
): Promise<Map<string, CreateOutcome>> {
  const call: HubspotCall = type === 'contact' ? 'write contacts' : 'write companies';
  const under = ({ companyId }: CreateInput) =>
    companyId === undefined ? {} : { under: { id: companyId, typeId: primaryCompanyType } };
  const created = inputs.map((input) => ({ trace: input.trace, properties: input.properties, ...under(input) }));
  return createObjects(transport, { call, path: objectPaths[type] }, created, priority);
}

/** `under`: the record it is put under, and by which type of association. */
export type ObjectInput = { trace: string; properties: Record<string, string>; under?: { id: string; typeId: number } };
/** What is created, and by which call of ours. */
export type CreatedObjects = { call: HubspotCall; path: string };

export async function createObjects(
  transport: Transport,
  created: CreatedObjects,
  inputs: readonly ObjectInput[],
  priority: Priority,
): Promise<Map<string, CreateOutcome>> {
  const outcomes = new Map<string, CreateOutcome>();
  for (const chunk of chunksOf(inputs, recordsPerCall)) await createChunk(chunk);
  return outcomes;

  async function createChunk(chunk: ObjectInput[]): Promise<void> {
    if (chunk.length === 0) return;
    try {
      for (const [trace, outcome] of await createBatch(transport, created, chunk, priority))
        outcomes.set(trace, outcome);
    } catch (error) {
      if (!(error instanceof HubspotError)) throw error;
      await settleRefusal(chunk, error);
    }
  }

  /** A refusal of the whole batch created nothing, so its halves may be sent again. */
  async function settleRefusal(chunk: ObjectInput[], error: HubspotError): Promise<void> {
    const isAboutRecords = error instanceof FixTheRecord || error instanceof AlreadyExists || error instanceof Gone;
    if (isAboutRecords && chunk.length > 1) {
      const half = Math.ceil(chunk.length / 2);
      await createChunk(chunk.slice(0, half));
      await createChunk(chunk.slice(half));
      return;
    }
    const stopsEverything = error instanceof Reconnect || error instanceof NotPermitted;
    if (stopsEverything && outcomes.size === 0) throw error;
    for (const { trace } of chunk) outcomes.set(trace, refusedRecord(error));
  }
}

function refusedRecord(error: HubspotError): CreateOutcome {
  const { reason } = error;
  if (error instanceof AlreadyExists)
    return { ok: false, kind: 'already exists', reason, existingId: error.existingId };
  if (error instanceof Ambiguous) return { ok: false, kind: 'ambiguous', reason };
  if (error instanceof Gone) {
    const words = 'the record to put it under does not exist (any more)';
    return { ok: false, kind: 'fix the record', reason: words, properties: [], unknownProperties: [] };
  }
  if (error instanceof FixTheRecord) {
    const { properties, unknownProperties } = error;
    return { ok: false, kind: 'fix the record', reason, properties, unknownProperties };
  }
  return { ok: false, kind: 'retry', reason, afterMs: waitOf(error) ?? retryMs };
}

async function createBatch(
  transport: Transport,
  { call, path }: CreatedObjects,
  inputs: ObjectInput[],
  priority: Priority,
): Promise<Map<string, CreateOutcome>> {
  const { batch } = objectsApi(transport, { call, priority, isIdempotent: false, success: 201 });
  const answer = await batch.create(path, {
    inputs: inputs.map(({ trace, properties, under }) => ({
      objectWriteTraceId: trace,
      properties,
      ...(under === undefined ? {} : { associations: [association(under)] }),
    })),
  });

  const outcomes = new Map<string, CreateOutcome>();
  for (const result of answer.results ?? []) {
    const trace = result.objectWriteTraceId ?? findTrace(inputs, result.properties);
    const id = idIn(result);
    if (trace !== null && id !== null) outcomes.set(trace, { ok: true, id });
  }
  const errors: BatchError[] = 'errors' in answer ? (answer.errors ?? []) : [];
  for (const [trace, refused] of refusedInputs(errors, ['objectWriteTraceId'])) {
    const { reason, properties, unknownProperties, existingId } = refused;
    if (refused.kind === 'already exists')
      outcomes.set(trace, { ok: false, kind: 'already exists', reason, existingId });
    else if (refused.kind === 'retry') outcomes.set(trace, { ok: false, kind: 'retry', reason, afterMs: retryMs });
    else outcomes.set(trace, { ok: false, kind: 'fix the record', reason, properties, unknownProperties });
  }
  for (const { trace } of inputs) {
    const reason = "HubSpot's answer says nothing about this record; it may have been created";
    if (!outcomes.has(trace)) outcomes.set(trace, { ok: false, kind: 'ambiguous', reason });
  }
  return outcomes;
}

/** An answer that leaves the trace out still carries what makes the record unique, and of one there is no doubt. */
function findTrace(inputs: ObjectInput[], properties: Record<string, string | null>): string | null {
  if (inputs.length === 1) return inputs[0]!.trace;
  for (const name of ['zo_user_id', 'zo_company_id', 'email']) {
    const value = properties[name];
    if (value === null || value === undefined) continue;
    const input = inputs.find((candidate) => candidate.properties[name]?.toLowerCase() === value.toLowerCase());
    if (input !== undefined) return input.trace;
  }
  return null;
}

function association({ id, typeId }: NonNullable<ObjectInput['under']>) {
  const associationCategory = AssociationSpecAssociationCategoryEnum.HubspotDefined;
  return { to: { id }, types: [{ associationCategory, associationTypeId: typeId }] };
}
