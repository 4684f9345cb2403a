/**
 * Runs what was recorded on PostgreSQL again, prepared, on a copy of the database it was recorded on, and nothing else: no HTTP,
 * no JSON, no decisions. As many transactions at once, as many statements sent together and as many connections as then.
 * "replay" runs them once and answers how long that took. Environment: BENCH_STATEMENTS, BENCH_DATABASE.
 */
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { prepareScopes, runScoped } from '../../backend/store/postgres/portal-statement.ts';
import { answerReplay } from './answer-replay.ts';
import { portalId } from './product.ts';
import type { RecordedQuery } from './record-postgres.ts';
import { runUnits, type Unit, type UnitStatement, unitsOf } from './recorded-units.ts';

const lines = readFileSync(process.env.BENCH_STATEMENTS!, 'utf8').split('\n');
const texts = JSON.parse(lines[0]!) as string[];
const units = unitsOf(
  texts,
  lines.slice(1).map((line) => JSON.parse(line) as RecordedQuery),
);
lines.length = 0;

async function replay(): Promise<{ ms: number; cpuMs: number; failed: number }> {
  const pool = new pg.Pool({
    connectionString: process.env.BENCH_DATABASE!,
    max: 10,
    pipeline: true,
    types: {
      getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
    onConnect: prepareScopes,
  } as pg.PoolConfig);
  // Connections that nobody uses are ended with the database, before the next copy of it is made.
  pool.on('error', () => {});
  let failed = 0;
  const runUnit = async ({ statements }: Unit) => {
    const client = await pool.connect();
    let sent: Promise<unknown> = Promise.resolve();
    for (const statement of statements) {
      if (statement.waits) await sent;
      const ended = runStatement(client, statement).catch(() => {
        failed += 1;
      });
      sent = Promise.all([sent, ended]);
    }
    await sent;
    client.release();
  };
  const cpuBefore = process.cpuUsage();
  const from = performance.now();
  await runUnits(units, runUnit);
  const ms = performance.now() - from;
  const cpu = process.cpuUsage(cpuBefore);
  await pool.end();
  return { ms, cpuMs: (cpu.user + cpu.system) / 1000, failed };
}

function runStatement(client: pg.PoolClient, { text: number, kind, values }: UnitStatement): Promise<unknown> {
  const text = texts[number]!;
  if (kind === 'script') return client.query(text);
  const prepared = { name: `replay_${number}`, text, values };
  return kind === 'scoped' ? runScoped(client, prepared, { kind: 'portal', portalId }) : client.query(prepared);
}

answerReplay(replay);
