/** An SQLite file that was moved says so, and is not served beside the PostgreSQL database; there is a way back on purpose. */
import Database from 'better-sqlite3';
import { moveStore } from '../../../../backend/store/move/migrate-store.ts';
import { MoveError } from '../../../../backend/store/move/move-error.ts';
import { undoMove } from '../../../../backend/store/move/undo-move.ts';
import { openStore } from '../../../../backend/store/open-store.ts';
import { openPostgresStore } from '../../../../backend/store/postgres/open.ts';
import { backUp } from '../../../../backend/store/sqlite/backup.ts';
import { DatabaseMovedError } from '../../../../backend/store/sqlite/moved-mark.ts';
import { holdAlone } from '../../../../backend/store/sqlite/one-process.ts';
import { askPostgres, databaseFolder, fillEveryTable, makeDatabase, move } from '../../../support/moved-store.ts';
import { createTestDatabase } from '../../../support/postgres.ts';

const newFile = databaseFolder();
const secret = 'correct-horse-battery';
const portalId = 1;

async function newDatabases(): Promise<{ file: string; url: string }> {
  const file = newFile();
  await makeDatabase(file, (store) => fillEveryTable(store, [portalId], 2));
  return { file, url: await createTestDatabase() };
}

/** Of a start: why it was refused, or null. */
async function refusal(file: string): Promise<Error | null> {
  try {
    await (await openStore(`file:${file}`)).close();
    return null;
  } catch (error) {
    return error as Error;
  }
}

it('is refused at every start, with when it was moved, where to and what to do', async () => {
  const { file, url } = await newDatabases();
  const place = url.slice(url.indexOf('@') + 1);
  expect(await move(file, url.replace('@', `:${secret}@`))).toMatchObject({ differences: [] });
  for (const where of [file, file]) {
    const refused = await refusal(where);
    expect(refused).toBeInstanceOf(DatabaseMovedError);
    expect(refused!.message).toContain(`${file} was moved to PostgreSQL, ${place}, 1970-01-01 00:00:01 UTC`);
    expect(refused!.message).toContain(`Set DATABASE_URL to postgres://…@${place}.`);
    expect(refused!.message).toContain('`zo migrate-store --undo`');
    expect(refused!.message).not.toContain(secret);
  }
  expect(await move(file, url)).toMatchObject({ endedAt: 1_000, differences: [] });
  expect(await refusal(file)).toBeInstanceOf(DatabaseMovedError);
}, 120_000);

it('says so in the file itself, so that a copy and a backup of it say it, too', async () => {
  const { file, url } = await newDatabases();
  await move(file, url);
  const copy = newFile();
  await backUp(file, copy, { force: false, now: () => 5 });
  expect(await refusal(copy)).toBeInstanceOf(DatabaseMovedError);
}, 120_000);

it('is served as long as the move has not ended', async () => {
  const { file, url } = await newDatabases();
  const onProgress = ({ step }: { step: string }) => {
    if (step === 'comparing') throw new Error('cut off');
  };
  await expect(move(file, url, { onProgress })).rejects.toThrow('cut off');
  expect(await refusal(file)).toBeNull();
}, 120_000);

it('of the two databases none is served where the last step of the move fails, and the same command ends it', async () => {
  const { file, url } = await newDatabases();
  await (await openPostgresStore(url)).close();
  await askPostgres(
    url,
    `CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room on the disk'; END $$`,
    'CREATE TRIGGER cut_off BEFORE UPDATE OF ended_at ON store_moves FOR EACH ROW EXECUTE FUNCTION cut_off()',
  );
  await expect(move(file, url)).rejects.toThrow('It stopped: no room on the disk.');
  expect(await refusal(file)).toBeInstanceOf(DatabaseMovedError);
  await expect(openPostgresStore(url)).rejects.toThrow('Run the same command again');
  await askPostgres(url, 'DROP TRIGGER cut_off ON store_moves');
  expect(await move(file, url)).toMatchObject({ differences: [], endedAt: null });
  await (await openPostgresStore(url)).close();
}, 120_000);

it('the move does not end where the file cannot say it', async () => {
  const { file, url } = await newDatabases();
  new Database(file).exec('CREATE VIEW moved_to AS SELECT 1 AS place').close();
  await expect(move(file, url)).rejects.toThrow(`${file} cannot say that it was moved: `);
  await expect(openPostgresStore(url)).rejects.toThrow('does not hold everything yet');
}, 120_000);

it('one that an earlier version moved says so once the same command was run again', async () => {
  const { file, url } = await newDatabases();
  await move(file, url);
  new Database(file).exec('DROP TABLE moved_to').close();
  expect(await refusal(file)).toBeNull();
  expect(await moveStore({ from: file, to: url, now: () => 9_000 })).toMatchObject({ endedAt: 1_000 });
  expect((await refusal(file))?.message).toContain('1970-01-01 00:00:01 UTC');
}, 120_000);

describe('the way back', () => {
  it('lets it be served again, as a database of the moment of the move: nothing is posted twice', async () => {
    const { file, url } = await newDatabases();
    await move(file, url);
    expect(undoMove(file, 7_000)).toEqual({ to: url.slice(url.indexOf('@') + 1), movedAt: 1_000 });
    const store = await openStore(`file:${file}`);
    expect(await store.setting(portalId, 'restored')).toEqual({ takenAt: 1_000, restoredAt: 7_000 });
    await store.close();
  }, 120_000);

  it('is refused where nothing was moved, where it was undone already and while a server runs', async () => {
    const { file, url } = await newDatabases();
    expect(() => undoMove(file, 1)).toThrow(new MoveError(`${file} is not marked as moved: there is nothing to undo.`));
    await move(file, url);
    const { letGo } = holdAlone(file);
    expect(() => undoMove(file, 1)).toThrow(`A server runs on ${file}: stop it`);
    letGo();
    undoMove(file, 1);
    expect(() => undoMove(file, 1)).toThrow('there is nothing to undo');
    const none = newFile();
    expect(() => undoMove(none, 1)).toThrow(`There is no database ${none}`);
  }, 120_000);
});
