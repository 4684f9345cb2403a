/** Links with HubSpot's records on SQLite: one line per command. */
import type { LinkStore } from '../link-store.ts';
import type { SqliteConnection } from './connection.ts';
import { contactsByActivity } from './contacts-by-activity.ts';
import { followMerges } from './follow-merges.ts';
import {
  keepReadings,
  loseCompanies,
  loseContacts,
  readMembersBeside,
  readPeopleUnder,
  regainCompanies,
} from './lose-records.ts';
import { forgetMergeHints, loadMergeHints } from './merge-hints.ts';
import { subjectsKnownBy } from './record-rows.ts';

export function linkCommands(connection: SqliteConnection): LinkStore {
  return {
    mergeHints: async (portalId, kind, ids) => loadMergeHints(connection, portalId, kind, ids),
    followMerges: async (portalId, kind, moves, now) => followMerges(connection, portalId, kind, moves, now),
    subjectsKnownBy: async (portalId, kind, recordIds) => {
      const subjectsOf = (id: string) => subjectsKnownBy(connection, portalId, kind, [id]);
      return new Map(recordIds.map((id) => [id, subjectsOf(id)]));
    },
    loseContacts: async (portalId, lost, now) => loseContacts(connection, portalId, lost, now),
    keepReadings: async (portalId, readings, now) => keepReadings(connection, portalId, readings, now),
    loseCompanies: async (portalId, lost) => loseCompanies(connection, portalId, lost),
    regainCompanies: async (portalId, recordIds, now) => regainCompanies(connection, portalId, recordIds, now),
    readPeopleUnder: async (portalId, hubspotCompanyId, now) =>
      readPeopleUnder(connection, portalId, hubspotCompanyId, now),
    readMembersBeside: async (portalId, hubspotCompanyId, now) =>
      readMembersBeside(connection, portalId, hubspotCompanyId, now),
    contactsByActivity: (portalId, after, limit, deletedSince) =>
      contactsByActivity(connection, portalId, after, limit, deletedSince),
    forgetMergeHints: async (portalId, before) => forgetMergeHints(connection, portalId, before),
  };
}
