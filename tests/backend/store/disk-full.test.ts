/** A full disk, as SQLite sees it: the database may not grow. */
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { event } from '../../support/events.ts';
import { timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 1;

it('refuses what does not fit, keeps what was acknowledged, and goes on once there is room', async () => {
  const store = await openSqliteStore(':memory:');
  const { database } = store.connection;
  const rules = { playbook: acmePlaybook(), timeZone };
  let count = 0;
  const accept = async () => {
    count += 1;
    const padded = event({ messageId: `fits-${count}` });
    await store.acceptEvents(portalId, [[{ ...padded, body: `${padded.body}${' '.repeat(3_000)}` }]], rules);
  };
  const kept = () => (database.prepare('SELECT count(*) AS events FROM events').get() as { events: number }).events;

  await accept();
  database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + 20}`);
  let acknowledged = 1;
  const filling = async () => {
    for (;;) {
      await accept();
      acknowledged += 1;
    }
  };
  await expect(filling()).rejects.toMatchObject({ code: 'SQLITE_FULL' });
  await expect(accept()).rejects.toMatchObject({ code: 'SQLITE_FULL' });
  expect(acknowledged).toBeGreaterThan(5);
  expect(kept()).toBe(acknowledged);

  database.pragma('max_page_count = 1000000');
  await accept();
  expect(kept()).toBe(acknowledged + 1);
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  await store.close();
});
