/** Search answers from an index that lags behind: a record is seen as it was `searchIndexDelayMs` ago. */
import { associationsOf } from '../associations/associate.ts';
import { type Answer, ok } from '../http/answer.ts';
import { invalid } from '../http/refusal.ts';
import { isObject } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, ObjectTypeId } from '../portal/tables.ts';
import { stringsOf } from './batch-objects.ts';
import { objectTypeOf, objectTypes } from './object-types.ts';
import { presentRecord } from './present-record.ts';

type SearchFilter = { propertyName: string; operator: string; value?: unknown; values?: unknown; highValue?: unknown };
type Indexed = { record: CrmRecord; values: Record<string, string> };

const mostResults = 10_000;
const searchedByQuery = ['email', 'firstname', 'lastname', 'name', 'domain', 'phone', 'dealname'];

export function searchObjects(
  portal: Portal,
  type: ObjectTypeId,
  body: Record<string, unknown>,
  bodyLength: number,
): Answer {
  if (bodyLength > 3_000) throw invalid('The request body is longer than 3000 characters');
  const groups = filterGroupsOf(body);
  const limit = body.limit === undefined ? 10 : Number(body.limit);
  if (!Number.isInteger(limit) || limit < 0 || limit > 200) throw invalid('limit must be between 0 and 200');
  const after = body.after === undefined ? 0 : Number(body.after);
  if (!Number.isInteger(after) || after < 0) throw invalid('after must be an integer');
  if (after + limit > mostResults) throw invalid(`Paging is limited to ${mostResults} results per query`);
  const query = typeof body.query === 'string' ? body.query.toLowerCase() : '';

  const hits = indexed(portal, type).filter(
    ({ record, values }) =>
      (groups.length === 0 ||
        groups.some((filters) => filters.every((filter) => holds(portal, record, values, filter)))) &&
      (query === '' || searchedByQuery.some((name) => (values[name] ?? '').toLowerCase().includes(query))),
  );
  sortHits(hits, body.sorts);
  const page = hits.slice(after, after + limit);
  const next = after + limit;
  return ok({
    total: hits.length,
    results: page.map(({ record, values }) => presentRecord({ ...record, values }, stringsOf(body.properties))),
    ...(next < hits.length ? { paging: { next: { after: String(next) } } } : {}),
  });
}

function filterGroupsOf(body: Record<string, unknown>): SearchFilter[][] {
  const groups = Array.isArray(body.filterGroups) ? body.filterGroups : [];
  const parsed = groups.map((group) => {
    const filters = isObject(group) && Array.isArray(group.filters) ? group.filters : [];
    return filters.filter(isObject).map((filter) => filter as SearchFilter);
  });
  if (parsed.length > 5 || parsed.some((filters) => filters.length > 6) || parsed.flat().length > 18) {
    throw invalid('There are too many filters: at most 5 groups, 6 filters in a group and 18 in all');
  }
  return parsed;
}

function indexed(portal: Portal, type: ObjectTypeId): Indexed[] {
  const asOf = performance.now() - portal.settings.searchIndexDelayMs;
  const found: Indexed[] = [];
  for (const record of portal.records[type].values()) {
    if (record.createdMonotonicMs > asOf) continue;
    if (record.archivedMonotonicMs !== null && record.archivedMonotonicMs <= asOf) continue;
    found.push({ record, values: record.changedMonotonicMs <= asOf ? record.values : valuesAsOf(record, asOf) });
  }
  return found;
}

function valuesAsOf(record: CrmRecord, asOf: number): Record<string, string> {
  const values = { ...record.values };
  let modifiedAt = record.createdAt;
  for (const [property, history] of Object.entries(record.history)) {
    const entry = history.findLast((candidate) => candidate.monotonicMs <= asOf);
    if (entry && entry.value !== '') values[property] = entry.value;
    else delete values[property];
    if (entry) modifiedAt = Math.max(modifiedAt, entry.at);
  }
  // The index has not heard of the change yet, so it does not know when it was either.
  values[objectTypes[record.type].modifiedProperty] = new Date(modifiedAt).toISOString();
  return values;
}

