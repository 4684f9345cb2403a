/** Deletions for privacy on PostgreSQL: one line per command. */
import type { ForgettingStore } from '../forgetting-store.ts';
import type { PostgresConnection } from './connection.ts';
import { countForgotten, refusePeopleOf } from './forgotten-people.ts';
import { endPrivacyDeletion, listPrivacyDeletions, waitingPrivacyDeletions } from './privacy-deletion-rows.ts';

export function forgettingCommands({ query, portalTransaction }: PostgresConnection): ForgettingStore {
  return {
    waitingPrivacyDeletions: (portalId, limit) => waitingPrivacyDeletions(query, portalId, limit),
    refusePeopleOf: (portalId, contactIds, now) =>
      portalTransaction(portalId, (within) => refusePeopleOf(within, portalId, contactIds, now)),
    endPrivacyDeletion: (portalId, contactId, ended, now) =>
      portalTransaction(portalId, (within) => endPrivacyDeletion(within, portalId, contactId, ended, now)),
    privacyDeletions: (portalId, limit) => listPrivacyDeletions(query, portalId, limit),
    forgottenCounts: (portalId) => countForgotten(query, portalId),
  };
}
