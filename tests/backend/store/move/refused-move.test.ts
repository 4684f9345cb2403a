/** What must not be moved, or not into there, is refused in words, and nothing is overwritten. */
import { existsSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { compareStores, type Moved, previewMove } from '../../../../backend/store/move/migrate-store.ts';
import { MoveError } from '../../../../backend/store/move/move-error.ts';
import { openStore } from '../../../../backend/store/open-store.ts';
import { openPostgresStore } from '../../../../backend/store/postgres/open.ts';
import { holdAlone } from '../../../../backend/store/sqlite/one-process.ts';
import { event } from '../../../support/events.ts';
import { now, timeZone } from '../../../support/handoffs.ts';
import { askPostgres, databaseFolder, fillEveryTable, makeDatabase, move } from '../../../support/moved-store.ts';
import { acmePlaybook } from '../../../support/playbooks.ts';
import { createTestDatabase, ordinaryRole } from '../../../support/postgres.ts';

const newFile = databaseFolder();
const rules = { playbook: acmePlaybook(), timeZone };
const limits = { rows: 3, letters: 4_000_000 };
let file: string;
beforeAll(async () => {
  file = newFile();
  await makeDatabase(file, (store) => fillEveryTable(store, [1, 2], 4));
  await createTestDatabase();
}, 120_000);

/** Tables whose wall between portals does not stand for their owner. */
const unforced = (url: string) =>
  askPostgres(
    url,
    `SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'portal_id'
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
       AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
  );

/** Cut off after its first chunk. */
async function begin(from: string, url: string): Promise<void> {
  const onProgress = () => {
    throw new Error('cut off');
  };
  await expect(move(from, url, { limits, onProgress })).rejects.toThrow('cut off');
}

describe('of SQLite', () => {
  const refusal = async (from: string) => {
    const error = await move(from, 'postgres://zo@127.0.0.1:9/zo').catch((caught) => caught);
    expect(error).toBeInstanceOf(MoveError);
    return (error as Error).message;
  };

  it('a database that a server runs on', async () => {
    const { letGo } = holdAlone(file);
    try {
      expect(await refusal(file)).toContain(`A server runs on ${file}: stop it, and run this again.`);
    } finally {
      letGo();
    }
  }, 120_000);

  it('a file that is not there, and none is made', async () => {
    const none = newFile();
    expect(await refusal(none)).toContain(`There is no database ${none}`);
    expect(existsSync(none)).toBe(false);
  });

  it('a file that is no database of ours', async () => {
    const other = newFile();
    writeFileSync(other, 'not a database, and long enough to be read as a header of one '.repeat(40));
    expect(await refusal(other)).toContain(`${other} is no database of Zo Handoff`);
    const foreign = newFile();
    new Database(foreign).exec('CREATE TABLE x (y)').close();
    expect(await refusal(foreign)).toContain(`${foreign} is no database of Zo Handoff`);
  });

  it('a database of a later version', async () => {
    const later = newFile();
    await makeDatabase(later, async ({ connection: { database } }) =>
      database.exec("INSERT INTO migrations VALUES (9001, '9001-later', 1)"),
    );
    expect(await refusal(later)).toContain('The database is at migration 9001');
  });

  it('and lets go of it', async () => {
    expect(await refusal(file)).toContain('The database of --to cannot be used: connect ECONNREFUSED');
    holdAlone(file).letGo();
  });
});

describe('in PostgreSQL', () => {
  it('a database with rows of a server', async () => {
    const url = await createTestDatabase();
    const store = await openPostgresStore(url);
    await store.acceptEvents(1, [[event({ receivedAt: now })]], rules);
    await store.close();
    const before = await askPostgres(url, 'SELECT * FROM events');
    await expect(move(file, url)).rejects.toThrow(/is in use: there are rows in counters, .*name an empty database/s);
    await expect(previewMove({ from: file, to: url, now: () => 1 })).rejects.toThrow('is in use');
    expect(await askPostgres(url, 'SELECT * FROM events')).toEqual(before);
    expect(await askPostgres(url, 'SELECT * FROM store_moves')).toEqual([]);
  }, 120_000);

  it('a database of something else, which gets no table', async () => {
    const url = await createTestDatabase();
    await askPostgres(url, 'CREATE TABLE customers (name text)');
    await expect(move(file, url)).rejects.toThrow('holds tables of something else (customers)');
    expect(await askPostgres(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([
      { tablename: 'customers' },
    ]);
  }, 120_000);

  it('a database of a later version, and one that cannot hold every text', async () => {
    const later = await createTestDatabase();
    await (await openPostgresStore(later)).close();
    await askPostgres(later, "INSERT INTO migrations VALUES (9001, '9001-later', 1)");
    await expect(move(file, later)).rejects.toThrow(/^Of --to: The database is at migration 9001/);

    const name = `${new URL(later).pathname.slice(1)}_latin`;
    await askPostgres(later, `CREATE DATABASE ${name} OWNER ${ordinaryRole} ENCODING 'LATIN1' TEMPLATE template0`);
    await expect(move(file, later.replace(/zo_\w+$/, name))).rejects.toThrow(
      "has the encoding LATIN1, which cannot hold every text: make it with `CREATE DATABASE … ENCODING 'UTF8'",
    );
  }, 120_000);

  it('a database that a server is connected to', async () => {
    const url = await createTestDatabase();
    const store = await openPostgresStore(url);
    await store.portals();
    try {
      await expect(move(file, url)).rejects.toThrow('is connected to the database of --to: stop it');
    } finally {
      await store.close();
    }
    expect(await move(file, url)).toMatchObject({ differences: [] });
  }, 120_000);

  it('what another database was moved into, or this one before it was used again, ended or not', async () => {
    const [used, url] = [newFile(), await createTestDatabase()];
    await makeDatabase(used, (store) => store.acceptEvents(1, [[event({ receivedAt: now })]], rules));
    await begin(used, url);
    await expect(move(file, url)).rejects.toThrow(
      'holds the unfinished move of another database, or of this one before',
    );
    await makeDatabase(used, (store) => store.acceptEvents(1, [[event({ receivedAt: now })]], rules));
    await expect(move(used, url)).rejects.toThrow(
      'holds the unfinished move of another database, or of this one before',
    );

    const ended = await createTestDatabase();
    await move(used, ended);
    await expect(move(file, ended)).rejects.toThrow('holds what was moved of another database');
  }, 120_000);

  it('a move that another process is at', async () => {
    const url = await createTestDatabase();
    const moves: Promise<unknown>[] = [];
    let chunks = 0;
    // The other one takes over between two chunks of this one.
    const onProgress = () => {
      chunks += 1;
      if (chunks === 3) moves.push(askPostgres(url, `UPDATE store_moves SET progress_json = '{"events":{}}'`));
    };
    await expect(move(file, url, { limits, onProgress })).rejects.toThrow(
      'Another `zo migrate-store` moves into this database at the same time.',
    );
    await Promise.all(moves);
  }, 120_000);

  it('a database with rows of a portal that nobody knows', async () => {
    const url = await createTestDatabase();
    await (await openPostgresStore(url)).close();
    await askPostgres(url, "INSERT INTO grants VALUES (77, 'ann@acme.test', 'x', 1)");
    await expect(move(file, url)).rejects.toThrow('is in use: there are rows in grants.');
    expect(await unforced(url)).toEqual([]);
  }, 120_000);

  it('a database whose tables belong to somebody else', async () => {
    const url = await createTestDatabase();
    await (await openPostgresStore(url)).close();
    const name = new URL(url).pathname.slice(1);
    await askPostgres(
      url,
      `CREATE ROLE guest_${name} LOGIN`,
      `GRANT ALL ON ALL TABLES IN SCHEMA public TO guest_${name}`,
      `GRANT ALL ON SCHEMA public TO guest_${name}`,
    );
    const guest = url.replace(`${ordinaryRole}@`, `guest_${name}@`);
    await expect(move(file, guest)).rejects.toThrow(/^It stopped: must be owner of table /);
    expect(await askPostgres(url, 'SELECT * FROM store_moves')).toEqual([]);
  }, 120_000);

  it('to compare where nothing was moved', async () => {
    const to = await createTestDatabase();
    await expect(compareStores({ from: file, to, now: () => 1 })).rejects.toThrow('Nothing was moved into');
    expect(await askPostgres(to, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
  }, 120_000);
});

