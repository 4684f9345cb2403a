/**
 * Whether both databases hold the same: rows counted, and hashed in whatever order, by table and portal; of those that differ
 * the first row that does.
 */
import { hash } from 'node:crypto';
import type { PostgresConnection, Query } from '../postgres/connection.ts';
import { type Differing, firstDifferences } from './first-differences.ts';
import type { MovedTable, Texts } from './plan-tables.ts';
import type { Source } from './source.ts';
import { readRows } from './target.ts';

/** `portal` null: rows of nobody. `rows`: in SQLite, in PostgreSQL. */
export type Difference = Differing & { table: string; rows: [number, number] };

export type Compared = { table: string; rows: number };

/** `onCompared`: rows of either side, so far. */
export async function compareTables(
  connection: PostgresConnection,
  source: Source,
  tables: MovedTable[],
  onCompared: (table: string, rows: number) => void,
): Promise<Difference[]> {
  return connection.snapshot(async (query) => {
    const differences: Difference[] = [];
    for (const table of tables) {
      differences.push(...(await compareTable(query, source, table, (rows) => onCompared(table.name, rows))));
    }
    return differences;
  });
}

const tellEvery = 5_000;

async function compareTable(
  query: Query,
  source: Source,
  table: MovedTable,
  onCompared: (rows: number) => void,
): Promise<Difference[]> {
  let rows = 0;
  const count = () => {
    rows += 1;
    if (rows % tellEvery === 0) onCompared(rows);
  };
  const here = new Digests(table);
  for (const { texts } of source.read(table, null)) {
    here.add(texts);
    count();
  }
  const there = new Digests(table);
  for await (const texts of readRows(query, table)) {
    there.add(texts);
    count();
  }
  onCompared(rows);
  const differing = here.differing(there);
  if (differing.length === 0) return [];
  const found = await firstDifferences(source.read(table, null), readRows(query, table), table, new Set(differing));
  return differing.map((portal) => ({
    table: table.name,
    rows: [here.rowsOf(portal), there.rowsOf(portal)],
    ...(found.get(portal) ?? { portal, key: null, what: 'differs', columns: [] }),
  }));
}

type Digest = { rows: number; sum: Uint32Array };

/** By portal: how many rows, and the sum of their hashes, which does not depend on their order. */
class Digests {
  readonly #byPortal = new Map<string | null, Digest>();
  readonly #portal: number | null;

  constructor({ portal }: MovedTable) {
    this.#portal = portal;
  }

  add(texts: Texts): void {
    const portal = this.#portal === null ? null : texts[this.#portal]!;
    let digest = this.#byPortal.get(portal);
    if (digest === undefined) {
      digest = { rows: 0, sum: new Uint32Array(8) };
      this.#byPortal.set(portal, digest);
    }
    digest.rows += 1;
    const hashed = hash('sha256', JSON.stringify(texts), 'buffer');
    for (let part = 0; part < 8; part += 1) digest.sum[part]! += hashed.readUInt32LE(4 * part);
  }

  rowsOf(portal: string | null): number {
    return this.#byPortal.get(portal)?.rows ?? 0;
  }

  differing(other: Digests): (string | null)[] {
    const portals = new Set([...this.#byPortal.keys(), ...other.#byPortal.keys()]);
    return [...portals].filter((portal) => this.#textOf(portal) !== other.#textOf(portal));
  }

  #textOf(portal: string | null): string {
    const digest = this.#byPortal.get(portal);
    return digest === undefined ? '' : `${digest.rows} ${digest.sum.join(' ')}`;
  }
}
