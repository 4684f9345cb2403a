/** Receipts and erasure on SQLite: one line per command. */
import type { ReceiptStore } from '../receipt-store.ts';
import type { SqliteConnection } from './connection.ts';
import { erasePersons } from './erase-persons.ts';
import { findPersons } from './find-persons.ts';
import { addPortalReceipt, listAssignments, listReceipts, listReceiptsAfter, loadReceipt } from './receipt-rows.ts';

export function receiptCommands(connection: SqliteConnection): ReceiptStore {
  return {
    keepReceipt: async (portalId, entry, at) => {
      connection.transaction(() => addPortalReceipt(connection, portalId, entry, at));
    },
    receipts: async (portalId, filter) => listReceipts(connection, portalId, filter),
    receipt: async (portalId, receiptId) => loadReceipt(connection, portalId, receiptId),
    receiptsAfter: async (portalId, after, since, limit) =>
      listReceiptsAfter(connection, portalId, after, since, limit),
    assignments: async (portalId, limit) => listAssignments(connection, portalId, limit),
    findPersons: async (portalId, who) => findPersons(connection, portalId, who),
    erasePersons: (portalId, personIds, mentions, rules, now, options) =>
      erasePersons(connection, portalId, personIds, { mentions, rules, now, ...options }),
  };
}
