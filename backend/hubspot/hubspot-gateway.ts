/**
 * The gateway to one portal: every call we make to HubSpot goes through here, so that one pacing, one timeout and one
 * meaning of errors hold. It keeps no state but the pacing and the counters.
 *
 * What becomes of a record is a value; what concerns the whole portal (reconnect, not permitted, rate limited, HubSpot
 * away) is a thrown HubspotError, whose `code` says what to do next.
 */

import { type Priority, priorities } from '../outbox/effect.ts';
import { type AppCredentials, readAccount, readTokenScopes } from './account.ts';
import { archiveRecords } from './archive-records.ts';
import { primaryCompanies } from './associations.ts';
import { type CallbackCompletion, completeCallbacks } from './callbacks.ts';
import { contactDeals, contactsOfDeals } from './contact-deals.ts';
import { countContacts, type SearchFilter } from './count-contacts.ts';
import { flowCalls } from './flows.ts';
import { NotPermitted } from './hubspot-errors.ts';
import type { RecordType } from './hubspot-record.ts';
import type { JsonObject } from './json-call.ts';
import { listCalls, type NewList } from './lists.ts';
import { type CallInput, logCalls } from './log-calls.ts';
import { type CallBudget, meteredReads } from './metered-reads.ts';
import { readOwners } from './owners.ts';
import { type AskWindows, createPacing, type PacingOptions } from './pacing.ts';
import { type NewProperty, type PropertyChange, propertyCalls } from './property-calls.ts';
import { readArchived } from './read-archived.ts';
import { readHistory } from './read-history.ts';
import { type ReadRequest, readRecords } from './read-records.ts';
import { recordWrites } from './record-writes.ts';
import { searchBecameSql } from './search-became-sql.ts';
import { type ChangeQuery, searchChanges } from './search-changes.ts';
import { findCompaniesByDomain } from './search-companies.ts';
import { searchCustomers } from './search-customers.ts';
import { type BeforeSending, createTransport, type HubspotLog } from './transport.ts';
import { uninstall } from './uninstall.ts';

export type GatewayOptions = {
  portalId: number;
  /** https://api.hubapi.com, or the sandbox. */
  baseUrl: string;
  /** Asked before every call; renews the token by the clock where needed. */
  accessToken: () => Promise<string>;
  /** OAuth mode: HubSpot does not take the token. See transport.ts. */
  tokenRefused?: (token: string) => Promise<void>;
  log: HubspotLog;
  /** OAuth mode: needed for the scopes of a token. */
  credentials?: AppCredentials;
  pacing?: Partial<PacingOptions>;
  /** Where other nodes call for the portal too. */
  sharedPacing?: AskWindows | null;
  /** For one call, from sending to the last byte of the answer; waiting for the pacing does not count. */
  timeoutMs?: number;
  /** A dated version of HubSpot's paths, "2026-09"; the legacy ones by default. */
  pathVersion?: string;
};

export type HubspotGateway = ReturnType<typeof createHubspotGateway>;

const routine = priorities.routine;

