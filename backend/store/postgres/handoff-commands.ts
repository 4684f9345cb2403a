/** The handoff part of the store on PostgreSQL: one line per command, each in a file of its own. */
import type { HandoffStore } from '../handoff-store.ts';
import { acknowledge, saveFacts } from './acknowledge-records.ts';
import { answerOfCall, completeCall, forgetCardCalls } from './action-calls.ts';
import { cardWork, hasEvents } from './card-work.ts';
import { commitDecisions } from './commit-decisions.ts';
import type { PostgresConnection } from './connection.ts';
import { decisionInputs } from './decision-inputs.ts';
import * as lists from './handoff-lists.ts';
import { loadHandoff } from './handoff-rows.ts';
import { linkProductUser, unlinkProductUser } from './link-product-user.ts';
import { loadLedger, tallyOwners } from './owner-load.ts';
import { loadLinkedRecords, wantValues } from './record-rows.ts';
import { companyWork, contactWork } from './record-work.ts';
import { transactHandoff } from './transact-handoff.ts';
import { uniteCompanies } from './unite-companies.ts';
import { unitePersons } from './unite-persons.ts';

export function handoffCommands(connection: PostgresConnection): HandoffStore {
  const { query, snapshot, portalTransaction } = connection;
  return {
    decisionInputs: (portalId, limit) => snapshot((within) => decisionInputs(within, portalId, limit)),
    commitDecisions: (portalId, decisions, playbookVersion, now) =>
      portalTransaction(portalId, (within) => commitDecisions(within, portalId, decisions, playbookVersion, now)),
    contactWork: (portalId, personIds) => snapshot((within) => contactWork(within, portalId, personIds)),
    companyWork: (portalId, companyIds) => snapshot((within) => companyWork(within, portalId, companyIds)),
    linkedRecords: (portalId, kind, after, limit) => loadLinkedRecords(query, portalId, kind, after, limit),
    async wantCompany(portalId, companyId, wanted) {
      await portalTransaction(portalId, (within) =>
        wantValues(within, portalId, 'company', [{ subjectId: companyId, values: wanted }]),
      );
    },
    acknowledge: (portalId, kind, acknowledgements) =>
      portalTransaction(portalId, (within) => acknowledge(within, portalId, kind, acknowledgements)),
    saveFacts: (portalId, facts, now) =>
      portalTransaction(portalId, (within) => saveFacts(within, portalId, facts, now)),
    unitePersons: (portalId, claims, rules, now) => unitePersons(connection, portalId, claims, rules, now),
    uniteCompanies: (portalId, claims, rules, now) => uniteCompanies(connection, portalId, claims, rules, now),
    transactHandoff: (portalId, selector, now, step) => transactHandoff(connection, portalId, selector, now, step),
    dueHandoffs: (portalId, now, limit) => lists.dueHandoffs(query, portalId, now, limit),
    heldHandoffs: (portalId, limit) => lists.heldHandoffs(query, portalId, limit),
    nextWakeAt: (portalId) => lists.nextWakeAt(query, portalId),
    handoff: (portalId, handoffId) => loadHandoff(query, portalId, handoffId),
    handoffs: (portalId, filter) => lists.listHandoffs(query, portalId, filter),
    handoffsAtCompany: (portalId, companyId, limit) => lists.handoffsAtCompany(query, portalId, companyId, limit),
    ledger: (portalId) => loadLedger(query, portalId),
    tallyOwners: (portalId, recently, lately) => tallyOwners(query, portalId, recently, lately),
    gateCounts: (portalId) => lists.countGates(query, portalId),
    readyPersons: (portalId, limit) => lists.listReadyPersons(query, portalId, limit),
    callAnswer: (portalId, callbackId) => answerOfCall(query, portalId, callbackId),
    completeCall: (portalId, callbackId, outputs) => completeCall(query, portalId, callbackId, outputs),
    forgetCardCalls: (portalId, before) => forgetCardCalls(query, portalId, before),
    cardWork: (portalId, contactId) => snapshot((within) => cardWork(within, portalId, contactId)),
    hasEvents: (portalId) => hasEvents(query, portalId),
    linkProductUser: (portalId, order, now) =>
      portalTransaction(portalId, (within) => linkProductUser(within, portalId, order, now)),
    unlinkProductUser: (portalId, order, now) =>
      portalTransaction(portalId, (within) => unlinkProductUser(within, portalId, order, now)),
  };
}
