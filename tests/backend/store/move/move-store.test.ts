/** Everything of an SQLite database is in PostgreSQL afterwards, as it was, and works there. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { weekMs, weekOf } from '../../../../backend/store/postgres/event-weeks.ts';
import { openPostgresStore, type PostgresStore } from '../../../../backend/store/postgres/open.ts';
import { MoveUnfinishedError } from '../../../../backend/store/postgres/unfinished-move.ts';
import { addReceipt } from '../../../../backend/store/sqlite/receipt-rows.ts';
import { createSealer } from '../../../../backend/tokens/sealer.ts';
import { createTokenVault } from '../../../../backend/tokens/token-vault.ts';
import { event, normaliseAgain } from '../../../support/events.ts';
import { now, timeZone } from '../../../support/handoffs.ts';
import {
  askPostgres,
  databaseFolder,
  everythingIn,
  fillEveryTable,
  makeDatabase,
  move,
} from '../../../support/moved-store.ts';
import { packEverything } from '../../../support/packed-store.ts';
import { acmePlaybook } from '../../../support/playbooks.ts';
import { createTestDatabase } from '../../../support/postgres.ts';

const newFile = databaseFolder();
const rules = { playbook: acmePlaybook(), timeZone };
const unchanged = { differences: [], endedAt: null, before: 0 };
const quick = { limits: { rows: 4, letters: 4_000_000 } };

async function opened<Result>(url: string, work: (store: PostgresStore) => Promise<Result>): Promise<Result> {
  const store = await openPostgresStore(url, { leaseMs: 0 });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const digestOf = (file: string) =>
  ['', '-wal'].map((end) =>
    existsSync(`${file}${end}`)
      ? createHash('sha256')
          .update(readFileSync(`${file}${end}`))
          .digest('hex')
      : '',
  );

it('texts of events that are packed are texts of events afterwards, in however many chunks', async () => {
  const file = newFile();
  const textsSql = 'SELECT portal_id, seq, body_json FROM events ORDER BY portal_id, seq';
  let texts: unknown[] = [];
  await makeDatabase(file, async (store) => {
    for (const portalId of [1, 2, 90_071_992]) {
      const events = Array.from({ length: 150 }, (_, id) => event({ messageId: `m${id}`, userId: `u${id % 7}` }));
      await store.acceptEvents(portalId, [events], rules);
    }
    texts = store.connection.database.prepare(textsSql).all();
    packEverything(store);
    expect(store.connection.database.prepare("SELECT 1 FROM events WHERE body_json <> ''").all()).toEqual([]);
  });
  for (const limits of [quick.limits, { rows: 5_000, letters: 4_000_000 }]) {
    const url = await createTestDatabase();
    expect((await move(file, url, { limits })).differences).toEqual([]);
    const moved = await askPostgres<Record<string, string>>(url, textsSql);
    expect(moved.map((row) => ({ ...row, portal_id: Number(row.portal_id), seq: Number(row.seq) }))).toEqual(texts);
  }
});

it('every row of every table is there as it was, of every portal and of nobody, in however many chunks', async () => {
  const file = newFile();
  await makeDatabase(file, (store) => fillEveryTable(store, [1, 2, 90_071_992], 5));
  for (const limits of [quick.limits, { rows: 5_000, letters: 4_000_000 }, { rows: 5_000, letters: 4_500 }]) {
    const url = await createTestDatabase();
    const moved = await move(file, url, { limits });
    const { sqlite, postgres } = await everythingIn(file, url);
    expect(postgres).toEqual(sqlite);
    const rows = Object.values(sqlite).flat().length;
    expect(rows).toBeGreaterThan(300);
    expect(moved).toMatchObject({ ...unchanged, rows });
    expect(Object.fromEntries(moved.tables.map(({ table, rows: ofTable }) => [table, ofTable]))).toEqual(
      Object.fromEntries(Object.entries(sqlite).map(([table, ofTable]) => [table, ofTable.length])),
    );
  }
}, 240_000);

it('an empty database is moved, and served from then on', async () => {
  const [file, url] = [newFile(), await createTestDatabase()];
  await makeDatabase(file, async () => {});
  expect(await move(file, url)).toMatchObject({ ...unchanged, rows: 0 });
  expect(await opened(url, (store) => store.portals())).toEqual([]);
}, 120_000);

it('numbers, truths, bytes and texts come as they were, and what PostgreSQL cannot keep as its store would have kept it', async () => {
  const [file, url] = [newFile(), await createTestDatabase()];
  const texts = [
    '',
    'a\0b',
    '\0',
    '\u{1f469}\u200d\u{1f680}',
    `'"\\{},"%_\n\t\r`,
    '\u202etxet',
    'NULL',
    '{}',
    'x'.repeat(300_000),
  ];
  await makeDatabase(file, async ({ connection: { database } }) => {
    const setting = database.prepare('INSERT INTO settings VALUES (?, ?, ?, ?)');
    for (const [index, text] of texts.entries()) setting.run(1, `${index}`, text, index);
    const numbers = [0n, -1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)];
    for (const [index, value] of numbers.entries()) setting.run(2, `${index}`, '', value);
    database.exec(`INSERT INTO playbooks (portal_id, version, source, author, reason, created_at, alert_ready)
      VALUES (1, 1, '', '', '', 1, 0), (1, 2, '', '', '', 1, 1)`);
    database.exec('CREATE TABLE pictures (portal_id INTEGER, picture BLOB, PRIMARY KEY (portal_id)) STRICT');
    database.prepare('INSERT INTO pictures VALUES (?, ?)').run(1, Buffer.from([0, 1, 92, 255]));
    database.exec('INSERT INTO pictures VALUES (2, NULL)');
  });
  await opened(url, (store) =>
    store.connection.schemaTransaction((query) =>
      query('CREATE TABLE pictures (portal_id bigint PRIMARY KEY, picture bytea)'),
    ),
  );
  expect(await move(file, url)).toMatchObject(unchanged);

  const kept = await askPostgres(url, 'SELECT value_json FROM settings WHERE portal_id = 1 ORDER BY updated_at');
  expect(kept.map(({ value_json: text }) => text)).toEqual(texts.map((text) => text.replaceAll('\0', '\ufffd')));
  expect(await askPostgres(url, 'SELECT updated_at FROM settings WHERE portal_id = 2 ORDER BY name')).toEqual(
    ['0', '-1', '9007199254740993', '9223372036854775807', '-9223372036854775808'].map((value) => ({
      updated_at: value,
    })),
  );
  expect(await askPostgres(url, 'SELECT version, alert_ready FROM playbooks ORDER BY version')).toEqual([
    { version: '1', alert_ready: 'f' },
    { version: '2', alert_ready: 't' },
  ]);
  expect(await askPostgres(url, 'SELECT portal_id, picture FROM pictures ORDER BY portal_id')).toEqual([
    { portal_id: '1', picture: '\\x00015cff' },
    { portal_id: '2', picture: null },
  ]);
}, 120_000);

it('does not change the SQLite database before it ends, also when what was written last is in its log still', async () => {
  const made = newFile();
  const file = newFile();
  await makeDatabase(made, async (store) => {
    await fillEveryTable(store, [1], 3);
    // As a server that was killed leaves them.
    for (const end of ['', '-wal']) copyFileSync(`${made}${end}`, `${file}${end}`);
  });
  const before = digestOf(file);
  expect(before).not.toContain('');
  const url = await createTestDatabase();
  const digests = new Set<string>();
  const onProgress = () => digests.add(digestOf(file).join());
  expect(await move(file, url, { ...quick, onProgress })).toMatchObject(unchanged);
  expect([...digests]).toEqual([before.join()]);
  const { sqlite, postgres } = await everythingIn(file, url);
  expect(postgres).toEqual(sqlite);
}, 120_000);

it('events stand in the week they were received in, also those that no week was made for yet, and go with it', async () => {
  const [file, url] = [newFile(), await createTestDatabase()];
  const thisWeek = weekOf(Date.now());
  const weeks = [-30, -12, -5, 0, 9].map((week) => thisWeek + week * weekMs);
  await makeDatabase(file, async (store) => {
    const events = [0, ...weeks].flatMap((receivedAt) => [
      event({ receivedAt }),
      event({ receivedAt: receivedAt + 5 }),
    ]);
    for (const portalId of [1, 2]) {
      await store.savePortal({ portalId, timeZone, uiDomain: 'x', scopes: [], goLiveAt: null, createdAt: 1 });
      await store.acceptEvents(portalId, [events], rules);
    }
  });
  expect(await move(file, url, { ...quick, now: Date.now })).toMatchObject(unchanged);
  const standing = async () => {
    const rows = await askPostgres<{ week: string; events: string }>(
      url,
      'SELECT tableoid::regclass::text AS week, count(*) AS events FROM events GROUP BY 1 ORDER BY 1',
    );
    return Object.fromEntries(rows.map(({ week, events }) => [week, Number(events)]));
  };
  const weekName = (from: number) => `events_${new Date(from).toISOString().slice(0, 10).replaceAll('-', '')}`;
  expect(await standing()).toEqual(
    Object.fromEntries([...weeks.map((from) => [weekName(from), 4]), ['events_before', 4]]),
  );
  await opened(url, async (store) => {
    const before = weeks[2]!;
    for (const portalId of [1, 2]) {
      await store.forgetEvents(portalId, { before, rules, normalise: normaliseAgain, now: before });
    }
    expect((await store.turnWeeks(Date.now())).dropped).toEqual([
      'events_before',
      weekName(weeks[0]!),
      weekName(weeks[1]!),
    ]);
  });
  expect(await standing()).toEqual(Object.fromEntries(weeks.slice(2).map((from) => [weekName(from), 4])));
}, 120_000);

it('numbers that PostgreSQL gives by itself go on behind those that were moved', async () => {
  const [file, url] = [newFile(), await createTestDatabase()];
  await makeDatabase(file, async ({ connection: { database } }) => {
    database.exec("INSERT INTO portal_erasures VALUES (41, 5, 1, 2, '{}')");
    database.exec('INSERT INTO rebuild_merges VALUES (17, 1, 2, 3)');
  });
  await move(file, url);
  await opened(url, (store) => store.erasePortal(6, now));
  expect(await askPostgres(url, 'SELECT erasure_id FROM portal_erasures ORDER BY 1')).toEqual([
    { erasure_id: '41' },
    { erasure_id: '42' },
  ]);
  const [merge] = await askPostgres(
    url,
    'INSERT INTO rebuild_merges (portal_id, from_id, into_id) VALUES (1, 4, 5) RETURNING merge_id',
  );
  expect(merge).toEqual({ merge_id: '18' });
}, 120_000);

it('what a process worked on when it ended is free again at the next start, and what it was sending is unconfirmed', async () => {
  const [file, url] = [newFile(), await createTestDatabase()];
  const effect = (key: string) =>
    ({ kind: 'sync contact', personId: 1, createIfMissing: false, key, lane: 'hubspot', priority: 1 }) as const;
  await makeDatabase(file, async (store) => {
    await store.enqueue(1, [effect('contact:1'), effect('contact:2'), effect('contact:3')], 10);
    await store.claimEffects(1, 'hubspot', 2, 10, 'lease');
    await store.markSending(1, 'contact:2', 'lease');
  });
  await move(file, url);
  await opened(url, async (store) => {
    expect(await store.recoverEffects(1)).toEqual({ released: 1, unconfirmed: ['contact:2'] });
    expect(await store.outboxCounts(1)).toEqual({ pending: 2, unconfirmed: 1 });
  });
}, 120_000);

it('tokens open with the same keys', async () => {
  const [file, url] = [newFile(), await createTestDatabase()];
  const sealer = createSealer([{ id: 'k1', key: Buffer.alloc(32, 7) }]);
  const tokens = { accessToken: 'access', refreshToken: 'refresh' };
  await makeDatabase(file, (store) =>
    createTokenVault(store, sealer).save(42, 'hubspot', { tokens, expiresAt: 1_000, details: {} }, 10),
  );
  await move(file, url);
  await opened(url, async (store) => {
    expect(await createTokenVault(store, sealer).open(42, 'hubspot')).toMatchObject({ tokens });
    expect(await store.keyUses(now)).toEqual([{ keyId: 'k1', credentials: 1, states: 0 }]);
  });
}, 120_000);

it('of people who were forgotten nothing is kept afterwards either', async () => {
  const [file, url] = [newFile(), await createTestDatabase()];
  const sarah = () => event({ receivedAt: now, email: 'sarah@finpilot.test', type: 'identify', name: null });
  await makeDatabase(file, async (store) => {
    await store.acceptEvents(1, [[sarah()]], rules);
    await store.acknowledge(1, 'contact', [{ subjectId: 1, recordId: '501', written: {}, problem: null }]);
    expect(await store.refusePeopleOf(1, ['501'], now)).toEqual([1]);
  });
  await move(file, url);
  await opened(url, async (store) => {
    const before = await store.forgottenCounts(1);
    await store.acceptEvents(1, [[sarah()], [event({ userId: 'ben', receivedAt: now })]], rules);
    expect(await store.forgottenCounts(1)).toEqual({ ...before, refused: before.refused + 1 });
    expect(await store.personByIdentity(1, 'u:ben')).not.toBeNull();
  });
}, 120_000);

it('events count once across both, and receipts and audit stay append-only', async () => {
  const [file, url] = [newFile(), await createTestDatabase()];
  const sent = event({ receivedAt: now });
  await makeDatabase(file, async (store) => {
    await store.acceptEvents(1, [[sent]], rules);
    await store.beginAudit(1, { requestId: 'r', author: 'ops@acme.test', deed: 'grant', detail: 'x' }, now);
    const about = { personId: 1, companyId: null, handoffId: 5, playbookVersion: 2, at: now };
    addReceipt(store.connection, 1, { kind: 'handoff', body: { step: 'taken up', by: 'workflow' } }, about);
  });
  await move(file, url);
  await opened(url, async (store) => {
    expect(await store.acceptEvents(1, [[sent, event({ receivedAt: now })]], rules)).toEqual([
      { accepted: 1, duplicates: [0] },
    ]);
    const query = store.connection.forPortal(1);
    await expect(query('DELETE FROM receipts WHERE portal_id = 1')).rejects.toThrow('append-only');
    await expect(query("UPDATE audit SET author = 'x' WHERE portal_id = 1")).rejects.toThrow('append-only');
  });
}, 120_000);

it('what a released version wrote is moved, once this version has opened it', async () => {
  const [file, url] = [newFile(), await createTestDatabase()];
  const folder = path.join(import.meta.dirname, '..');
  const migrations = path.join(folder, '../../../backend/store/sqlite/migrations');
  const database = new Database(file);
  database.exec(
    'CREATE TABLE migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
  );
  for (const name of ['0001-foundation']) {
    database.exec(readFileSync(path.join(migrations, `${name}.sql`), 'utf8'));
    database.prepare('INSERT INTO migrations VALUES (1, ?, 1)').run(name);
  }
  database.exec(readFileSync(path.join(folder, 'released/0001.sql'), 'utf8'));
  database.close();

  await expect(move(file, url)).rejects.toThrow(
    /has schema 1, this version moves \d+: start this version of the server/,
  );
  const portalId = 4711;
  let cards: unknown[] = [];
  await makeDatabase(file, async (store) => {
    const [handoff] = await store.handoffs(portalId, { limit: 1 });
    cards = [handoff, await store.cardWork(portalId, handoff!.contactId!), await store.openNow(portalId)];
  });
  expect(await move(file, url)).toMatchObject(unchanged);
  await opened(url, async (store) => {
    const [handoff] = await store.handoffs(portalId, { limit: 1 });
    expect([handoff, await store.cardWork(portalId, handoff!.contactId!), await store.openNow(portalId)]).toEqual(
      cards,
    );
    expect(handoff!.owner).not.toBeNull();
  });
  // What SQLite looks up in the JSON has columns there.
  const [columns] = await askPostgres(url, 'SELECT owner_id, handed_off_at FROM handoffs');
  const { owner, handedOffAt } = cards[0] as { owner: { id: string }; handedOffAt: number };
  expect(columns).toEqual({ owner_id: owner.id, handed_off_at: String(handedOffAt) });
}, 120_000);

it('a database is not served before everything is there', async () => {
  const [file, url] = [newFile(), await createTestDatabase()];
  await makeDatabase(file, (store) => fillEveryTable(store, [1, 2], 3));
  const stop = new Error('stopped');
  const onProgress = () => {
    throw stop;
  };
  await expect(move(file, url, { ...quick, onProgress })).rejects.toBe(stop);
  await expect(openPostgresStore(url)).rejects.toThrow(MoveUnfinishedError);
  await expect(openPostgresStore(url)).rejects.toThrow('Run the same command again');
  const moved = await move(file, url);
  expect(moved).toMatchObject({ differences: [], before: 4 });
  expect(await opened(url, (store) => store.portals())).toHaveLength(2);
}, 120_000);
