/** Rows of receipts: written once, never changed. */
import { outcomeOf, type PortalReceipt, type ReceiptEntry, receiptFormat, versionOf } from '../../handoff/receipt.ts';
import type { Receipt, ReceiptFilter } from '../receipt-store.ts';
import { columns } from './columns.ts';
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

export type NewReceipt = { entry: ReceiptEntry; about: AboutReceipt };

export function addReceipt(query: Query, portalId: number, entry: ReceiptEntry, about: AboutReceipt): Promise<void> {
  return addReceipts(query, portalId, [{ entry, about }]);
}

/** In this order. */
export async function addReceipts(query: Query, portalId: number, receipts: readonly NewReceipt[]): Promise<void> {
  const behind = receipts.flatMap(({ entry: { body }, about: { personId, companyId } }) =>
    'evidence' in body && body.evidence !== undefined ? [{ evidence: body.evidence, personId, companyId }] : [],
  );
  const named = behind.length === 0 ? null : await nameEvents(query, portalId, behind);
  const rows = receipts.map(({ entry, about }) => {
    const { body } = entry;
    if (!('evidence' in body) || body.evidence === undefined) return { entry, about };
    return { entry: { ...entry, body: { ...body, evidence: named!.get(body.evidence) } } as ReceiptEntry, about };
  });
  await insertReceipts(query, portalId, rows);
}

/** One about the portal, and about nobody. */
export function addPortalReceipt(query: Query, portalId: number, entry: PortalReceipt, at: number): Promise<void> {
  return insertReceipts(query, portalId, [
    { entry, about: { personId: null, handoffId: null, playbookVersion: null, at } },
  ]);
}

type AboutRow = { personId: number | null } & Pick<AboutReceipt, 'handoffId' | 'playbookVersion' | 'at'>;

async function insertReceipts(
  query: Query,
  portalId: number,
  rows: { entry: ReceiptEntry; about: AboutRow }[],
): Promise<void> {
  if (rows.length === 0) return;
  const first = await takeCounter(query, portalId, 'receipt', rows.length);
  await query(
    `INSERT INTO receipts (portal_id, format, receipt_id, kind, outcome, playbook_version, person_id, handoff_id, at,
       body_json)
     SELECT $1, $2, * FROM unnest($3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[],
       $9::bigint[], $10::text[])`,
    [
      portalId,
      receiptFormat,
      rows.map((_row, index) => first + index),
      ...columns<(typeof rows)[number], unknown>(
        rows,
        ({ entry }) => entry.kind,
        ({ entry }) => outcomeOf(entry),
        ({ entry, about }) => versionOf(entry) ?? about.playbookVersion,
        ({ about }) => about.personId,
        ({ about }) => about.handoffId,
        ({ about }) => about.at,
        ({ entry }) => JSON.stringify(entry.body),
      ),
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
