/** A list ("segment") as it is stored. Only lists that HubSpot keeps up to date by filters are imitated. */
import type { FilterBranch } from '../flows/flow.ts';
import type { ObjectTypeId } from '../portal/tables.ts';

export type HubspotList = {
  listId: string;
  name: string;
  objectTypeId: ObjectTypeId;
  processingType: 'DYNAMIC';
  filterBranch: FilterBranch;
  listVersion: number;
  /** Movable clock. */
  createdAt: number;
  updatedAt: number;
  filtersUpdatedAt: number;
  /** Deleted lists can be restored, and are still read by their id. */
  deletedAt: number | null;
};