it('what would be moved is told, and nothing is changed', async () => {
  const to = await createTestDatabase();
  const asked = { from: file, to, now: () => 1 };
  const preview = await previewMove(asked);
  expect(preview).toMatchObject({
    target: 'empty',
    before: 0,
    rows: preview.tables.reduce((sum, { rows }) => sum + rows, 0),
  });
  expect(preview.tables).toContainEqual({ table: 'events', rows: 8 });
  expect(await askPostgres(to, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);

  await begin(file, to);
  expect(await previewMove(asked)).toEqual({ ...preview, target: 'unfinished', before: 3 });
  await move(file, to);
  expect(await previewMove(asked)).toEqual({ ...preview, target: 'moved', before: preview.rows });
}, 120_000);

it('what would be moved is told beside a server that runs', async () => {
  const [served, to] = [newFile(), await createTestDatabase()];
  const store = await openStore(`file:${served}`);
  try {
    await store.acceptEvents(1, [[event({ receivedAt: now })]], rules);
    const preview = await previewMove({ from: served, to, now: () => 1 });
    expect(preview.tables).toContainEqual({ table: 'events', rows: 1 });
    await store.acceptEvents(1, [[event({ receivedAt: now })]], rules);
    expect(await store.eventsSeen(1)).not.toEqual([]);
  } finally {
    await store.close();
  }
}, 120_000);

describe('a difference', () => {
  const difference = (differences: Moved['differences'], table: string) =>
    differences.find((one) => one.table === table);

  it('is named by table, portal and first row, and the database stays unfinished', async () => {
    const url = await createTestDatabase();
    await (await openPostgresStore(url)).close();
    // A disk that keeps something else than it was told to.
    await askPostgres(
      url,
      `CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF NEW.portal_id = 2 AND NEW.seq > 200002 THEN NEW.source = 'lost'; NEW.received_at = 0; END IF;
         RETURN NEW;
       END $$`,
      'CREATE TRIGGER spoil BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION spoil()',
    );
    const found = {
      table: 'events',
      portal: '2',
      rows: [4, 4],
      key: { portal_id: '2', seq: '200003' },
      what: 'differs',
      columns: ['received_at', 'source'],
    };
    expect((await move(file, url)).differences).toEqual([found]);
    await expect(openPostgresStore(url)).rejects.toThrow('does not hold everything yet');
    expect((await move(file, url)).differences).toEqual([found]);
    await expect(openPostgresStore(url)).rejects.toThrow('does not hold everything yet');
  }, 120_000);

  it('that came about while a move rested is found at its end', async () => {
    const url = await createTestDatabase();
    const onProgress = ({ step, table }: { step: string; table: string }) => {
      if (step === 'moving' && table === 'persons') throw new Error('cut off');
    };
    await expect(move(file, url, { limits, onProgress })).rejects.toThrow('cut off');
    await askPostgres(url, 'DELETE FROM events WHERE portal_id = 1 AND seq = 100003');
    const moved = await move(file, url, { limits });
    expect(moved.before).toBeGreaterThan(8);
    expect(moved.differences).toMatchObject([
      { table: 'events', portal: '1', rows: [4, 3], key: { seq: '100003' }, what: 'is missing' },
    ]);
    await expect(openPostgresStore(url)).rejects.toThrow('does not hold everything yet');
  }, 120_000);

  it('is found in rows that are missing, that are too many, of nobody, and in values that only PostgreSQL has', async () => {
    const url = await createTestDatabase();
    await move(file, url);
    await askPostgres(
      url,
      'DELETE FROM persons WHERE portal_id = 1 AND person_id = 100002',
      'DELETE FROM persons WHERE portal_id = 2',
      "INSERT INTO grants VALUES (1, 'zoe@acme.test', 'x', 1), (3, 'ann@acme.test', 'x', 1)",
      "UPDATE slack_events SET taken_at = 7 WHERE event_id = 'Ev2'",
      "UPDATE handoffs SET owner_id = '5' WHERE portal_id = 2 AND handoff_id = 200004",
      'DELETE FROM portal_erasures WHERE erased_portal = 77',
      "INSERT INTO portal_erasures OVERRIDING SYSTEM VALUE VALUES (4, 77, 1, 2, '{}')",
    );
    const { differences } = await compareStores({ from: file, to: url, now: () => 1 });
    expect(differences.filter(({ table }) => table === 'persons')).toMatchObject([
      { portal: '1', rows: [4, 3], key: { person_id: '100002' }, what: 'is missing' },
      { portal: '2', rows: [4, 0], key: { person_id: '200001' }, what: 'is missing' },
    ]);
    expect(differences.filter(({ table }) => table === 'grants')).toMatchObject([
      { portal: '1', rows: [4, 5], key: { email: 'zoe@acme.test' }, what: 'is there and should not be' },
      { portal: '3', rows: [0, 1], key: { email: 'ann@acme.test' }, what: 'is there and should not be' },
    ]);
    expect(difference(differences, 'slack_events')).toMatchObject({
      portal: null,
      rows: [2, 2],
      key: { event_id: 'Ev2' },
      columns: ['taken_at'],
    });
    expect(difference(differences, 'handoffs')).toMatchObject({ portal: '2', columns: ['owner_id'] });
    expect(difference(differences, 'portal_erasures')).toMatchObject({ portal: '77', rows: [1, 1] });
    expect(new Set(differences.map(({ table }) => table)).size).toBe(5);
    expect(await unforced(url)).toEqual([]);
  }, 120_000);
});

it('a row that PostgreSQL does not take is named, and stops the move', async () => {
  const [odd, url] = [newFile(), await createTestDatabase()];
  await makeDatabase(odd, async ({ connection: { database } }) => {
    const name = database.prepare('INSERT INTO dropped_names VALUES (7, ?, 1, 1)');
    // To PostgreSQL these two are one.
    for (const one of ['a', 'b\0', 'b\ufffd', 'c']) name.run(one);
  });
  await expect(move(odd, url)).rejects.toThrow(
    /does not take a row of dropped_names \(portal_id 7, name b\ufffd\): duplicate key value .*The SQLite database is as it was/,
  );
  await expect(openPostgresStore(url)).rejects.toThrow('does not hold everything yet');
  expect(await askPostgres(url, 'SELECT * FROM dropped_names')).toEqual([]);
}, 120_000);
