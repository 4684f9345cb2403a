/** Deletions for privacy on SQLite: one line per command. */
import type { ForgettingStore } from '../forgetting-store.ts';
import type { SqliteConnection } from './connection.ts';
import { countForgotten, refusePeopleOf } from './forgotten-people.ts';
import { endPrivacyDeletion, listPrivacyDeletions, waitingPrivacyDeletions } from './privacy-deletion-rows.ts';

export function forgettingCommands(connection: SqliteConnection): ForgettingStore {
  return {
    waitingPrivacyDeletions: async (portalId, limit) => waitingPrivacyDeletions(connection, portalId, limit),
    refusePeopleOf: (portalId, contactIds, now) => refusePeopleOf(connection, portalId, contactIds, now),
    endPrivacyDeletion: async (portalId, contactId, found, now) =>
      endPrivacyDeletion(connection, portalId, contactId, found, now),
    privacyDeletions: async (portalId, limit) => listPrivacyDeletions(connection, portalId, limit),
    forgottenCounts: async (portalId) => countForgotten(connection, portalId),
  };
}
