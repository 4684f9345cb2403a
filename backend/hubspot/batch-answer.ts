/**
 * Reading HubSpot's answer to a batch. A 207 has committed some inputs and refused others; some bad bodies are answered
 * with a success that names neither. So everything is counted: results and refused inputs together must be the inputs, and
 * whatever is left over has not been done as far as anybody knows.
 */
import { RetryLater } from './hubspot-errors.ts';
import { existingIdIn, propertiesOf, withoutPersonalData } from './read-refusal.ts';
import type { HubspotCall } from './scopes.ts';

const retryMs = 2_000;

/** The records in the answer to a read. One without a list of them says nothing, which is not the same as "none". */
export function resultsOf<Result>(answer: { results?: Result[] }, call: HubspotCall): Result[] {
  if (Array.isArray(answer.results)) return answer.results;
  throw new RetryLater('an answer without results', retryMs, { call, status: 200 });
}

/** A record without an id is no record: taken for one, everybody it was read for would be the same. */
export function idOf(record: { id?: string | number | null }, call: HubspotCall): string {
  const id = idIn(record);
  if (id !== null) return id;
  throw new RetryLater('a record without an id', retryMs, { call, status: 200 });
}

export function idIn({ id }: { id?: string | number | null }): string | null {
  return id === undefined || id === null || id === '' ? null : String(id);
}

/** More than this many without an answer mean that the answer is not to be believed. */
const askedOneByOne = 20;

/**
 * Of those asked for, whoever is neither among the results nor reported missing: they may be there all the same, or answer under
 * another id since a merge, and are to be asked for one by one.
 */
export function unanswered(
  asked: readonly string[],
  isAnswered: (asked: string) => boolean,
  call: HubspotCall,
): string[] {
  const open = asked.filter((one) => !isAnswered(one));
  if (open.length <= askedOneByOne) return open;
  const reason = `${open.length} of ${asked.length} records are neither in the answer nor reported missing`;
  throw new RetryLater(reason, retryMs, { call, status: 200 });
}

/**
 * Of an answer that names only who has something: whoever is neither named nor refused has nothing, and so has whoever there is
 * nothing of. Whoever could not be read just now may have something.
 */
export function resultsOfAll<Result>(
  answer: { results?: Result[]; errors?: BatchError[] },
  call: HubspotCall,
): Result[] {
  const unread = (answer.errors ?? []).find(
    (error) => !isAboutNothing(error) && readBatchError(error).kind === 'retry',
  );
  if (unread !== undefined) throw new RetryLater(readBatchError(unread).reason, retryMs, { call, status: 207 });
  return resultsOf(answer, call);
}

function isAboutNothing({ subCategory }: BatchError): boolean {
  return typeof subCategory === 'string' && subCategory.includes('NO_ASSOCIATIONS_FOUND');
}

/** One entry of `errors` in a 207, as the official client gives it. */
export type BatchError = {
  category?: string;
  subCategory?: unknown;
  message?: string;
  context?: Record<string, string[]>;
  errors?: { code?: string; message?: string; context?: Record<string, string[]> }[];
};

export type RefusedInput = {
  kind: 'gone' | 'fix the record' | 'already exists' | 'retry';
  reason: string;
  properties: string[];
  unknownProperties: string[];
  existingId: string | null;
};

/** Which inputs a 207 refused, by the key found in the context under one of the names ('ids', 'objectWriteTraceId'). */
export function refusedInputs(errors: BatchError[], keyNames: string[]): Map<string, RefusedInput> {
  const refused = new Map<string, RefusedInput>();
  for (const error of errors) {
    const keys = keyNames.flatMap((name) => error.context?.[name] ?? []);
    const verdict = readBatchError(error);
    for (const key of keys) refused.set(String(key), verdict);
  }
  return refused;
}

function readBatchError(error: BatchError): RefusedInput {
  const category = error.category ?? '';
  const message = error.message ?? '';
  const { properties, unknownProperties, words } = propertiesOf({ ...error });
  return {
    kind: kindOf(category, properties),
    reason: words ?? withoutPersonalData(message || category),
    properties,
    unknownProperties,
    existingId: existingIdIn(message),
  };
}

/** What HubSpot has not told us of may pass: given up, the record would stay as it is until it changes again. */
function kindOf(category: string, properties: string[]): RefusedInput['kind'] {
  if (category === 'OBJECT_NOT_FOUND') return 'gone';
  if (category === 'CONFLICT' || category === 'OBJECT_ALREADY_EXISTS') return 'already exists';
  const isAboutValues = category === 'VALIDATION_ERROR' || category === '' || properties.length > 0;
  return isAboutValues ? 'fix the record' : 'retry';
}

/** Splits into lists of at most `size`. */
export function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
