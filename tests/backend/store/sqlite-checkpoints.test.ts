import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { event } from '../../support/events.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'zo-checkpoints-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('shortens the write-ahead log while events keep coming, and loses none of them', async () => {
  const file = path.join(folder, 'zo.db');
  const fromBytes = 256 * 1024;
  const store = await openSqliteStore(file, { checkpoints: { fromBytes, everyMs: 5 } });
  const rules = { playbook: acmePlaybook(), timeZone: 'UTC' };
  const logSize = () => statSync(`${file}-wal`).size;
  let sent = 0;
  const send = async () => {
    await store.acceptEvents(1, [Array.from({ length: 100 }, () => event({ userId: `user-${sent++ % 500}` }))], rules);
    await sleep(5);
  };
  while (logSize() <= 4 * fromBytes) await send();
  for (let patience = 0; patience < 1000 && logSize() > 2 * fromBytes; patience += 1) await send();
  expect(logSize()).toBeLessThanOrEqual(2 * fromBytes);
  await store.close();

  const reopened = await openSqliteStore(file);
  expect(await reopened.eventsSeen(1)).toMatchObject([{ name: 'Report Created', events: sent, people: 500 }]);
  await reopened.close();
}, 60_000);
