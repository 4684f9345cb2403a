/** Cut off at any moment, the same call goes on, and the end is the same. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { openPostgresStore } from '../../../../backend/store/postgres/open.ts';
import { repositoryRoot } from '../../../../sandbox/demo/child-process.ts';
import { event } from '../../../support/events.ts';
import { now, timeZone } from '../../../support/handoffs.ts';
import { askPostgres, databaseFolder, everythingIn, makeDatabase, move } from '../../../support/moved-store.ts';
import { acmePlaybook } from '../../../support/playbooks.ts';
import { createTestDatabase } from '../../../support/postgres.ts';

const newFile = databaseFolder();
const rules = { playbook: acmePlaybook(), timeZone };
const limits = { rows: 3, letters: 4_000_000 };
let file: string;

/** A portal with a few people, whose keys are numbers and texts. */
beforeAll(async () => {
  file = newFile();
  await makeDatabase(file, async (store) => {
    const people = ['ann', 'Ünal', "o'neil 漢字"];
    await store.acceptEvents(1, [people.map((userId) => event({ userId, receivedAt: now }))], rules);
    await store.acceptEvents(2, [people.slice(1).map((userId) => event({ userId, receivedAt: now }))], rules);
  });
}, 60_000);

async function expectTheSame(url: string): Promise<void> {
  const { sqlite, postgres } = await everythingIn(file, url);
  expect(postgres).toEqual(sqlite);
  const [record] = await askPostgres(url, 'SELECT ended_at, progress_json FROM store_moves');
  expect(record!.ended_at).toBe('1000');
  expect(record!.progress_json).not.toContain('ann');
}

/** Until one ends by itself; how many did not. */
async function again(run: () => Promise<unknown>, most: number): Promise<number> {
  for (let times = 0; times < most; times += 1) {
    const [ended] = await Promise.allSettled([run()]);
    if (ended.status === 'fulfilled') return times;
  }
  throw new Error(`It did not end after ${most} interruptions.`);
}

it('right after every chunk', async () => {
  const url = await createTestDatabase();
  const cut = new Error('cut off');
  const reached: number[] = [];
  const times = await again(
    () =>
      move(file, url, {
        limits,
        onProgress({ step, done }) {
          if (step === 'comparing') return;
          reached.push(done);
          throw cut;
        },
      }),
    60,
  );
  expect(times).toBeGreaterThan(9);
  // Each went on where the one before it ended.
  expect(reached).toEqual(reached.toSorted((one, other) => one - other));
  expect(new Set(reached).size).toBe(reached.length);
  await expectTheSame(url);
}, 240_000);

it('before the end of the transaction of every chunk, and of the last one', async () => {
  const url = await createTestDatabase();
  await (await openPostgresStore(url)).close();
  await askPostgres(
    url,
    'CREATE SEQUENCE attempts',
    `CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
     BEGIN
       IF nextval('attempts') % 2 = 1 THEN RAISE EXCEPTION 'no room on the disk'; END IF;
       RETURN NEW;
     END $$`,
    'CREATE TRIGGER cut_off BEFORE UPDATE OF progress_json ON store_moves FOR EACH ROW EXECUTE FUNCTION cut_off()',
  );
  await expect(move(file, url, { limits })).rejects.toThrow(
    'It stopped: no room on the disk. Mend that and run the same command again: it goes on where it stopped.',
  );
  // Each later run brings one chunk, and is cut off at the next.
  expect(await again(() => move(file, url, { limits }), 60)).toBeGreaterThan(9);
  await expectTheSame(url);
}, 240_000);

it('while it compares', async () => {
  const url = await createTestDatabase();
  const onProgress = ({ step }: { step: string }) => {
    if (step === 'comparing') throw new Error('cut off');
  };
  await expect(move(file, url, { limits, onProgress })).rejects.toThrow('cut off');
  await expect(openPostgresStore(url)).rejects.toThrow('does not hold everything yet');
  await move(file, url);
  await expectTheSame(url);
  expect(await move(file, url)).toMatchObject({ endedAt: 1_000, differences: [] });
}, 60_000);

function killed(url: string, unit: 'chunks' | 'ms', count: number): NodeJS.Signals | null {
  const script = path.join(repositoryRoot, 'tests/support/killed-move.ts');
  const options = ['--disable-warning=ExperimentalWarning', script, file, url, unit, String(count)];
  const { signal, status, stderr } = spawnSync(process.execPath, options, { cwd: repositoryRoot, encoding: 'utf8' });
  expect([signal ?? status, stderr]).toEqual([signal === null ? 0 : 'SIGKILL', '']);
  return signal;
}

it('by kill -9 after one chunk, then two, then three …', async () => {
  const url = await createTestDatabase();
  let chunks = 1;
  while (killed(url, 'chunks', chunks) !== null) chunks += 1;
  expect(chunks).toBeGreaterThan(3);
  expect(await move(file, url)).toMatchObject({ differences: [], endedAt: expect.any(Number) });
  const { sqlite, postgres } = await everythingIn(file, url);
  expect(postgres).toEqual(sqlite);
}, 300_000);

it('by kill -9 wherever it is', async () => {
  for (const ms of [0, 2, 5, 11]) {
    const url = await createTestDatabase();
    killed(url, 'ms', ms);
    await move(file, url);
    const { sqlite, postgres } = await everythingIn(file, url);
    expect(postgres).toEqual(sqlite);
  }
}, 300_000);
