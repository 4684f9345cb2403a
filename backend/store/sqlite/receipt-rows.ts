/** Rows of receipts: written once, never changed. */
import { outcomeOf, type PortalReceipt, type ReceiptEntry, receiptFormat, versionOf } from '../../handoff/receipt.ts';
import type { Receipt, ReceiptFilter } from '../receipt-store.ts';
import type { SqliteConnection } from './connection.ts';
import { nextCounter } from './counter-rows.ts';
import { nameEvents } from './name-events.ts';
import { everybodyOf } from './survivors.ts';

export type AboutReceipt = {
  personId: number;
  companyId: number | null;
  handoffId: number | null;
  /** Of the handoff, for receipts that do not say it themselves. */
  playbookVersion: number | null;
  at: number;
};

export function addReceipt(
  connection: SqliteConnection,
  portalId: number,
  entry: ReceiptEntry,
  about: AboutReceipt,
): void {
  const body = 'evidence' in entry.body ? nameEvents(connection, portalId, entry.body, about) : entry.body;
  insertReceipt(connection, portalId, { ...entry, body } as ReceiptEntry, about);
}

/** One about the portal, and about nobody. */
export function addPortalReceipt(
  connection: SqliteConnection,
  portalId: number,
  entry: PortalReceipt,
  at: number,
): void {
  insertReceipt(connection, portalId, entry, { personId: null, handoffId: null, playbookVersion: null, at });
}

type AboutRow = { personId: number | null } & Pick<AboutReceipt, 'handoffId' | 'playbookVersion' | 'at'>;

function insertReceipt(connection: SqliteConnection, portalId: number, entry: ReceiptEntry, about: AboutRow): void {
  connection
    .statement(
      `INSERT INTO receipts (portal_id, receipt_id, kind, format, outcome, playbook_version, person_id, handoff_id, at,
         body_json)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      portalId,
      nextCounter(connection, portalId, 'receipt'),
      entry.kind,
      receiptFormat,
      outcomeOf(entry),
      versionOf(entry) ?? about.playbookVersion,
      about.personId,
      about.handoffId,
      about.at,
      JSON.stringify(entry.body),
    );
}

type ReceiptRow = Omit<Receipt, 'body'> & { body_json: string };

const columns = `receipt_id AS receiptId, kind, format, outcome, playbook_version AS playbookVersion, person_id AS personId,
  handoff_id AS handoffId, at, erased_at AS erasedAt, body_json`;

function toReceipt({ body_json, ...receipt }: ReceiptRow): Receipt {
  return { ...receipt, body: JSON.parse(body_json) };
}

export function listReceipts(connection: SqliteConnection, portalId: number, filter: ReceiptFilter): Receipt[] {
  const { personId, handoffId, before = Number.MAX_SAFE_INTEGER, limit } = filter;
  if (handoffId !== undefined) {
    return connection
      .statement<ReceiptRow>(
        `SELECT ${columns} FROM receipts WHERE portal_id = ? AND handoff_id = ? AND receipt_id < ?
         ORDER BY receipt_id DESC LIMIT ?`,
      )
      .all(portalId, handoffId, before, limit)
      .map(toReceipt);
  }
  if (personId !== undefined) {
    return connection
      .statement<ReceiptRow>(
        `SELECT ${columns} FROM json_each(?) CROSS JOIN receipts INDEXED BY receipts_by_person
         WHERE portal_id = ? AND person_id = json_each.value AND +receipt_id < ? ORDER BY +receipt_id DESC LIMIT ?`,
      )
      .all(JSON.stringify(everybodyOf(connection, portalId, personId)), portalId, before, limit)
      .map(toReceipt);
  }
  return connection
    .statement<ReceiptRow>(
      `SELECT ${columns} FROM receipts WHERE portal_id = ? AND receipt_id < ? ORDER BY receipt_id DESC LIMIT ?`,
    )
    .all(portalId, before, limit)
    .map(toReceipt);
}

export function loadReceipt(connection: SqliteConnection, portalId: number, receiptId: number): Receipt | null {
  const row = connection
    .statement<ReceiptRow>(`SELECT ${columns} FROM receipts WHERE portal_id = ? AND receipt_id = ?`)
    .get(portalId, receiptId);
  return row ? toReceipt(row) : null;
}

export function listReceiptsAfter(
  connection: SqliteConnection,
  portalId: number,
  after: number,
  since: number,
  limit: number,
): Receipt[] {
  return connection
    .statement<ReceiptRow>(
      `SELECT ${columns} FROM receipts WHERE portal_id = ? AND receipt_id > ? AND at >= ? ORDER BY receipt_id LIMIT ?`,
    )
    .all(portalId, after, since, limit)
    .map(toReceipt);
}

/** Through the index of migration 0008, whose condition this is. */
export function listAssignments(connection: SqliteConnection, portalId: number, limit: number): Receipt[] {
  return connection
    .statement<ReceiptRow>(
      `SELECT ${columns} FROM receipts INDEXED BY receipts_of_assignments
       WHERE portal_id = ? AND kind IN ('assignment', 'reassignment') ORDER BY receipt_id DESC LIMIT ?`,
    )
    .all(portalId, limit)
    .map(toReceipt);
}
