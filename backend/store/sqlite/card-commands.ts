/** The part of the store on SQLite that the company card and the history card need. */
import type { CardStore } from '../card-store.ts';
import { companyCardWork } from './company-card-work.ts';
import type { SqliteConnection } from './connection.ts';
import { historyWork, personEvents } from './history-work.ts';

export function cardCommands(connection: SqliteConnection): CardStore {
  return {
    companyCardWork: async (portalId, hubspotCompanyId) => companyCardWork(connection, portalId, hubspotCompanyId),
    historyWork: async (portalId, contactId) => historyWork(connection, portalId, contactId),
    personEvents: async (portalId, personId, page) => personEvents(connection, portalId, personId, page),
  };
}
