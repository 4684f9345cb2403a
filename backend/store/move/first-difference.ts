/** Walks through both sides of a portal's rows in the order of the key, and finds the first that is not the same. */
import type { MovedTable, Texts } from './plan-tables.ts';
import type { SourceRow } from './source.ts';

export type Differing = {
  /** Column and value; null when no single row is to blame. */
  key: Record<string, string | null> | null;
  what: 'is missing' | 'is there and should not be' | 'differs';
  /** Of a row that differs. */
  columns: string[];
};

export async function firstDifference(
  source: IterableIterator<SourceRow>,
  target: AsyncIterableIterator<Texts>,
  table: MovedTable,
): Promise<Differing | null> {
  try {
    for (;;) {
      const here: Texts | undefined = source.next().value?.texts;
      const there: Texts | undefined = (await target.next()).value;
      if (here === undefined && there === undefined) return null;
      const order = here === undefined ? 1 : there === undefined ? -1 : compareKeys(table, here, there);
      if (order < 0) return { key: keyOf(table, here!), what: 'is missing', columns: [] };
      if (order > 0) return { key: keyOf(table, there!), what: 'is there and should not be', columns: [] };
      const columns = table.columns.flatMap(({ name }, place) => (here![place] === there![place] ? [] : [name]));
      if (columns.length > 0) return { key: keyOf(table, here!), what: 'differs', columns };
    }
  } finally {
    source.return?.();
    await target.return?.();
  }
}

function keyOf({ key, columns }: MovedTable, row: Texts): Record<string, string | null> {
  return Object.fromEntries(key.map((place) => [columns[place]!.name, row[place]!]));
}

/** As both databases order them: numbers by size, texts by their bytes. */
function compareKeys({ key, columns }: MovedTable, one: Texts, other: Texts): number {
  for (const place of key) {
    const [mine, theirs] = [one[place]!, other[place]!];
    if (mine === theirs) continue;
    if (columns[place]!.type === 'text') return Buffer.compare(Buffer.from(mine), Buffer.from(theirs));
    return BigInt(mine) < BigInt(theirs) ? -1 : 1;
  }
  return 0;
}
