/**
 * PostgreSQL databases of every released schema, opened by today's program; and by two processes at the same moment. The rows in
 * `released-postgres/NNNN.sql` are what the store of that time had written.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { readMigrations } from '../../../backend/store/migrations.ts';
import { schemaLock } from '../../../backend/store/postgres/connection.ts';
import { openPostgresStore, type PostgresStore } from '../../../backend/store/postgres/open.ts';
import { repository } from '../../repository/source-files.ts';
import { event, normaliseAgain } from '../../support/events.ts';
import { now } from '../../support/handoffs.ts';
import { createTestDatabase, type Looking, lookInto } from '../../support/postgres.ts';
import { rebuildUsage } from '../../support/rebuild-usage.ts';
import { storyRules } from '../../support/store-story.ts';

const migrations = readMigrations(path.join(repository, 'backend/store/postgres/migrations'));
const releasedFolder = path.join(import.meta.dirname, 'released-postgres');
const released = readdirSync(releasedFolder)
  .map((file) => Number(file.slice(0, 4)))
  .sort((one, other) => one - other);
const rules = storyRules();

/** A database as the program of that schema left it. */
async function databaseAt(version: number): Promise<string> {
  const url = await createTestDatabase();
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    'CREATE TABLE migrations (version int PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL)',
  );
  const rowsOf = released.filter((one) => one <= version).at(-1);
  for (const migration of migrations.filter((one) => one.version <= version)) {
    await client.query('INSERT INTO migrations VALUES ($1, $2, 1)', [migration.version, migration.name]);
    await client.query(migration.sql);
    if (migration.version === rowsOf) {
      await client.query(readFileSync(path.join(releasedFolder, `${String(rowsOf).padStart(4, '0')}.sql`), 'utf8'));
    }
  }
  await client.end();
  return url;
}

async function looking<Result>(url: string, work: (ask: Looking['ask']) => Promise<Result>): Promise<Result> {
  const { ask, end } = lookInto(url);
  try {
    return await work(ask);
  } finally {
    await end();
  }
}

