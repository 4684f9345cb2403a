/** Deletions for privacy on PostgreSQL: one line per command. */
import type { ForgettingStore } from '../forgetting-store.ts';
import type { PostgresConnection } from './connection.ts';
import { countForgotten, refusePeopleOf } from './forgotten-people.ts';
import { endPrivacyDeletion, listPrivacyDeletions, waitingPrivacyDeletions } from './privacy-deletion-rows.ts';

export function forgettingCommands(connection: PostgresConnection): ForgettingStore {
  const { forPortal, portalTransaction } = connection;
  return {
    waitingPrivacyDeletions: (portalId, limit) => waitingPrivacyDeletions(forPortal(portalId), portalId, limit),
    refusePeopleOf: (portalId, contactIds, now) => refusePeopleOf(connection, portalId, contactIds, now),
    endPrivacyDeletion: (portalId, contactId, found, now) =>
      portalTransaction(portalId, (within) => endPrivacyDeletion(within, portalId, contactId, found, now)),
    privacyDeletions: (portalId, limit) => listPrivacyDeletions(forPortal(portalId), portalId, limit),
    forgottenCounts: (portalId) => countForgotten(forPortal(portalId), portalId),
  };
}
