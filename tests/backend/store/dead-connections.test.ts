/** Connections to PostgreSQL that go dead without a word. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openPostgres, type PostgresConnection } from '../../../backend/store/postgres/connection.ts';
import { startWire, type Wire } from '../../faults/world/half-open.ts';
import { createTestDatabase } from '../../support/postgres.ts';

const portalId = 4711;
let url: string;
let wire: Wire;
let connection: PostgresConnection;
let broken: string[];

beforeEach(async () => {
  url = await createTestDatabase();
  const address = new URL(url);
  wire = await startWire(Number(address.port));
  address.port = String(wire.port);
  broken = [];
  connection = openPostgres(address.href, ({ message }) => broken.push(message));
});
afterEach(async () => {
  await connection.close();
  await wire.close();
});

it('a statement on one fails within seconds, and the next goes by another', async () => {
  const query = connection.forPortal(portalId);
  await query('SELECT 1');
  expect(wire.cutSilently()).toBe(1);
  await expect(query('SELECT 2')).rejects.toThrow('the connection to PostgreSQL was dead');
  expect(await query('SELECT 3 AS three')).toEqual([{ three: 3 }]);
  expect(broken).toEqual([expect.stringContaining('was dead')]);
});

it('a transaction on one holds its portal’s lock no longer than that, whoever waits for it', async () => {
  const cut = connection.portalTransaction(portalId, async (query) => {
    wire.cutSilently();
    await query('SELECT 1');
  });
  cut.catch(() => {});
  await sleep(300);
  const straight = openPostgres(url, () => {});
  try {
    expect(await straight.portalTransaction(portalId, async () => 'its turn came')).toBe('its turn came');
    await expect(cut).rejects.toThrow('the connection to PostgreSQL was dead');
  } finally {
    await straight.close();
  }
});

it('a statement that the server works on takes as long as it takes', async () => {
  expect(await connection.forPortal(portalId)('SELECT 1 AS one FROM pg_sleep(9)')).toEqual([{ one: 1 }]);
  expect(broken).toEqual([]);
});