async function opened<Result>(url: string, work: (store: PostgresStore) => Promise<Result>): Promise<Result> {
  const store = await openPostgresStore(url);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Everything the catalogue tells of tables, but when the weeks of events begin, which depends on the day. */
const schemaOf = (url: string) =>
  looking(url, async (ask) => {
    const isWeek = String.raw`'^events_\d{8}'`;
    return {
      columns: await ask(
        `SELECT table_name, column_name, data_type, collation_name, is_nullable, column_default, is_identity, generation_expression
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name !~ ${isWeek}
         ORDER BY table_name, column_name`,
      ),
      indexes: await ask(
        `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname !~ ${isWeek} ORDER BY indexname`,
      ),
      constraints: await ask(
        `SELECT conrelid::regclass::text AS of, pg_get_constraintdef(oid) AS def FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text !~ ${isWeek} ORDER BY 1, 2`,
      ),
      triggers: await ask(
        'SELECT pg_get_triggerdef(oid) AS def FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname, tgrelid::regclass::text',
      ),
      policies: await ask(
        `SELECT tablename, policyname, qual, with_check FROM pg_policies WHERE tablename !~ ${isWeek} ORDER BY 1, 2`,
      ),
      walls: await ask(
        `SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class
         WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relname !~ ${isWeek} ORDER BY relname`,
      ),
      functions: await ask(
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY proname",
      ),
      versions: await ask('SELECT version, name FROM migrations ORDER BY version'),
    };
  });

/** Every row that belongs to portals, table by table, as text. Columns that came later, or are gone, are left out. */
const everyRow = (url: string, columns?: Record<string, string[]>) =>
  looking(url, async (ask) => {
    const tables = await ask<{ name: string; columns: string[] }>(
      `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attname) AS columns FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
         AND c.relname <> 'migrations' GROUP BY c.relname`,
    );
    const rows: Record<string, unknown[]> = {};
    const there = Object.fromEntries(tables.map((table) => [table.name, table.columns]));
    const known: Record<string, string[]> = Object.fromEntries(
      Object.entries(columns ?? there).map(([name, names]) => [
        name,
        names.filter((one) => there[name]!.includes(one)),
      ]),
    );
    for (const [name, names] of Object.entries(known)) {
      rows[name] = await ask(`SELECT ${names.join(', ')} FROM ${name} ORDER BY ${names.join(', ')}`);
    }
    return { rows, columns: known };
  });

function withColumns(rows: Record<string, unknown[]>, columns: Record<string, string[]>): Record<string, unknown[]> {
  const only = (row: unknown, names: string[]) =>
    Object.fromEntries(names.map((name) => [name, (row as Record<string, unknown>)[name]]));
  return Object.fromEntries(
    Object.entries(columns).map(([table, names]) => [table, rows[table]!.map((row) => only(row, names))]),
  );
}

it('has rows of released schemas', () => {
  expect(released).toContain(5);
  expect(released.filter((version) => !migrations.some((migration) => migration.version === version))).toEqual([]);
});

describe.each(migrations.map(({ version }) => version))('a PostgreSQL database of schema %i', (version) => {
  it('is brought to the newest schema, the same as that of a new database, and every row is still there', async () => {
    const [url, fresh] = [await databaseAt(version), await createTestDatabase()];
    const before = await everyRow(url);
    await opened(url, async () => {});
    await opened(fresh, async () => {});
    expect(await schemaOf(url)).toEqual(await schemaOf(fresh));
    const after = await everyRow(url, before.columns);
    expect(after.rows).toEqual(withColumns(before.rows, after.columns));
  }, 60_000);
});

describe.each(released)('a PostgreSQL database of schema %i, with what stood in it', (version) => {
  it('goes on: what came before is a repeat, an event counts once, and usage counted again is the same', async () => {
    const url = await databaseAt(version);
    await opened(url, async (store) => {
      const counted = async () => (await store.personByIdentity(1, 'u:ann'))!.usage.signals['key action']!.total;
      const known = event({ userId: 'ann', messageId: 'ann of 29', receivedAt: now });
      const [answer] = await store.acceptEvents(1, [[known]], rules);
      expect(answer).toMatchObject({ accepted: 0, duplicates: [0] });
      const total = await counted();
      const [added] = await store.acceptEvents(
        1,
        [[event({ userId: 'ann', messageId: 'anew', receivedAt: now })]],
        rules,
      );
      expect(added).toMatchObject({ accepted: 1 });
      expect(await counted()).toBe(total + 1);
      await rebuildUsage(store, 1, rules, normaliseAgain, now);
      expect(await counted()).toBe(total + 1);
    });
  }, 60_000);

  it('is brought there by one of two processes that start at the same moment; the other finds it done', async () => {
    const url = await databaseAt(version);
    const fresh = await createTestDatabase();
    await startTogether(url, 2);
    await opened(fresh, async () => {});
    expect(await schemaOf(url)).toEqual(await schemaOf(fresh));
  }, 60_000);
});

it('an empty database is set up by one of three processes that start at the same moment', async () => {
  const [url, fresh] = [await createTestDatabase(), await createTestDatabase()];
  await startTogether(url, 3);
  await opened(fresh, async () => {});
  expect(await schemaOf(url)).toEqual(await schemaOf(fresh));
  await opened(url, async (store) => {
    expect(await store.acceptEvents(1, [[event({})]], rules)).toEqual([{ accepted: 1, duplicates: [] }]);
  });
}, 60_000);

it('what fails on the way leaves the old schema with every row, and can be done again once it is mended', async () => {
  const url = await databaseAt(5);
  const before = { schema: await schemaOf(url), rows: (await everyRow(url)).rows };
  await looking(url, (ask) => ask('CREATE TABLE events_rest (x int)'));
  await expect(openPostgresStore(url)).rejects.toThrow('already exists');
  await looking(url, (ask) => ask('DROP TABLE events_rest'));
  expect({ schema: await schemaOf(url), rows: (await everyRow(url)).rows }).toEqual(before);
  await opened(url, async (store) => expect(await store.portals()).toHaveLength(2));
}, 60_000);

it('a migration that would pass over rows of portals fails instead', async () => {
  const url = await createTestDatabase();
  await opened(url, async (store) => {
    const changed = store.connection.schemaTransaction((query) => query('UPDATE persons SET revision = 0'));
    await expect(changed).rejects.toThrow('would be affected by row-level security');
  });
}, 60_000);

/** Each is held back until all of them are about to look at the schema. */
async function startTogether(url: string, processes: number): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query('SELECT pg_advisory_lock($1)', [schemaLock]);
  const started = Array.from({ length: processes }, () => openElsewhere(url));
  try {
    for (let waiting = 0; waiting < processes; ) {
      const { rows } = await client.query(
        `SELECT count(*)::int AS waiting FROM pg_locks
         WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      waiting = rows[0].waiting;
      if (started.some(({ child }) => child.exitCode !== null)) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await client.query('SELECT pg_advisory_unlock($1)', [schemaLock]);
    expect(await Promise.all(started.map(({ said }) => said))).toEqual(started.map(() => 'opened\n'));
  } finally {
    await client.end();
  }
}

function openElsewhere(url: string): { child: ChildProcess; said: Promise<string> } {
  const file = pathToFileURL(path.join(repository, 'backend/store/postgres/open.ts')).href;
  const script = `
    const { openPostgresStore } = await import(${JSON.stringify(file)});
    const store = await openPostgresStore(${JSON.stringify(url)});
    await store.close();
    console.log('opened');
  `;
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH } },
  );
  const said = new Promise<string>((resolve) => {
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.stderr.on('data', (chunk) => (text += chunk));
    child.once('close', () => resolve(text));
  });
  return { child, said };
}
