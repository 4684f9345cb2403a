/**
 * Batches. 207 only as HubSpot does it: unknown ids are reported and the rest is done; a refused value fails the whole
 * call with 400 unless every input carries its own `objectWriteTraceId`.
 */
import { type Answer, noContent, ok } from '../http/answer.ts';
import { invalid, Refusal } from '../http/refusal.ts';
import { isObject } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, ObjectTypeId, WriteSource } from '../portal/tables.ts';
import { objectTypes } from './object-types.ts';
import { presentRecord } from './present-record.ts';
import { archiveRecord, findByUnique, findRecord } from './records.ts';
import {
  addressOf,
  type Prepared,
  prepareCreate,
  prepareUpdate,
  prepareUpsert,
  propertiesOf,
  refuseNonUnique,
} from './write-objects.ts';

type Input = Record<string, unknown>;
type BatchVerb = 'create' | 'update' | 'upsert';

/** For objects and properties; association batches take more. */
const mostObjects = 100;
/** Reading with history takes fewer. */
const mostWithHistory = 50;

/** The inputs of a batch; a body without them is a silent no-op, as in HubSpot. */
export function inputsOf(body: Record<string, unknown>, mostInputs = mostObjects): Input[] {
  if (!Array.isArray(body.inputs)) return [];
  if (body.inputs.length > mostInputs) {
    throw invalid(
      `The maximum number of inputs supported in a batch request is ${mostInputs}, but ${body.inputs.length} were given.`,
    );
  }
  return body.inputs.map((input) => (isObject(input) ? input : {}));
}

export function readBatch(
  portal: Portal,
  type: ObjectTypeId,
  body: Record<string, unknown>,
  archived: boolean,
): Answer {
  const withHistory = stringsOf(body.propertiesWithHistory);
  const inputs = inputsOf(body, withHistory.length > 0 ? mostWithHistory : mostObjects);
  const ids = inputs.map((input) => addressOf(input).id);
  refuseRepeats(ids);
  const idProperty =
    typeof body.idProperty === 'string' && body.idProperty !== '' ? body.idProperty.toLowerCase() : null;
  if (idProperty && idProperty !== 'hs_object_id') refuseNonUnique(portal, type, idProperty);
  const found = new Map<string, CrmRecord>();
  const missing: string[] = [];
  for (const id of ids) {
    const record =
      idProperty && idProperty !== 'hs_object_id'
        ? findByUnique(portal, type, idProperty, id)
        : archived
          ? archivedRecord(portal, type, id)
          : findRecord(portal, type, id);
    if (record) found.set(record.id, record);
    else missing.push(id);
  }
  const properties = stringsOf(body.properties);
  const results = [...found.values()].map((record) => presentRecord(record, properties, withHistory));
  return batchAnswer(portal, 200, results, missing.length > 0 ? [missingError(type, missing)] : []);
}

function archivedRecord(portal: Portal, type: ObjectTypeId, id: string): CrmRecord | null {
  const record = portal.records[type].get(id);
  return record && record.archivedAt !== null ? record : null;
}

export function writeBatch(
  portal: Portal,
  type: ObjectTypeId,
  verb: BatchVerb,
  body: Record<string, unknown>,
  source: WriteSource,
): Answer {
  const inputs = inputsOf(body);
  const perInput = inputs.length > 0 && hasOwnTraceIds(inputs);
  if (verb !== 'create') refuseRepeats(inputs.map((input) => addressOf(input).id));
  else if (!perInput) refuseRepeatedEmails(inputs);

  const prepared: { input: Input; work: Prepared }[] = [];
  const errors: Record<string, unknown>[] = [];
  const targets: string[] = [];
  for (const input of inputs) {
    try {
      const target = verb === 'create' ? null : targetOf(portal, type, verb, input);
      if (target === 'missing') {
        errors.push({
          ...missingError(type, [addressOf(input).id]),
          context: contextOf(input, { ids: [addressOf(input).id] }),
        });
        continue;
      }
      if (target) targets.push(target.id);
      prepared.push({ input, work: prepare(portal, type, verb, input, target, source) });
    } catch (error) {
      if (!(error instanceof Refusal) || !perInput) throw error;
      errors.push(itemError(input, error));
    }
  }
  refuseRepeats(targets);

  const results: Record<string, unknown>[] = [];
  for (const { input, work } of prepared) {
    try {
      const { record, isNew } = work.run();
      results.push({
        ...presentRecord(record, Object.keys(propertiesOf(input))),
        ...(verb === 'upsert' ? { new: isNew } : {}),
        ...(typeof input.objectWriteTraceId === 'string' ? { objectWriteTraceId: input.objectWriteTraceId } : {}),
      });
    } catch (error) {
      if (!(error instanceof Refusal) || !perInput) throw error;
      errors.push(itemError(input, error));
    }
  }
  return batchAnswer(portal, verb === 'create' ? 201 : 200, results, errors);
}

