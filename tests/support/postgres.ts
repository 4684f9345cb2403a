import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** The url of a new, empty database on the run's PostgreSQL. Each test file takes its own; all go with the server. */
export async function createTestDatabase(): Promise<string> {
  const broker = process.env.ZO_TEST_POSTGRES;
  if (!broker) throw new Error('Run the tests with `npm test`: it offers PostgreSQL to them.');
  const answer = await fetch(broker);
  const server = await answer.text();
  if (!answer.ok) throw new Error(`PostgreSQL did not start: ${server}`);
  const name = `zo_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client(`${server}/postgres`);
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return `${server}/${name}`;
}
