/** Walks through both sides of a table in the order of its key, and finds the first row of each portal that is not the same. */
import type { MovedTable, Texts } from './plan-tables.ts';
import type { SourceRow } from './source.ts';

export type Differing = {
  portal: string | null;
  /** Column and value; null when no single row is to blame. */
  key: Record<string, string | null> | null;
  what: 'is missing' | 'is there and should not be' | 'differs';
  /** Of a row that differs. */
  columns: string[];
};

export async function firstDifferences(
  source: IterableIterator<SourceRow>,
  target: AsyncIterableIterator<Texts>,
  table: MovedTable,
  portals: Set<string | null>,
): Promise<Map<string | null, Differing>> {
  const found = new Map<string | null, Differing>();
  const note = (texts: Texts, what: Differing['what'], columns: string[] = []) => {
    const portal = table.portal === null ? null : texts[table.portal]!;
    if (!portals.has(portal) || found.has(portal)) return;
    const key = Object.fromEntries(table.key.map((place) => [table.columns[place]!.name, texts[place]!]));
    found.set(portal, { portal, key, what, columns });
  };
  const nextHere = (): Texts | undefined => source.next().value?.texts;
  const nextThere = async (): Promise<Texts | undefined> => (await target.next()).value;
  let here = nextHere();
  let there = await nextThere();
  while ((here !== undefined || there !== undefined) && found.size < portals.size) {
    const order = here === undefined ? 1 : there === undefined ? -1 : compareKeys(table, here, there);
    if (order < 0) note(here!, 'is missing');
    else if (order > 0) note(there!, 'is there and should not be');
    else {
      const columns = table.columns.flatMap(({ name }, place) => (here![place] === there![place] ? [] : [name]));
      if (columns.length > 0) note(here!, 'differs', columns);
    }
    if (order <= 0) here = nextHere();
    if (order >= 0) there = await nextThere();
  }
  source.return?.();
  await target.return?.();
  return found;
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
