/**
 * Databases of every released schema, opened by today's program. The rows in `released/NNNN.sql` are what the program of
 * that time had written; a schema without a file of its own has the rows of the one before, brought to it by migrations.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { decideBatch } from '../../../backend/handoff/decide-batch.ts';
import { normaliseMessage } from '../../../backend/ingest/normalise-message.ts';
import { parseStored } from '../../../backend/playbook/parse-stored.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { portalStates } from '../../../backend/portals/portal-state.ts';
import { DatabaseTooNewError, pendingMigrations, readMigrations } from '../../../backend/store/migrations.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { startProgram } from '../../../sandbox/demo/child-process.ts';
import { repository } from '../../repository/source-files.ts';

const portalId = 4711;
const minuteMs = 60_000;
const migrations = readMigrations(path.join(repository, 'backend/store/sqlite/migrations'));
const newest = migrations.at(-1)!.version;
const releasedFolder = path.join(import.meta.dirname, 'released');
const released = readdirSync(releasedFolder)
  .map((file) => Number(file.slice(0, 4)))
  .sort((a, b) => a - b);
const versions = migrations.map(({ version }) => version);

const folder = mkdtempSync(path.join(tmpdir(), 'zo-released-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

/** A database as the program of that schema left it. */
function databaseAt(version: number): string {
  count += 1;
  const file = path.join(folder, `${count}.db`);
  const rowsOf = released.filter((one) => one <= version).at(-1)!;
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.exec(
    'CREATE TABLE migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
  );
  for (const migration of migrations.filter((one) => one.version <= version)) {
    database.exec(migration.sql);
    database.prepare('INSERT INTO migrations VALUES (?, ?, 1)').run(migration.version, migration.name);
    if (migration.version === rowsOf) {
      database.exec(readFileSync(path.join(releasedFolder, `${String(rowsOf).padStart(4, '0')}.sql`), 'utf8'));
    }
  }
  database.close();
  return file;
}

function schemaOf(file: string): { version: number; objects: string[] } {
  const database = new Database(file);
  const { version } = database.prepare('SELECT max(version) AS version FROM migrations').get() as { version: number };
  const objects = database.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY sql').all();
  database.close();
  return { version, objects: (objects as { sql: string }[]).map(({ sql }) => sql) };
}

async function opened<Result>(file: string, work: (store: SqliteStore) => Promise<Result>): Promise<Result> {
  const store = await openSqliteStore(file);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** The moment the old program stopped at. */
async function lastMoment(store: SqliteStore): Promise<number> {
  const [handoff] = await store.handoffs(portalId, { limit: 1 });
  return handoff!.openedAt + minuteMs;
}

it('has rows of the first schema and of the newest that was released', () => {
  expect(released[0]).toBe(1);
  expect(released.filter((version) => !versions.includes(version))).toEqual([]);
});

describe.each(versions)('a database of schema %i', (version) => {
  it('is brought to the newest schema, the same as that of a new database', async () => {
    const file = databaseAt(version);
    const fresh = path.join(folder, `fresh-${version}.db`);
    await opened(file, async () => {});
    await opened(fresh, async () => {});
    expect(schemaOf(file)).toEqual(schemaOf(fresh));
  });

  it('is read: its portal, playbook, handoff, receipts and card', async () => {
    await opened(databaseAt(version), async (store) => {
      expect(await store.portal(portalId)).toMatchObject({ portalId, timeZone: 'Europe/Berlin' });
      expect(parseStored((await store.playbook(portalId))!).definition.sentence).toContain('zo_pql_score >= 50');
      const [handoff, ...others] = await store.handoffs(portalId, { limit: 10 });
      expect(others).toEqual([]);
      expect(handoff).toMatchObject({ status: 'alerted', owner: { email: expect.stringMatching(/@acme\.test$/) } });
      const receipts = await store.receipts(portalId, { handoffId: handoff!.handoffId, limit: 50 });
      expect(receipts.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['assignment', 'alert']));
      const card = await store.cardWork(portalId, handoff!.contactId!);
      expect(card).toMatchObject({ decision: { ready: 'yes' }, handoffs: [{ handoffId: handoff!.handoffId }] });
      expect((await store.eventsSeen(portalId)).find(({ name }) => name === 'Report Created')?.events).toBe(26);
    });
  });

  it('goes on: an event counts once, and the person is decided by it', async () => {
    await opened(databaseAt(version), async (store) => {
      const now = await lastMoment(store);
      const states = portalStates(store, parseStored, createPortalMemory());
      const state = (await states.get(portalId))!;
      const rules = { playbook: state.playbook, timeZone: state.portal.timeZone };
      const ben = store.connection
        .statement<{ identity: string }>("SELECT identity FROM identities WHERE identity LIKE 'u:ben-near-%'")
        .get()!
        .identity.slice(2);
      const message = {
        type: 'track',
        userId: ben,
        event: 'Report Created',
        messageId: 'after-upgrade',
        timestamp: new Date(now).toISOString(),
      };
      const { event } = normaliseMessage(message, { receivedAt: now, source: 'server' });
      expect(await store.acceptEvents(portalId, [[event!]], rules)).toEqual([{ accepted: 1, duplicates: [] }]);
      expect(await store.acceptEvents(portalId, [[event!]], rules)).toEqual([{ accepted: 0, duplicates: [0] }]);

      const inputs = await store.decisionInputs(portalId, 100);
      const decisions = await decideBatch(inputs, {
        state,
        now,
        earlierPlaybook: async () => null,
        onError: (_portalId, error) => {
          throw error;
        },
      });
      const { committed } = await store.commitDecisions(portalId, decisions, state.playbookVersion, now);
      expect(committed).toBe(decisions.length);
      const ada = (await store.personByIdentity(portalId, `u:${ben.replace('ben', 'ada')}`))!;
      // The second active user is there: the score was 65 before.
      expect(decisions.find(({ personId }) => personId === ada.personId)).toMatchObject({ ready: 'yes' });
    });
  });

  const made = lastMadeAfter(version);
  if (made !== undefined) {
    it('stays as it is when a migration fails on the way, and can be opened once that is mended', async () => {
      const file = databaseAt(version);
      const before = schemaOf(file);
      const database = new Database(file);
      // Before anything else, what the last migration makes is there already.
      const name = made[2]!;
      database.exec(made[1] === 'TABLE' ? `CREATE TABLE ${name} (x)` : `CREATE INDEX ${name} ON portals (portal_id)`);
      database.close();
      await expect(openSqliteStore(file)).rejects.toThrow('already exists');
      const mended = new Database(file);
      mended.exec(`DROP ${made[1] === 'TABLE' ? 'TABLE' : 'INDEX'} ${name}`);
      mended.close();
      expect(schemaOf(file)).toEqual(before);
      await opened(file, async (store) => expect(await store.handoffs(portalId, { limit: 5 })).toHaveLength(1));
    });
  }
});

