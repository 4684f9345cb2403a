/**
 * Whether both databases hold the same: rows counted, and hashed in whatever order, by table and portal; of those that differ
 * the first row that does.
 */
import { hash } from 'node:crypto';
import type { PostgresConnection } from '../postgres/connection.ts';
import { type Differing, firstDifference } from './first-difference.ts';
import { type MovedTable, portalOf, type Texts } from './plan-tables.ts';
import type { Source } from './source.ts';
import { portalsIn, readRows, type Within } from './target.ts';

/** `portal` null: rows of nobody. `rows`: in SQLite, in PostgreSQL. */
export type Difference = Differing & { table: string; portal: string | null; rows: [number, number] };

export type Compared = { table: string; rows: number };

/** `onCompared`: rows of either side, so far. */
export async function compareTables(
  connection: PostgresConnection,
  source: Source,
  tables: MovedTable[],
  onCompared: (table: string, rows: number) => void,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const table of tables) {
    differences.push(...(await compareTable(connection, source, table, (rows) => onCompared(table.name, rows))));
  }
  return differences;
}

const tellEvery = 5_000;

async function compareTable(
  connection: PostgresConnection,
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
  const known = table.isWalled ? await portalsIn(connection, table) : [];
  const portals = [...new Set([...here.portals(), ...known])];
  return connection.transactionAcrossPortals(async (query, enter) => {
    const there = new Digests(table);
    for await (const texts of rowsOf({ query, enter }, table, portals)) {
      there.add(texts);
      count();
    }
    onCompared(rows);
    const differences: Difference[] = [];
    for (const portal of here.differing(there)) {
      if (table.isWalled) await enter(Number(portal));
      const first = await firstDifference(source.readOf(table, portal), readRows(query, table, { id: portal }), table);
      differences.push({
        table: table.name,
        portal,
        rows: [here.rowsOf(portal), there.rowsOf(portal)],
        ...(first ?? { key: null, what: 'differs', columns: [] }),
      });
    }
    return differences;
  });
}

/** Of PostgreSQL: of a walled table portal by portal. */
async function* rowsOf(
  { query, enter }: Within,
  table: MovedTable,
  portals: (string | null)[],
): AsyncIterableIterator<Texts> {
  if (!table.isWalled) yield* readRows(query, table);
  for (const portal of table.isWalled ? portals : []) {
    await enter(Number(portal));
    yield* readRows(query, table, { id: portal });
  }
}

type Digest = { rows: number; sum: Uint32Array };

/** By portal: how many rows, and the sum of their hashes, which does not depend on their order. */
class Digests {
  readonly #byPortal = new Map<string | null, Digest>();
  readonly #table: MovedTable;

  constructor(table: MovedTable) {
    this.#table = table;
  }

  add(texts: Texts): void {
    const portal = portalOf(this.#table, texts);
    let digest = this.#byPortal.get(portal);
    if (digest === undefined) {
      digest = { rows: 0, sum: new Uint32Array(8) };
      this.#byPortal.set(portal, digest);
    }
    digest.rows += 1;
    const hashed = hash('sha256', JSON.stringify(texts), 'buffer');
    for (let part = 0; part < 8; part += 1) digest.sum[part]! += hashed.readUInt32LE(4 * part);
  }

  portals(): (string | null)[] {
    return [...this.#byPortal.keys()];
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
