/**
 * Runs recorded statements again, prepared, on a copy of the database they were recorded on, and nothing else: no HTTP, no
 * JSON, no decisions. "replay" runs them once and answers how long that took. Environment: BENCH_STATEMENTS, BENCH_DATABASE.
 */
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { openSqliteStore } from '../../backend/store/sqlite/open.ts';
import { answerReplay } from './answer-replay.ts';
import type { RecordedStatement } from './record-statements.ts';

const prepared = process.env.BENCH_DATABASE!;
const copy = `${prepared}.replay`;
const lines = readFileSync(process.env.BENCH_STATEMENTS!, 'utf8').split('\n');
const texts = JSON.parse(lines[0]!) as string[];
const statements = wholeTransactions(lines.slice(1).map((line) => JSON.parse(line) as RecordedStatement));
lines.length = 0;

/** The recording may begin and end within a transaction. */
function wholeTransactions(all: RecordedStatement[]): RecordedStatement[] {
  const begins = all.findIndex(([text]) => texts[text]!.startsWith('BEGIN'));
  const ends = all.findLastIndex(([text]) => texts[text] === 'COMMIT');
  return all.slice(begins, ends + 1);
}

async function replay(): Promise<{ ms: number; cpuMs: number; failed: number }> {
  for (const end of ['', '-wal', '-shm']) rmSync(`${copy}${end}`, { force: true });
  copyFileSync(prepared, copy);
  const { connection, close } = await openSqliteStore(copy);
  const ready = texts.map((text) => connection.statement(text));
  let failed = 0;
  const cpuBefore = process.cpuUsage();
  const from = performance.now();
  for (let index = 0; index < statements.length; index += 1) {
    const [text, how, parameters] = statements[index]!;
    try {
      ready[text]![how](...parameters);
    } catch {
      failed += 1;
    }
    // A moment for what keeps the write-ahead log short, as often as the product would grant it.
    if (texts[text] === 'COMMIT') await new Promise((resolve) => setImmediate(resolve));
  }
  const ms = performance.now() - from;
  const cpu = process.cpuUsage(cpuBefore);
  await close();
  return { ms, cpuMs: (cpu.user + cpu.system) / 1000, failed };
}

answerReplay(replay);
