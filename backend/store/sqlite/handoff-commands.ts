/** The handoff part of the store on SQLite: one line per command, each in a file of its own. */
import type { HandoffStore } from '../handoff-store.ts';
import { acknowledge, saveFacts } from './acknowledge-records.ts';
import { cardWork, hasEvents } from './card-work.ts';
import { commitDecisions } from './commit-decisions.ts';
import { completeCall, forgetCardCalls } from './complete-call.ts';
import type { SqliteConnection } from './connection.ts';
import { decisionInputs } from './decision-inputs.ts';
import * as lists from './handoff-lists.ts';
import { loadHandoff } from './handoff-rows.ts';
import { linkProductUser, unlinkProductUser } from './link-product-user.ts';
import { loadLedger, tallyOwners } from './owner-load.ts';
import { loadLinkedRecords, wantValues } from './record-rows.ts';
import { companyWork, contactWork } from './record-work.ts';
import type { SharedCommits } from './shared-commits.ts';
import { answerOfCall, transactHandoff } from './transact-handoff.ts';
import { uniteCompanies } from './unite-companies.ts';
import { unitePersons } from './unite-persons.ts';

export function handoffCommands(connection: SqliteConnection, { share, shareSoon }: SharedCommits): HandoffStore {
  return {
    decisionInputs: async (portalId, limit, line) => decisionInputs(connection, portalId, limit, line),
    commitDecisions: (portalId, decisions, playbookVersion, now, takeUp) =>
      shareSoon(() => commitDecisions(connection, portalId, decisions, playbookVersion, now, takeUp)),
    contactWork: async (portalId, personIds) => contactWork(connection, portalId, personIds),
    companyWork: async (portalId, companyIds) => companyWork(connection, portalId, companyIds),
    linkedRecords: async (portalId, kind, after, limit) => loadLinkedRecords(connection, portalId, kind, after, limit),
    wantCompany: async (portalId, companyId, wanted) => {
      connection.transaction(() => wantValues(connection, portalId, 'company', companyId, wanted));
    },
    acknowledge: (portalId, kind, acknowledgements) =>
      shareSoon(() => acknowledge(connection, portalId, kind, acknowledgements)),
    saveFacts: (portalId, facts, now) => shareSoon(() => saveFacts(connection, portalId, facts, now)),
    unitePersons: async (portalId, claims, rules, now) => unitePersons(connection, portalId, claims, rules, now),
    uniteCompanies: async (portalId, claims, rules, now) => uniteCompanies(connection, portalId, claims, rules, now),
    transactHandoff: (portalId, selector, now, step) =>
      share(() => transactHandoff(connection, portalId, selector, now, step)),
    dueHandoffs: async (portalId, now, limit) => lists.dueHandoffs(connection, portalId, now, limit),
    heldHandoffs: async (portalId, limit) => lists.heldHandoffs(connection, portalId, limit),
    nextWakeAt: async (portalId) => lists.nextWakeAt(connection, portalId),
    handoff: async (portalId, handoffId) => loadHandoff(connection, portalId, handoffId),
    handoffs: async (portalId, filter) => lists.listHandoffs(connection, portalId, filter),
    handoffsAtCompany: async (portalId, companyId, limit) =>
      lists.handoffsAtCompany(connection, portalId, companyId, limit),
    ledger: async (portalId) => loadLedger(connection, portalId),
    tallyOwners: async (portalId, recently, lately) => tallyOwners(connection, portalId, recently, lately),
    gateCounts: async (portalId) => lists.countGates(connection, portalId),
    readyPersons: async (portalId, limit) => lists.listReadyPersons(connection, portalId, limit),
    callAnswer: async (portalId, callbackId) => answerOfCall(connection, portalId, callbackId),
    completeCall: async (portalId, callbackId, outputs) => completeCall(connection, portalId, callbackId, outputs),
    forgetCardCalls: async (portalId, before) => forgetCardCalls(connection, portalId, before),
    cardWork: async (portalId, contactId) => cardWork(connection, portalId, contactId),
    hasEvents: async (portalId) => hasEvents(connection, portalId),
    linkProductUser: async (portalId, order, now) => linkProductUser(connection, portalId, order, now),
    unlinkProductUser: async (portalId, order, now) => unlinkProductUser(connection, portalId, order, now),
  };
}
