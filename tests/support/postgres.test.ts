import pg from 'pg';
import { createTestDatabase } from './postgres.ts';

it('gives each caller an empty database of a real PostgreSQL', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  expect(one).not.toBe(other);
  const client = new pg.Client(one);
  await client.connect();
  const { rows } = await client.query(
    "SELECT count(*)::int AS tables FROM information_schema.tables WHERE table_schema = 'public'",
  );
  expect(rows).toEqual([{ tables: 0 }]);
  await client.end();
}, 60_000);
