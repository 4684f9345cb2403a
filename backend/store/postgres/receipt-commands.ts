/** Receipts and erasure on PostgreSQL: one line per command. */
import type { ReceiptStore } from '../receipt-store.ts';
import type { PostgresConnection } from './connection.ts';
import { erasePersons } from './erase-persons.ts';
import { findPersons } from './find-persons.ts';
import { addPortalReceipt, listAssignments, listReceipts, listReceiptsAfter, loadReceipt } from './receipt-rows.ts';

export function receiptCommands(connection: PostgresConnection): ReceiptStore {
  const { forPortal, portalTransaction } = connection;
  return {
    keepReceipt: (portalId, entry, at) =>
      portalTransaction(portalId, (within) => addPortalReceipt(within, portalId, entry, at)),
    receipts: (portalId, filter) => listReceipts(forPortal(portalId), portalId, filter),
    receipt: (portalId, receiptId) => loadReceipt(forPortal(portalId), portalId, receiptId),
    receiptsAfter: (portalId, after, since, limit) =>
      listReceiptsAfter(forPortal(portalId), portalId, after, since, limit),
    assignments: (portalId, limit) => listAssignments(forPortal(portalId), portalId, limit),
    findPersons: (portalId, who) => findPersons(forPortal(portalId), portalId, who),
    erasePersons: (portalId, personIds, mentions, rules, now, options) =>
      erasePersons(connection, portalId, personIds, { ...options, mentions, rules, now }),
  };
}
