/** Rows of receipts: written once, never changed. */
import { outcomeOf, type PortalReceipt, type ReceiptEntry, receiptFormat, versionOf } from '../../handoff/receipt.ts';
import type { Receipt, ReceiptFilter } from '../receipt-store.ts';
import type { Query } from './connection.ts';
import { nameEvents } from './name-events.ts';
import { takeCounter } from './rows.ts';
import { everybodyOf } from './survivors.ts';

export type AboutReceipt = {
  personId: number;
  companyId: number | null;
  handoffId: number | null;
  /** Of the handoff, for receipts that do not say it themselves. */
  playbookVersion: number | null;
  at: number;
};

export async function addReceipt(
  query: Query,
  portalId: number,
  entry: ReceiptEntry,
  about: AboutReceipt,
): Promise<void> {
  const body = 'evidence' in entry.body ? await nameEvents(query, portalId, entry.body, about) : entry.body;
  await insertReceipt(query, portalId, { ...entry, body } as ReceiptEntry, about);
}

/** One about the portal, and about nobody. */
export function addPortalReceipt(query: Query, portalId: number, entry: PortalReceipt, at: number): Promise<void> {
  return insertReceipt(query, portalId, entry, { personId: null, handoffId: null, playbookVersion: null, at });
}

type AboutRow = { personId: number | null } & Pick<AboutReceipt, 'handoffId' | 'playbookVersion' | 'at'>;

async function insertReceipt(query: Query, portalId: number, entry: ReceiptEntry, about: AboutRow): Promise<void> {
  await query(
    `INSERT INTO receipts (portal_id, receipt_id, kind, format, outcome, playbook_version, person_id, handoff_id, at,
       body_json)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      portalId,
      await takeCounter(query, portalId, 'receipt', 1),
      entry.kind,
      receiptFormat,
      outcomeOf(entry),
      versionOf(entry) ?? about.playbookVersion,
      about.personId,
      about.handoffId,
      about.at,
      JSON.stringify(entry.body),
    ],
  );
}

type ReceiptRow = Omit<Receipt, 'body'> & { body_json: string };

const receiptColumns = `receipt_id AS "receiptId", kind, format, outcome, playbook_version AS "playbookVersion",
  person_id AS "personId", handoff_id AS "handoffId", at, erased_at AS "erasedAt", body_json`;

function toReceipt({ body_json, ...receipt }: ReceiptRow): Receipt {
  return { ...receipt, body: JSON.parse(body_json) };
}

/** Newest first. */
export async function listReceipts(query: Query, portalId: number, filter: ReceiptFilter): Promise<Receipt[]> {
  const { personId, handoffId, before = Number.MAX_SAFE_INTEGER, limit } = filter;
  const page = [portalId, before, limit];
  if (handoffId !== undefined) {
    const rows = await query<ReceiptRow>(
      `SELECT ${receiptColumns} FROM receipts WHERE portal_id = $1 AND receipt_id < $2 AND handoff_id = $4
       ORDER BY receipt_id DESC LIMIT $3`,
      [...page, handoffId],
    );
    return rows.map(toReceipt);
  }
  if (personId !== undefined) {
    const rows = await query<ReceiptRow>(
      `SELECT ${receiptColumns} FROM receipts WHERE portal_id = $1 AND receipt_id < $2 AND person_id = ANY ($4::bigint[])
       ORDER BY receipt_id DESC LIMIT $3`,
      [...page, await everybodyOf(query, portalId, personId)],
    );
    return rows.map(toReceipt);
  }
  const rows = await query<ReceiptRow>(
    `SELECT ${receiptColumns} FROM receipts WHERE portal_id = $1 AND receipt_id < $2 ORDER BY receipt_id DESC LIMIT $3`,
    page,
  );
  return rows.map(toReceipt);
}

export async function loadReceipt(query: Query, portalId: number, receiptId: number): Promise<Receipt | null> {
  const [row] = await query<ReceiptRow>(
    `SELECT ${receiptColumns} FROM receipts WHERE portal_id = $1 AND receipt_id = $2`,
    [portalId, receiptId],
  );
  return row ? toReceipt(row) : null;
}

/** Oldest first. */
export async function listReceiptsAfter(
  query: Query,
  portalId: number,
  after: number,
  since: number,
  limit: number,
): Promise<Receipt[]> {
  const rows = await query<ReceiptRow>(
    `SELECT ${receiptColumns} FROM receipts WHERE portal_id = $1 AND receipt_id > $2 AND at >= $3
     ORDER BY receipt_id LIMIT $4`,
    [portalId, after, since, limit],
  );
  return rows.map(toReceipt);
}

/** Newest first. */
export async function listAssignments(query: Query, portalId: number, limit: number): Promise<Receipt[]> {
  const rows = await query<ReceiptRow>(
    `SELECT ${receiptColumns} FROM receipts WHERE portal_id = $1 AND kind IN ('assignment', 'reassignment')
     ORDER BY receipt_id DESC LIMIT $2`,
    [portalId, limit],
  );
  return rows.map(toReceipt);
}
