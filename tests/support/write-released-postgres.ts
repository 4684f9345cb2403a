/**
 * Writes tests/backend/store/released-postgres/NNNN.sql: what this version's store leaves in a PostgreSQL database of its newest
 * schema. Run it once for each release that has a new migration: `node scripts/run.mjs tests/support/write-released-postgres.ts`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { openPostgresStore } from '../../backend/store/postgres/open.ts';
import { repositoryRoot } from '../../sandbox/demo/child-process.ts';
import { normaliseAgain } from './events.ts';
import { everyPortalTable, fillTable, rowsOf } from './every-table.ts';
import { dayMs, now } from './handoffs.ts';
import { startPostgres } from './postgres-server.mjs';
import { playStory, storyRules } from './store-story.ts';

/** What they say is followed: words of the test are none. */
const ofRules = new Set(['rules_in_force', 'rebuilds']);

const server = await startPostgres();
const client = new pg.Client(`${server.url}/postgres`);
await client.connect();
const store = await openPostgresStore(`${server.url}/postgres`);
try {
  const database = {
    name: 'PostgreSQL',
    store,
    ask: async <Row>(sql: string) => (await client.query(sql)).rows as Row[],
    saveHandoff: async () => {},
  };
  for (const portalId of [1, 2]) {
    await playStory(store, { portalId, now }, [1]);
    const old = { before: now - 25 * dayMs, rules: storyRules(), normalise: normaliseAgain, now };
    await store.forgetEvents(portalId, old);
    const rows = await rowsOf(database, portalId);
    for (const table of await everyPortalTable(database)) {
      if (Number(rows[table]) === 0 && !ofRules.has(table)) await fillTable(database, table, portalId, 3, 'something');
    }
  }
  await store.erasePortal(3, now);
  const { rows } = await client.query('SELECT max(version) AS version FROM migrations');
  const folder = path.join(repositoryRoot, 'tests/backend/store/released-postgres');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${String(rows[0].version).padStart(4, '0')}.sql`);
  writeFileSync(file, `${(await everything()).join('\n')}\n`);
  console.log(`${file} is written.`);
} finally {
  await store.close();
  await client.end();
  await server.stop();
}

/** Rows of parts of a table are told as those of the table. What the database numbers keeps its number. */
async function everything(): Promise<string[]> {
  const tables = await client.query<{ name: string; columns: string[] }>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
       AND c.relname <> 'migrations' GROUP BY c.relname ORDER BY c.relname`,
  );
  const inserts: string[] = [];
  for (const { name, columns } of tables.rows) {
    const texts = columns.map((column) => `${column}::text`).join(', ');
    const { rows } = await client.query<(string | null)[]>({
      text: `SELECT ${texts} FROM ${name} ORDER BY 1, 2`,
      rowMode: 'array',
    });
    if (rows.length === 0) continue;
    const values = rows.map(
      (row) => `(${row.map((value) => (value === null ? 'NULL' : pg.escapeLiteral(value))).join(', ')})`,
    );
    inserts.push(`INSERT INTO ${name} (${columns.join(', ')}) OVERRIDING SYSTEM VALUE VALUES\n${values.join(',\n')};`);
  }
  return inserts;
}
