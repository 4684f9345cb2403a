/**
 * Records changed since a moment, by HubSpot's search, in the order of their change. Each page asks for what comes after the
 * last one, so that neither the 10,000 results of one query nor records that change meanwhile (and move to the end) leave a
 * gap. The search lags some seconds behind writes: whoever asks for what is new begins a little before the last end.
 */
import type { Priority } from '../outbox/effect.ts';
import { resultsOf } from './batch-answer.ts';
import { objectPaths, type RecordType } from './hubspot-record.ts';
import { callJson, isObject, objectsIn, textOf } from './json-call.ts';
import type { Transport } from './transport.ts';

/** `modifiedAt` by HubSpot's clock, in milliseconds since the epoch. */
export type ChangedRecord = { id: string; modifiedAt: number };

/** Changed at or after a moment, by moment; or changed at exactly one moment, by id, after an id. */
export type ChangeQuery = { from: number } | { at: number; afterId: string | null };

export const changesPerPage = 200;

const modifiedProperty: Record<RecordType, string> = { contact: 'lastmodifieddate', company: 'hs_lastmodifieddate' };
const searchCall = { contact: 'search contacts', company: 'search companies' } as const;

/** One page. */
export async function searchChanges(
  transport: Transport,
  type: RecordType,
  query: ChangeQuery,
  priority: Priority,
): Promise<ChangedRecord[]> {
  const modified = modifiedProperty[type];
  const answer = await callJson(transport, {
    call: searchCall[type],
    method: 'POST',
    path: `/crm/v3/objects/${objectPaths[type]}/search`,
    priority,
    isIdempotent: true,
    body: {
      filterGroups: [{ filters: filtersOf(query, modified) }],
      sorts: [{ propertyName: 'from' in query ? modified : 'hs_object_id', direction: 'ASCENDING' }],
      properties: [modified],
      limit: changesPerPage,
    },
  });
  // Taken for "nothing", what changed would not be looked at again.
  const results = resultsOf(answer as { results?: unknown[] }, searchCall[type]);
  return objectsIn(results).flatMap((result) => {
    const id = textOf(result.id);
    const modifiedAt = Date.parse(textOf(isObject(result.properties) ? result.properties[modified] : null) ?? '');
    return id === null || Number.isNaN(modifiedAt) ? [] : [{ id, modifiedAt }];
  });
}

function filtersOf(query: ChangeQuery, modified: string) {
  if ('from' in query) return [{ propertyName: modified, operator: 'GTE', value: String(query.from) }];
  const atMoment = { propertyName: modified, operator: 'EQ', value: String(query.at) };
  if (query.afterId === null) return [atMoment];
  return [atMoment, { propertyName: 'hs_object_id', operator: 'GT', value: query.afterId }];
}

/** Every record changed at or after `from`, page by page. One that changes meanwhile comes again. */
export async function* changesSince(
  search: (query: ChangeQuery) => Promise<ChangedRecord[]>,
  from: number,
  perPage = changesPerPage,
): AsyncGenerator<ChangedRecord[]> {
  let since = from;
  let seenThen: ReadonlySet<string> = new Set();
  for (;;) {
    const page = await search({ from: since });
    const fresh = page.filter(({ id, modifiedAt }) => modifiedAt !== since || !seenThen.has(id));
    if (fresh.length > 0) yield fresh;
    const last = page.at(-1);
    if (last === undefined || page.length < perPage) return;
    if (last.modifiedAt > since) {
      since = last.modifiedAt;
      seenThen = new Set(page.filter(({ modifiedAt }) => modifiedAt === since).map(({ id }) => id));
    } else {
      // An import may give more records than fit on a page the same millisecond.
      yield* changesAt(search, since, perPage);
      since += 1;
      seenThen = new Set();
    }
  }
}

async function* changesAt(
  search: (query: ChangeQuery) => Promise<ChangedRecord[]>,
  at: number,
  perPage: number,
): AsyncGenerator<ChangedRecord[]> {
  for (let afterId: string | null = null; ; ) {
    const page: ChangedRecord[] = await search({ at, afterId });
    if (page.length > 0) yield page;
    if (page.length < perPage) return;
    afterId = page.at(-1)?.id ?? null;
  }
}
