/**
 * Writes tests/backend/store/released/NNNN.sql: what this version's program leaves in a database of its newest schema. Run it
 * once for each release that has a new migration: `node scripts/run.mjs tests/support/write-released.ts`.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { repositoryRoot } from '../../sandbox/demo/child-process.ts';
import { startProduct } from './running-product.ts';
import { addToHubspot, cross, expectAlerts, inventCompany, pass, useBefore } from './trial-company.ts';

/** Large, and nothing that a migration or a decision reads. */
const leftOut = new Set(['hubspot properties', 'provisioned artefacts']);

const product = await startProduct();
try {
  const handedOff = inventCompany('Released');
  const near = inventCompany('Near');
  for (const company of [handedOff, near]) await addToHubspot(product, company);
  await product.send(useBefore(product, near));
  await cross(product, handedOff);
  await expectAlerts(product, handedOff, 2);
  await pass(2_500);
  const database = new Database(product.databaseFile, { readonly: true });
  const file = path.join(repositoryRoot, 'tests/backend/store/released', `${versionOf(database)}.sql`);
  const folder = `${path.dirname(product.databaseFile)}${path.sep}`;
  writeFileSync(file, `${rowsOf(database).join('\n').replaceAll(folder, '')}\n`);
  database.close();
  console.log(`${file} is written.`);
} finally {
  await product.stop();
}

function versionOf(database: Database.Database): string {
  const { version } = database.prepare('SELECT max(version) AS version FROM migrations').get() as { version: number };
  return String(version).padStart(4, '0');
}

function rowsOf(database: Database.Database): string[] {
  const tables = database
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migrations'",
    )
    .all() as { name: string }[];
  return tables.flatMap(({ name: table }) => {
    const rows = database.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[];
    return rows
      .filter((row) => !(table === 'settings' && leftOut.has(String(row.name))))
      .map((row) => insert(table, row));
  });
}

function insert(table: string, row: Record<string, unknown>): string {
  const values = Object.values(row).map((value) => {
    if (value === null || typeof value === 'number') return String(value ?? 'NULL');
    return `'${String(value).replaceAll("'", "''")}'`;
  });
  return `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${values.join(', ')});`;
}