export function archiveBatch(
  portal: Portal,
  type: ObjectTypeId,
  body: Record<string, unknown>,
  source: WriteSource,
): Answer {
  for (const input of inputsOf(body)) {
    const record = findRecord(portal, type, addressOf(input).id);
    if (record) archiveRecord(portal, record, source);
  }
  return noContent;
}

function prepare(
  portal: Portal,
  type: ObjectTypeId,
  verb: BatchVerb,
  input: Input,
  target: CrmRecord | null,
  source: WriteSource,
): Prepared {
  if (verb === 'create') return prepareCreate(portal, type, input, source);
  if (verb === 'upsert') return prepareUpsert(portal, type, input, source);
  return prepareUpdate(portal, target!, input, source);
}

function targetOf(portal: Portal, type: ObjectTypeId, verb: BatchVerb, input: Input): CrmRecord | 'missing' | null {
  const { id, idProperty } = addressOf(input);
  if (idProperty === null) return findRecord(portal, type, id) ?? 'missing';
  if (verb === 'update' && type === '0-1' && idProperty === 'email') {
    throw invalid(`Unable to perform update/upsert by non-unique ${type} property ${idProperty}`);
  }
  refuseNonUnique(portal, type, idProperty);
  return findByUnique(portal, type, idProperty, id) ?? (verb === 'upsert' ? null : 'missing');
}

function hasOwnTraceIds(inputs: Input[]): boolean {
  const traceIds = inputs.map((input) => input.objectWriteTraceId);
  return traceIds.every((id) => typeof id === 'string' && id !== '') && new Set(traceIds).size === inputs.length;
}

function refuseRepeats(ids: string[]): void {
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated === undefined) return;
  throw invalid(`Duplicate IDs found in batch input: [${repeated}]. IDs must be unique`, {
    context: { ids: [repeated] },
  });
}

function refuseRepeatedEmails(inputs: Input[]): void {
  const emails = inputs
    .map((input) =>
      String(propertiesOf(input).email ?? '')
        .trim()
        .toLowerCase(),
    )
    .filter((email) => email !== '');
  refuseRepeats(emails);
}

function missingError(type: ObjectTypeId, ids: string[]): Record<string, unknown> {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `Could not get some ${objectTypes[type].upper} objects, they may be deleted or not exist. Check that ids are valid.`,
    context: { ids },
    links: {},
    errors: [],
  };
}

function itemError(input: Input, refusal: Refusal): Record<string, unknown> {
  return {
    status: 'error',
    links: {},
    errors: [],
    ...refusal.body,
    context: contextOf(input, refusal.body.context ?? {}),
  };
}

function contextOf(input: Input, context: Record<string, string[]>): Record<string, string[]> {
  return typeof input.objectWriteTraceId === 'string'
    ? { ...context, objectWriteTraceId: [input.objectWriteTraceId] }
    : context;
}

export function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

export function batchAnswer(portal: Portal, status: number, results: unknown[], errors: unknown[]): Answer {
  const at = new Date(portal.now()).toISOString();
  const body = { status: 'COMPLETE', results, startedAt: at, completedAt: at };
  return errors.length === 0 ? ok(body, status) : ok({ ...body, numErrors: errors.length, errors }, 207);
}
