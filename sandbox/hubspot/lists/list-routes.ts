/** Lists v3. Changing members by hand belongs to lists without filters, which are not imitated. */
import { noContent, ok } from '../http/answer.ts';
import { invalid, notFound, notImitated } from '../http/refusal.ts';
import { objectOf, type Route, type SandboxRequest } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import {
  changeFilters,
  createList,
  deleteList,
  listWithId,
  listWithName,
  renameList,
  restoreList,
} from './define-list.ts';
import type { HubspotList } from './list.ts';
import { membersOf } from './list-members.ts';

const base = '/crm/v3/lists';
const reads = () => ['crm.lists.read'];
const writes = () => ['crm.lists.write'];
const mostMembers = 250;
const mostFound = 500;

export function listRoutes(portal: Portal): Route[] {
  const listOf = (request: SandboxRequest) => listWithId(portal, request.params.id);
  const standingListOf = (request: SandboxRequest) => {
    const list = listOf(request);
    if (list.deletedAt !== null) throw notFound(`List does not exist with ID ${list.listId}.`);
    return list;
  };
  const answer = (list: HubspotList, request: SandboxRequest) =>
    ok({ list: presentList(list, request.query.get('includeFilters') === 'true') });
  return [
    {
      method: 'POST',
      path: base,
      anyScope: writes,
      handle: (request) => ok({ list: presentList(createList(portal, objectOf(request)), true) }),
    },
    {
      method: 'POST',
      path: `${base}/search`,
      anyScope: reads,
      handle: (request) => ok(searchLists(portal, objectOf(request))),
    },
    {
      method: 'GET',
      path: `${base}/object-type-id/:objectTypeId/name/:name`,
      anyScope: reads,
      handle(request) {
        const { name, objectTypeId } = request.params;
        const list = listWithName(portal, name ?? '', objectTypeId ?? null);
        if (!list) throw notFound(`List does not exist with name ${name}.`);
        return answer(list, request);
      },
    },
    { method: 'GET', path: `${base}/:id`, anyScope: reads, handle: (request) => answer(listOf(request), request) },
    {
      method: 'PUT',
      path: `${base}/:id/update-list-filters`,
      anyScope: writes,
      handle(request) {
        const list = standingListOf(request);
        changeFilters(portal, list, objectOf(request).filterBranch);
        return ok({ updatedList: presentList(list, true) });
      },
    },
    {
      method: 'PUT',
      path: `${base}/:id/update-list-name`,
      anyScope: writes,
      handle(request) {
        const list = standingListOf(request);
        renameList(portal, list, request.query.get('listName') ?? '');
        return ok({ updatedList: presentList(list, request.query.get('includeFilters') === 'true') });
      },
    },
    {
      method: 'DELETE',
      path: `${base}/:id`,
      anyScope: writes,
      handle(request) {
        deleteList(portal, standingListOf(request));
        return noContent;
      },
    },
    {
      method: 'PUT',
      path: `${base}/:id/restore`,
      anyScope: writes,
      handle(request) {
        restoreList(portal, listOf(request));
        return noContent;
      },
    },
    {
      method: 'GET',
      path: `${base}/:id/memberships`,
      anyScope: reads,
      handle: (request) => ok(pageOfMembers(portal, standingListOf(request), request.query)),
    },
    ...['add', 'remove', 'add-and-remove'].map(
      (change): Route => ({
        method: 'PUT',
        path: `${base}/:id/memberships/${change}`,
        anyScope: writes,
        handle(): never {
          throw notImitated('changing the members of a list by hand');
        },
      }),
    ),
    ...byPeople(portal),
  ];
}

/** What people do with a list inside HubSpot. */
function byPeople(portal: Portal): Route[] {
  const path = '/sandbox/lists/:id';
  return [
    {
      method: 'PATCH',
      path,
      handle(request) {
        const list = listWithId(portal, request.params.id);
        const { name, filterBranch } = objectOf(request);
        if (typeof name === 'string') renameList(portal, list, name);
        if (filterBranch !== undefined) changeFilters(portal, list, filterBranch);
        return ok(presentList(list, true));
      },
    },
    {
      method: 'DELETE',
      path,
      handle(request) {
        deleteList(portal, listWithId(portal, request.params.id));
        return ok({ deleted: true });
      },
    },
  ];
}

function searchLists(portal: Portal, body: Record<string, unknown>): Record<string, unknown> {
  const query = typeof body.query === 'string' ? body.query.toLowerCase() : '';
  const count = body.count === undefined ? 20 : Number(body.count);
  const offset = body.offset === undefined ? 0 : Number(body.offset);
  if (!Number.isInteger(count) || count < 1 || count > mostFound) {
    throw invalid(`count must be between 1 and ${mostFound}`);
  }
  const found = [...portal.lists.values()].filter(
    (list) => list.deletedAt === null && list.name.toLowerCase().includes(query),
  );
  const lists = found.slice(offset, offset + count).map((list) => ({
    ...presentList(list, false),
    additionalProperties: { hs_list_size: String(membersOf(portal, list).length) },
  }));
  const next = offset + lists.length;
  return { lists, hasMore: next < found.length, offset: next, total: found.length };
}

function pageOfMembers(portal: Portal, list: HubspotList, query: URLSearchParams): Record<string, unknown> {
  const limit = Math.min(Number(query.get('limit') ?? 100), mostMembers);
  const after = Number(query.get('after') ?? 0);
  const members = membersOf(portal, list);
  const rest = members.filter((id) => Number(id) > after);
  const page = rest.slice(0, limit);
  const membershipTimestamp = new Date(list.filtersUpdatedAt).toISOString();
  return {
    results: page.map((recordId) => ({ recordId, membershipTimestamp })),
    total: members.length,
    ...(rest.length > limit ? { paging: { next: { after: page.at(-1) } } } : {}),
  };
}

function presentList(list: HubspotList, withFilters: boolean): Record<string, unknown> {
  const { filterBranch, createdAt, updatedAt, filtersUpdatedAt, deletedAt, ...shown } = list;
  return {
    ...shown,
    processingStatus: 'COMPLETE',
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    filtersUpdatedAt: new Date(filtersUpdatedAt).toISOString(),
    ...(deletedAt === null ? {} : { deletedAt: new Date(deletedAt).toISOString() }),
    ...(withFilters ? { filterBranch } : {}),
  };
}
