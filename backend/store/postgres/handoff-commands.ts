/** The handoff part of the store on PostgreSQL: one line per command, each in a file of its own. */
import type { HandoffStore } from '../handoff-store.ts';
import { acknowledge, saveFacts } from './acknowledge-records.ts';
import { answerOfCall, completeCall, forgetCardCalls } from './action-calls.ts';
import { cardWork, hasEvents } from './card-work.ts';
import { commitDecisions } from './commit-decisions.ts';
import type { PostgresConnection } from './connection.ts';
import { decisionInputs, isAnybodyLater } from './decision-inputs.ts';
import * as lists from './handoff-lists.ts';
import { loadHandoff } from './handoff-rows.ts';
import { linkProductUser, unlinkProductUser } from './link-product-user.ts';
import { loadLedger, tallyOwners } from './owner-load.ts';
import { loadLinkedRecords, wantValues } from './record-rows.ts';
import { companyWork, contactWork } from './record-work.ts';
import { transactHandoff } from './transact-handoff.ts';
import { uniteCompanies } from './unite-companies.ts';
import { unitePersons } from './unite-persons.ts';

/** Nothing outside follows from it before an effect is marked or `flushed` has resolved. */
const soon = { isSoon: true };

export function handoffCommands(connection: PostgresConnection): HandoffStore {
  const { forPortal, snapshot, portalTransaction } = connection;
  return {
    async decisionInputs(portalId, limit, line) {
      // Asked after each group of events, and nearly always there is nobody.
      if (line === 'later' && !(await isAnybodyLater(forPortal(portalId), portalId))) return [];
      return snapshot(portalId, (within) => decisionInputs(within, portalId, limit, line));
    },
    commitDecisions: (portalId, decisions, playbookVersion, now, takeUp) =>
      portalTransaction(
        portalId,
        (within) => commitDecisions(within, portalId, decisions, playbookVersion, now, takeUp),
        soon,
      ),
    contactWork: (portalId, personIds) => snapshot(portalId, (within) => contactWork(within, portalId, personIds)),
    companyWork: (portalId, companyIds) => snapshot(portalId, (within) => companyWork(within, portalId, companyIds)),
    linkedRecords: (portalId, kind, after, limit) =>
      loadLinkedRecords(forPortal(portalId), portalId, kind, after, limit),
    async wantCompany(portalId, companyId, wanted) {
      await portalTransaction(portalId, (within) =>
        wantValues(within, portalId, 'company', [{ subjectId: companyId, values: wanted }]),
      );
    },
    acknowledge: (portalId, kind, acknowledgements) =>
      portalTransaction(portalId, (within) => acknowledge(within, portalId, kind, acknowledgements), soon),
    saveFacts: (portalId, facts, now) =>
      portalTransaction(portalId, (within) => saveFacts(within, portalId, facts, now), soon),
    unitePersons: (portalId, claims, rules, now) => unitePersons(connection, portalId, claims, rules, now),
    uniteCompanies: (portalId, claims, rules, now) => uniteCompanies(connection, portalId, claims, rules, now),
    transactHandoff: (portalId, selector, now, step) => transactHandoff(connection, portalId, selector, now, step),
    dueHandoffs: (portalId, now, limit) => lists.dueHandoffs(forPortal(portalId), portalId, now, limit),
    heldHandoffs: (portalId, limit) => lists.heldHandoffs(forPortal(portalId), portalId, limit),
    nextWakeAt: (portalId) => lists.nextWakeAt(forPortal(portalId), portalId),
    handoff: (portalId, handoffId) => loadHandoff(forPortal(portalId), portalId, handoffId),
    handoffs: (portalId, filter) => lists.listHandoffs(forPortal(portalId), portalId, filter),
    handoffsAtCompany: (portalId, companyId, limit) =>
      lists.handoffsAtCompany(forPortal(portalId), portalId, companyId, limit),
    ledger: (portalId) => loadLedger(forPortal(portalId), portalId),
    tallyOwners: (portalId, recently, lately) => tallyOwners(forPortal(portalId), portalId, recently, lately),
    gateCounts: (portalId) => lists.countGates(forPortal(portalId), portalId),
    readyPersons: (portalId, limit) => lists.listReadyPersons(forPortal(portalId), portalId, limit),
    callAnswer: (portalId, callbackId) => answerOfCall(forPortal(portalId), portalId, callbackId),
    completeCall: (portalId, callbackId, outputs) => completeCall(forPortal(portalId), portalId, callbackId, outputs),
    forgetCardCalls: (portalId, before) => forgetCardCalls(forPortal(portalId), portalId, before),
    cardWork: (portalId, contactId) => snapshot(portalId, (within) => cardWork(within, portalId, contactId)),
    hasEvents: (portalId) => hasEvents(forPortal(portalId), portalId),
    linkProductUser: (portalId, order, now) =>
      portalTransaction(portalId, (within) => linkProductUser(within, portalId, order, now)),
    unlinkProductUser: (portalId, order, now) =>
      portalTransaction(portalId, (within) => unlinkProductUser(within, portalId, order, now)),
  };
}