/** The newest migration that makes something. */
function lastMadeAfter(version: number): RegExpMatchArray | undefined {
  const madeIn = (some: typeof migrations) =>
    some.flatMap(({ sql }) => [...sql.matchAll(/CREATE (TABLE|(?:UNIQUE )?INDEX) (\w+)/g)]);
  const all = madeIn(migrations);
  // One that is made anew was there before.
  return madeIn(migrations.filter((migration) => migration.version > version)).findLast(
    ([, , name]) => all.filter((other) => other[2] === name).length === 1,
  );
}

it('a process that is killed in the middle of the migrations leaves the old schema', async () => {
  const file = databaseAt(1);
  const before = schemaOf(file);
  const sqls = migrations.filter(({ version }) => version > 1).map(({ sql }) => sql);
  const script = `
    const Database = require(${JSON.stringify(createRequire(import.meta.url).resolve('better-sqlite3'))});
    const database = new Database(${JSON.stringify(file)});
    database.exec('BEGIN IMMEDIATE');
    for (const sql of ${JSON.stringify(sqls)}) database.exec(sql);
    process.kill(process.pid, 'SIGKILL');
  `;
  expect(spawnSync(process.execPath, ['-e', script]).signal).toBe('SIGKILL');
  expect(schemaOf(file)).toEqual(before);
  await opened(file, async (store) => expect(await store.handoffs(portalId, { limit: 5 })).toHaveLength(1));
}, 15_000);

it('a program of an older schema refuses the newest database, by name of both', () => {
  const older = migrations.slice(0, -1);
  expect(() => pendingMigrations(older, newest)).toThrow(DatabaseTooNewError);
  expect(() => pendingMigrations(older, newest)).toThrow(
    `The database is at migration ${newest}, but this program knows only ${newest - 1}.`,
  );
});

it('the service starts on a database of the first schema, and serves it', async () => {
  const backend = await startProgram({
    name: 'Backend',
    file: 'backend/main.ts',
    env: {
      PORT: '0',
      DATABASE_URL: `file:${databaseAt(1)}`,
      HUBSPOT_API_URL: 'http://127.0.0.1:9',
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
      HUBSPOT_PORTAL_ID: String(portalId),
      HUBSPOT_ACCESS_TOKEN: 'token',
      SLACK_BOT_TOKEN: 'xoxb',
      ADMIN_TOKEN: 'admin-token',
    },
  });
  try {
    const response = await fetch(`${backend.url}/admin/portals/${portalId}/handoffs`, {
      headers: { authorization: 'Bearer admin-token' },
    });
    expect(await response.json()).toMatchObject({ handoffs: [{ status: 'alerted' }] });
    expect((await fetch(`${backend.url}/ready`)).status).toBe(200);
  } finally {
    await backend.stop();
  }
}, 30_000);
