/** Rows as they come, in requests of a size that a server takes well. */
import type { SentRow } from '../../backfill/load-rows.ts';

export type Batch = SentRow[];

const mostRows = 500;
/** In UTF-16 code units of JSON: well below what the server takes. */
const mostText = 256 * 1024;
/** What rows say besides repeats itself: of so many the server need not be told again. It would know them anyway. */
const rememberedBesides = 50_000;

export async function* batchRows(rows: AsyncIterable<SentRow[]>): AsyncGenerator<Batch> {
  const known = new Set<unknown>();
  let batch: Batch = [];
  let text = 0;
  for await (const some of rows) {
    for (const given of some) {
      const row = withoutKnown(given, known);
      const length = JSON.stringify(row).length;
      if (batch.length > 0 && (batch.length >= mostRows || text + length > mostText)) {
        yield batch;
        batch = [];
        text = 0;
      }
      const before = batch.at(-1);
      // Rows that say nothing are told together.
      if (before !== undefined && 'skipped' in before && 'skipped' in row) {
        batch[batch.length - 1] = { ...before, through: row.through, skipped: before.skipped + row.skipped };
      } else {
        batch.push(row);
        text += length;
      }
    }
  }
  if (batch.length > 0) yield batch;
}

function withoutKnown(row: SentRow, known: Set<unknown>): SentRow {
  if (!('messages' in row) || row.messages.length === 1) return row;
  const last = row.messages.length - 1;
  const messages = row.messages.filter((message, index) => {
    const { messageId } = message as { messageId?: unknown };
    if (index === last) return true;
    if (known.has(messageId)) return false;
    known.add(messageId);
    if (known.size > rememberedBesides) known.delete(known.values().next().value);
    return true;
  });
  return { ...row, messages };
}
