/**
 * Loaded into the product before its program: writes down every statement that runs on its database, with its parameters
 * and in its order. "record" begins; "recorded" ends, writes the file named by BENCH_STATEMENTS and answers their number.
 */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import Database from 'better-sqlite3';

/** Text of the statement as an index into the texts, how it was run, its parameters. */
export type RecordedStatement = [text: number, how: 'run' | 'get' | 'all', parameters: unknown[]];

if (isMainThread && process.channel) {
  const file = process.env.BENCH_STATEMENTS!;
  const texts = new Map<string, number>();
  let statements: RecordedStatement[] | null = null;

  const probe = new Database(':memory:');
  const prototype = Object.getPrototypeOf(probe.prepare('SELECT 1')) as Record<string, unknown>;
  probe.close();
  for (const how of ['run', 'get', 'all'] as const) {
    const original = prototype[how] as (...parameters: unknown[]) => unknown;
    prototype[how] = function recorded(this: Database.Statement, ...parameters: unknown[]) {
      if (statements !== null) statements.push([numberOf(this.source), how, parameters]);
      return original.apply(this, parameters);
    };
  }

  function numberOf(text: string): number {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, texts.size);
    return texts.size - 1;
  }

  process.on('message', (question) => {
    if (question === 'record') {
      statements = [];
      process.send?.({ question, answer: null });
    } else if (question === 'recorded') {
      const kept = statements ?? [];
      statements = null;
      const lines = [JSON.stringify([...texts.keys()]), ...kept.map((one) => JSON.stringify(one))];
      writeFileSync(file, lines.join('\n'));
      process.send?.({ question, answer: kept.length });
    }
  });
}
