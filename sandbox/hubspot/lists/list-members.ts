import { branchHolds } from '../filters/evaluate-filters.ts';
import { recordSubject } from '../filters/record-subject.ts';
import type { Portal } from '../portal/portal.ts';
import type { HubspotList } from './list.ts';

/** Ids of the records that pass the list's filters now; HubSpot itself takes a moment to catch up. */
export function membersOf(portal: Portal, list: HubspotList): string[] {
  return [...portal.records[list.objectTypeId].values()]
    .filter((record) => record.archivedAt === null)
    .filter((record) => branchHolds(list.filterBranch, recordSubject(portal, record), portal.now()))
    .map(({ id }) => id)
    .sort((one, other) => Number(one) - Number(other));
}
