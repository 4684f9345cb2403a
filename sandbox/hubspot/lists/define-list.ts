import { objectTypes } from '../crm/object-types.ts';
import { checkRootBranch } from '../flows/check-filters.ts';
import { invalid, notFound, notImitated } from '../http/refusal.ts';
import type { Portal } from '../portal/portal.ts';
import type { ObjectTypeId } from '../portal/tables.ts';
import type { HubspotList } from './list.ts';

export function createList(portal: Portal, body: Record<string, unknown>): HubspotList {
  const missing = ['name', 'objectTypeId', 'processingType'].filter(
    (key) => typeof body[key] !== 'string' || body[key] === '',
  );
  if (missing.length > 0)
    throw invalid(`Invalid input JSON on line 1, column 1: some required fields were not set: [${missing.join(', ')}]`);
  const objectTypeId = String(body.objectTypeId);
  if (!(objectTypeId in objectTypes)) throw notImitated(`lists of object type ${objectTypeId}`);
  if (body.processingType !== 'DYNAMIC') throw notImitated(`lists of type ${String(body.processingType)}`);
  if (body.filterBranch === undefined) throw invalid('A DYNAMIC list needs a filterBranch');
  const name = String(body.name);
  refuseTakenName(portal, name, null);
  const at = portal.now();
  const list: HubspotList = {
    listId: portal.nextId(),
    name,
    objectTypeId: objectTypeId as ObjectTypeId,
    processingType: 'DYNAMIC',
    filterBranch: checkRootBranch(portal, objectTypeId, body.filterBranch),
    listVersion: 1,
    createdAt: at,
    updatedAt: at,
    filtersUpdatedAt: at,
    deletedAt: null,
  };
  portal.lists.set(list.listId, list);
  return list;
}

export function changeFilters(portal: Portal, list: HubspotList, sent: unknown): void {
  list.filterBranch = checkRootBranch(portal, list.objectTypeId, sent);
  list.filtersUpdatedAt = portal.now();
  touch(portal, list);
}

export function renameList(portal: Portal, list: HubspotList, name: string): void {
  if (name === '') throw invalid('listName must not be empty');
  refuseTakenName(portal, name, list.listId);
  list.name = name;
  touch(portal, list);
}

export function deleteList(portal: Portal, list: HubspotList): void {
  list.deletedAt = portal.now();
}

export function restoreList(portal: Portal, list: HubspotList): void {
  refuseTakenName(portal, list.name, list.listId);
  list.deletedAt = null;
}

/** By id, deleted ones too. */
export function listWithId(portal: Portal, listId: string | undefined): HubspotList {
  const list = portal.lists.get(listId ?? '');
  if (!list) throw notFound(`List does not exist with ID ${listId}.`);
  return list;
}

/** Names are compared without regard to case; those of deleted lists are free again. */
export function listWithName(portal: Portal, name: string, objectTypeId: string | null): HubspotList | null {
  const wanted = name.toLowerCase();
  const found = [...portal.lists.values()].find(
    (list) =>
      list.deletedAt === null &&
      list.name.toLowerCase() === wanted &&
      (objectTypeId === null || list.objectTypeId === objectTypeId),
  );
  return found ?? null;
}

function touch(portal: Portal, list: HubspotList): void {
  list.updatedAt = portal.now();
  list.listVersion += 1;
}

function refuseTakenName(portal: Portal, name: string, ownId: string | null): void {
  const taken = listWithName(portal, name, null);
  if (taken !== null && taken.listId !== ownId) {
    throw invalid(`List names [${name}] are not unique.`, { subCategory: 'ILS.DUPLICATE_LIST_NAMES' });
  }
}
