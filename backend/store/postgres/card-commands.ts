/** The part of the store on PostgreSQL that the company card and the history card need. */
import type { CardStore } from '../card-store.ts';
import { companyCardWork } from './company-card-work.ts';
import type { PostgresConnection } from './connection.ts';
import { historyWork, personEvents } from './history-work.ts';

export function cardCommands({ snapshot }: PostgresConnection): CardStore {
  return {
    companyCardWork: (portalId, hubspotCompanyId) =>
      snapshot(portalId, (query) => companyCardWork(query, portalId, hubspotCompanyId)),
    historyWork: (portalId, contactId) => snapshot(portalId, (query) => historyWork(query, portalId, contactId)),
    personEvents: (portalId, personId, page) =>
      snapshot(portalId, (query) => personEvents(query, portalId, personId, page)),
  };
}