function holds(portal: Portal, record: CrmRecord, values: Record<string, string>, filter: SearchFilter): boolean {
  const name = filter.propertyName.toLowerCase();
  const association = /^associations\.(.+)$/.exec(name);
  if (association) {
    const linked = associationsOf(portal, record.id, objectTypeOf(association[1] ?? ''));
    return linked.some(({ toId }) => toId === String(filter.value));
  }
  const type = portal.properties[record.type].get(name)?.type;
  if (!type) throw invalid(`There was a problem with the request: property ${filter.propertyName} does not exist`);
  const have = values[name];
  const comparable = (value: unknown): string | number => {
    const text = String(value);
    if (type === 'number') return Number(text);
    if (type === 'date' || type === 'datetime') return /^-?\d+$/.test(text) ? Number(text) : Date.parse(text);
    return type === 'enumeration' ? text : text.toLowerCase();
  };
  const mine = have === undefined ? undefined : comparable(have);
  const list = Array.isArray(filter.values) ? filter.values : [];
  if ((filter.operator === 'IN' || filter.operator === 'NOT_IN') && type === 'string') {
    if (list.some((value) => String(value) !== String(value).toLowerCase()))
      throw invalid('IN values must be lower case');
  }
  if (list.length > 100) throw invalid('IN takes at most 100 values');
  const words = (text: string) =>
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== '');
  const hasToken = () => {
    const tokens = words(String(filter.value).replaceAll('*', ''));
    return (
      have !== undefined &&
      tokens.every((token) =>
        words(have).some((word) => word === token || (String(filter.value).includes('*') && word.includes(token))),
      )
    );
  };
  switch (filter.operator) {
    case 'EQ':
      return mine === comparable(filter.value);
    case 'NEQ':
      return mine !== undefined && mine !== comparable(filter.value);
    case 'LT':
      return mine !== undefined && mine < comparable(filter.value);
    case 'LTE':
      return mine !== undefined && mine <= comparable(filter.value);
    case 'GT':
      return mine !== undefined && mine > comparable(filter.value);
    case 'GTE':
      return mine !== undefined && mine >= comparable(filter.value);
    case 'BETWEEN':
      return mine !== undefined && mine >= comparable(filter.value) && mine <= comparable(filter.highValue);
    case 'IN':
      return mine !== undefined && list.map(comparable).includes(mine);
    case 'NOT_IN':
      return mine !== undefined && !list.map(comparable).includes(mine);
    case 'HAS_PROPERTY':
      return mine !== undefined;
    case 'NOT_HAS_PROPERTY':
      return mine === undefined;
    case 'CONTAINS_TOKEN':
      return hasToken();
    case 'NOT_CONTAINS_TOKEN':
      return !hasToken();
    default:
      throw invalid(`Unknown operator ${filter.operator}`);
  }
}

function sortHits(hits: Indexed[], sorts: unknown): void {
  if (!Array.isArray(sorts) || sorts.length === 0) return;
  if (sorts.length > 1) throw invalid('Only one sort is supported');
  const sort = sorts[0];
  const { name, sign } = readSort(sort);
  const keyOf = (hit: Indexed) => hit.values[name] ?? '';
  hits.sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    const byNumber = Number(left) - Number(right);
    return sign * (Number.isNaN(byNumber) ? (left < right ? -1 : left > right ? 1 : 0) : byNumber);
  });
}

/** "createdate", "-createdate" or {propertyName, direction}. */
function readSort(sort: unknown): { name: string; sign: 1 | -1 } {
  if (typeof sort === 'string') {
    return sort.startsWith('-') ? { name: sort.slice(1), sign: -1 } : { name: sort, sign: 1 };
  }
  if (!isObject(sort)) return { name: 'hs_object_id', sign: 1 };
  return { name: String(sort.propertyName), sign: sort.direction === 'DESCENDING' ? -1 : 1 };
}
