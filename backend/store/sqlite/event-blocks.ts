/**
 * The texts of events, packed: of 64 neighbours together, because what they have in common then takes room once. Everything else of
 * an event stays a row of its own. Whoever reads texts asks for them here.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { SqliteConnection } from './connection.ts';

export const eventsInBlock = 64;

/** As a row has it whose text is in a block. No text of an event is empty. */
export const isInBlock = '';

export const firstOfBlock = (seq: number) => seq - ((seq - 1) % eventsInBlock);

type WithText = { seq: number; body_json: string };

/** So many blocks are at hand while events are read one after the other; neighbours in time share one. */
const blocksAtHand = 64;

/**
 * Gives each row its text, as it is now: where another thread may write between the reading of the rows and this, both stand in one
 * transaction, or the rows are still being read.
 */
export function textReader(connection: SqliteConnection, portalId: number): <Row extends WithText>(row: Row) => Row {
  const atHand = new Map<number, string[]>();
  return (row) => {
    if (row.body_json !== isInBlock) return row;
    const first = firstOfBlock(row.seq);
    let texts = atHand.get(first);
    if (texts === undefined) {
      texts = readBlock(connection, portalId, first);
      if (atHand.size === blocksAtHand) atHand.delete(atHand.keys().next().value!);
      atHand.set(first, texts);
    }
    return { ...row, body_json: texts[row.seq - first]! };
  };
}

export function withTexts<Row extends WithText>(connection: SqliteConnection, portalId: number, rows: Row[]): Row[] {
  return rows.map(textReader(connection, portalId));
}

/** Lets other texts stand in blocks, null for none. In order of acceptance, within a transaction; rows are left to the caller. */
export function changeBlocks(
  connection: SqliteConnection,
  portalId: number,
  changes: Iterable<{ seq: number; text: string | null }>,
): void {
  let open = null as { first: number; texts: string[] } | null;
  for (const { seq, text } of changes) {
    const first = firstOfBlock(seq);
    if (open?.first !== first) {
      if (open !== null) saveBlock(connection, portalId, open.first, open.texts);
      open = { first, texts: readBlock(connection, portalId, first) };
    }
    open.texts[seq - first] = text ?? '';
  }
  if (open !== null) saveBlock(connection, portalId, open.first, open.texts);
}

/** Of events that are deleted in the order of acceptance. Within their transaction. */
export function forgetBlocksUpTo(connection: SqliteConnection, portalId: number, last: number): void {
  const first = firstOfBlock(last + 1);
  connection.statement('DELETE FROM event_blocks WHERE portal_id = ? AND first_seq < ?').run(portalId, first);
  const block = findBlock(connection, portalId, first);
  if (block === undefined || last < first) return;
  saveBlock(connection, portalId, first, block.fill('', 0, last - first + 1));
}

/** The block is gone when nothing is left in it. */
export function saveBlock(connection: SqliteConnection, portalId: number, first: number, texts: string[]): void {
  if (texts.every((text) => text === '')) {
    connection.statement('DELETE FROM event_blocks WHERE portal_id = ? AND first_seq = ?').run(portalId, first);
    return;
  }
  connection
    .statement(
      `INSERT INTO event_blocks (portal_id, first_seq, bodies) VALUES (?, ?, ?)
       ON CONFLICT (portal_id, first_seq) DO UPDATE SET bodies = excluded.bodies`,
    )
    .run(portalId, first, packTexts(texts));
}

/** JSON text as JSON.stringify writes it has no line breaks. */
export function packTexts(texts: string[]): Buffer {
  return zstdCompressSync(texts.join('\n'));
}

export function unpackTexts(bodies: Uint8Array): string[] {
  return zstdDecompressSync(bodies).toString('utf8').split('\n');
}

function readBlock(connection: SqliteConnection, portalId: number, first: number): string[] {
  const texts = findBlock(connection, portalId, first);
  if (texts === undefined)
    throw new Error(`the texts of events ${first} and following of portal ${portalId} are missing`);
  return texts;
}

function findBlock(connection: SqliteConnection, portalId: number, first: number): string[] | undefined {
  const block = connection
    .statement<{ bodies: Buffer }>('SELECT bodies FROM event_blocks WHERE portal_id = ? AND first_seq = ?')
    .get(portalId, first);
  return block && unpackTexts(block.bodies);
}
