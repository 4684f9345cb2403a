/** Reads that count against a number of calls: the call that would go beyond it is not made. */
import { type Priority, priorities } from '../outbox/effect.ts';
import { primaryCompanies } from './associations.ts';
import { contactDeals } from './contact-deals.ts';
import type { RecordType } from './hubspot-record.ts';
import { readArchived } from './read-archived.ts';
import { type ReadRequest, readRecords } from './read-records.ts';
import type { Transport } from './transport.ts';

export class CallsSpentError extends Error {
  constructor() {
    super('the calls to HubSpot that may be made for this are spent');
    this.name = 'CallsSpentError';
  }
}

const lowest = priorities.reconciliation;

/** `left` goes down with every call. */
export type CallBudget = { left: number };

export function meteredReads(transport: Transport, budget: CallBudget) {
  const metered: Transport = {
    ...transport,
    async send(request) {
      if (budget.left <= 0) throw new CallsSpentError();
      budget.left -= 1;
      return transport.send(request);
    },
  };
  return {
    readContacts: (request: ReadRequest, priority: Priority = lowest) =>
      readRecords(metered, 'contact', request, priority),
    readCompanies: (request: ReadRequest, priority: Priority = lowest) =>
      readRecords(metered, 'company', request, priority),
    readArchived: (type: RecordType, ids: readonly string[], priority: Priority = lowest) =>
      readArchived(metered, type, ids, priority),
    primaryCompanies: (contactIds: readonly string[], priority: Priority = lowest) =>
      primaryCompanies(metered, contactIds, priority),
    contactDeals: (contactIds: readonly string[], priority: Priority = lowest) =>
      contactDeals(metered, contactIds, priority),
  };
}
