/** Links with HubSpot's records on PostgreSQL: one line per command. */
import type { LinkStore } from '../link-store.ts';
import type { PostgresConnection } from './connection.ts';
import { contactsByActivity } from './contacts-by-activity.ts';
import { followMerges } from './follow-merges.ts';
import * as lose from './lose-records.ts';
import { forgetMergeHints, loadMergeHints } from './merge-hints.ts';
import { subjectsKnownByEach } from './record-rows.ts';

export function linkCommands({ forPortal, portalTransaction }: PostgresConnection): LinkStore {
  return {
    mergeHints: (portalId, kind, ids) => loadMergeHints(forPortal(portalId), portalId, kind, ids),
    followMerges: (portalId, kind, moves, now) =>
      portalTransaction(portalId, (within) => followMerges(within, portalId, kind, moves, now)),
    subjectsKnownBy: (portalId, kind, recordIds) => subjectsKnownByEach(forPortal(portalId), portalId, kind, recordIds),
    loseContacts: (portalId, lost, now) =>
      portalTransaction(portalId, (within) => lose.loseContacts(within, portalId, lost, now)),
    keepReadings: (portalId, readings, now) =>
      portalTransaction(portalId, (within) => lose.keepReadings(within, portalId, readings, now)),
    loseCompanies: (portalId, lost) =>
      portalTransaction(portalId, (within) => lose.loseCompanies(within, portalId, lost)),
    regainCompanies: (portalId, recordIds, now) =>
      portalTransaction(portalId, (within) => lose.regainCompanies(within, portalId, recordIds, now)),
    readPeopleUnder: (portalId, hubspotCompanyId, now) =>
      portalTransaction(portalId, (within) => lose.readPeopleUnder(within, portalId, hubspotCompanyId, now)),
    readMembersBeside: (portalId, hubspotCompanyId, now) =>
      portalTransaction(portalId, (within) => lose.readMembersBeside(within, portalId, hubspotCompanyId, now)),
    contactsByActivity: (portalId, after, limit, deletedSince) =>
      contactsByActivity(forPortal(portalId), portalId, after, limit, deletedSince),
    forgetMergeHints: (portalId, before) => forgetMergeHints(forPortal(portalId), portalId, before),
  };
}
