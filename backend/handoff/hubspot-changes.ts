/**
 * What follows from hearing that records changed in HubSpot: they are read again. What was told of the change is not believed,
 * so hearing it twice, late or in the wrong order does no harm. Pure.
 */
import { type Effect, priorities, readChangedEffect } from '../outbox/effect.ts';

export type RecordMerge = { kind: 'contact' | 'company'; oldIds: string[]; newId: string };

/** Ids of HubSpot, ours or not. */
export type ChangedRecords = {
  contactIds: string[];
  companyIds: string[];
  dealIds: string[];
  merges: RecordMerge[];
  /** Contacts that were deleted for privacy. */
  privacyDeletions: string[];
};

export const nothingChanged: ChangedRecords = {
  contactIds: [],
  companyIds: [],
  dealIds: [],
  merges: [],
  privacyDeletions: [],
};

/** `personIds`: who of ours the contacts are. Nobody waits for these reads, as somebody does for those of a crossing. */
export function readAgain(
  personIds: readonly number[],
  { companyIds, dealIds }: Pick<ChangedRecords, 'companyIds' | 'dealIds'>,
): Effect[] {
  const about = { lane: 'hubspot', priority: priorities.routine };
  return [
    ...personIds.map(readChangedEffect),
    ...companyIds.map(
      (companyId): Effect => ({
        kind: 'read changed company',
        hubspotCompanyId: companyId,
        key: `hubspot-company:${companyId}`,
        ...about,
      }),
    ),
    ...dealIds.map((dealId): Effect => ({ kind: 'find deal contacts', dealId, key: `deal:${dealId}`, ...about })),
  ];
}