export function createHubspotGateway(options: GatewayOptions) {
  const pacing = createPacing(options.pacing, { shared: options.sharedPacing });
  const transport = createTransport({
    baseUrl: options.baseUrl,
    accessToken: options.accessToken,
    tokenRefused: options.tokenRefused,
    log: options.log,
    pacing,
    timeoutMs: options.timeoutMs ?? 15_000,
    pathVersion: options.pathVersion ?? null,
  });
  const flows = flowCalls(transport);
  const lists = listCalls(transport);
  const properties = propertyCalls(transport);
  let proof: Promise<unknown> | null = null;

  return {
    portalId: options.portalId,

    /** By 'id', 'zo_user_id' or 'email' (additional addresses too). Every value asked for has an answer. */
    readContacts: (request: ReadRequest, priority: Priority = routine) =>
      readRecords(transport, 'contact', request, priority),
    readCompanies: (request: ReadRequest, priority: Priority = routine) =>
      readRecords(transport, 'company', request, priority),
    /** Of these ids the ones in HubSpot's recycling bin. */
    readArchived: (type: RecordType, ids: readonly string[], priority: Priority = routine) =>
      readArchived(transport, type, ids, priority),
    /** The reads that links are compared by, within a number of calls. */
    within: (budget: CallBudget) => meteredReads(transport, budget),
    ...recordWrites(transport),
    /** The same writes; see `beforeSending` in transport.ts. */
    writesAfter: (beforeSending: BeforeSending) => recordWrites(transport, beforeSending),
    archiveRecords: (type: RecordType, ids: readonly string[], priority: Priority = routine) =>
      archiveRecords(transport, type, ids, priority),
    findCompaniesByDomain: (domains: readonly string[], names: readonly string[], priority: Priority = routine) =>
      findCompaniesByDomain(transport, domains, names, priority),
    countContacts: (groups: readonly (readonly SearchFilter[])[], priority: Priority = routine) =>
      countContacts(transport, groups, priority),
    /** What the properties held from each moment on, and who wrote it. */
    readHistory: (
      type: RecordType,
      ids: readonly string[],
      properties: readonly string[],
      priority: Priority = routine,
    ) => readHistory(transport, type, ids, properties, priority),
    searchCustomers: (most: number, names: readonly string[], priority: Priority = routine) =>
      searchCustomers(transport, most, names, priority),
    searchBecameSql: (
      dates: readonly string[],
      span: { from: number; to: number },
      names: readonly string[],
      priority: Priority = routine,
    ) => searchBecameSql(transport, dates, span, names, priority),

    /** One page of what changed; see search-changes.ts for walking through all of it. */
    searchChanges: (type: RecordType, query: ChangeQuery, priority: Priority = priorities.reconciliation) =>
      searchChanges(transport, type, query, priority),

    primaryCompanies: (contactIds: readonly string[], priority: Priority = routine) =>
      primaryCompanies(transport, contactIds, priority),
    /** Null: the portal does not let us read deals. */
    contactDeals: (contactIds: readonly string[], priority: Priority = routine) =>
      contactDeals(transport, contactIds, priority),
    /** Whose deals these are, by deal; null as above. */
    contactsOfDeals: (dealIds: readonly string[], priority: Priority = routine) =>
      contactsOfDeals(transport, dealIds, priority),

    /** One outcome for each, in their order. */
    logCalls: (inputs: readonly CallInput[], priority: Priority = routine) => logCalls(transport, inputs, priority),

    owners: (priority: Priority = routine) => readOwners(transport, priority),
    account: (priority: Priority = routine) => readAccount(transport, options.portalId, priority),
    /**
     * Throws Reconnect when the token is another portal's. Asked once; call it before anything is written. A token that may
     * not read the account proves nothing, and is taken at its word.
     */
    provePortal(): Promise<unknown> {
      proof ??= readAccount(transport, options.portalId, routine).catch((error) => {
        if (error instanceof NotPermitted) return;
        proof = null;
        throw error;
      });
      return proof;
    },
    tokenScopes: async (priority: Priority = routine) =>
      readTokenScopes(transport, await options.accessToken(), options.credentials ?? null, priority),
    /** Takes the app out of the portal. HubSpot tells its administrators. */
    uninstall: (priority: Priority = routine) => uninstall(transport, priority),
    completeCallbacks: (inputs: readonly CallbackCompletion[], priority: Priority = routine) =>
      completeCallbacks(transport, inputs, priority),

    listFlows: (priority: Priority = routine) => flows.listFlows(priority),
    readFlow: (id: string, priority: Priority = routine) => flows.readFlow(id, priority),
    createFlow: (body: JsonObject, priority: Priority = routine) => flows.createFlow(body, priority),
    updateFlow: (id: string, body: JsonObject, priority: Priority = routine) => flows.updateFlow(id, body, priority),
    deleteFlow: (id: string, priority: Priority = routine) => flows.deleteFlow(id, priority),
    actionTypes: (priority: Priority = routine) => flows.actionTypes(priority),

    readList: (id: string, priority: Priority = routine) => lists.readList(id, priority),
    /** Of contacts, by its whole name. */
    findList: (name: string, priority: Priority = routine) => lists.findList(name, priority),
    createList: (list: NewList, priority: Priority = routine) => lists.createList(list, priority),
    updateListFilters: (id: string, filterBranch: NewList['filterBranch'], priority: Priority = routine) =>
      lists.updateListFilters(id, filterBranch, priority),

    listProperties: (type: RecordType, priority: Priority = routine) => properties.listProperties(type, priority),
    readProperty: (type: RecordType, name: string, priority: Priority = routine) =>
      properties.readProperty(type, name, priority),
    createProperty: (type: RecordType, property: NewProperty, priority: Priority = routine) =>
      properties.createProperty(type, property, priority),
    updateProperty: (type: RecordType, name: string, change: PropertyChange, priority: Priority = routine) =>
      properties.updateProperty(type, name, change, priority),
    listPropertyGroups: (type: RecordType, priority: Priority = routine) => properties.listGroups(type, priority),
    createPropertyGroup: (type: RecordType, group: { name: string; label: string }, priority: Priority = routine) =>
      properties.createGroup(type, group, priority),

    /** Calls by name and status since the start, for metrics. */
    callCounts: () => transport.counts(),
    quotaLeft: () => transport.quotaLeft(),
    /** How far HubSpot's clock is ahead of ours; null until it has answered. */
    clockSkewMs: () => transport.clockSkewMs(),
    /** Calls waiting for the pacing now. */
    callsWaiting: () => pacing.waiting(),
    /** From one call of a backlog to the next. */
    spacingMs: () => pacing.spacingMs(),
    /** The portal has been authorised anew: calls refused for scope or tier are tried again. */
    reauthorised: () => transport.reauthorised(),
    /** See transport.ts. */
    close: (withinMs?: number) => transport.close(withinMs),
  };
}
