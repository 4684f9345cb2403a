import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';

it('forgets exactly the old message ids among many, of one portal', async () => {
  const store = await openSqliteStore(':memory:');
  const insert = store.connection.statement('INSERT INTO message_ids VALUES (?, ?, ?)');
  store.connection.transaction(() => {
    for (let n = 0; n < 12_000; n += 1) insert.run(1 + (n % 2), `m${n * 7919}`, n % 3);
  });
  expect(await store.expireMessageIds(1, 2)).toBe(4000);
  const left = store.connection
    .statement('SELECT portal_id, received_at, count(*) AS ids FROM message_ids GROUP BY 1, 2 ORDER BY 1, 2')
    .all();
  expect(left).toEqual([
    { portal_id: 1, received_at: 2, ids: 2000 },
    { portal_id: 2, received_at: 0, ids: 2000 },
    { portal_id: 2, received_at: 1, ids: 2000 },
    { portal_id: 2, received_at: 2, ids: 2000 },
  ]);
  await store.close();
});
