/**
 * Loaded into the product before its program: writes down every statement that runs on its PostgreSQL, with its parameters, on
 * which connection, when it was sent and when it had ended. "record" begins; "recorded" ends, writes the file named by
 * BENCH_STATEMENTS and answers their number.
 */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import pg from 'pg';

/** `script`: a text without parameters. `scoped`: a prepared statement for one portal, see portal-statement.ts. */
export type StatementKind = 'script' | 'prepared' | 'scoped';
/** Text of the statement as an index into the texts; moments are numbers that grow. */
export type RecordedQuery = [
  text: number,
  kind: StatementKind,
  values: unknown[],
  connection: number,
  sentAt: number,
  endedAt: number,
];
type Asked = string | { text: string; values?: unknown[]; submit?: unknown; callback?: (...answer: unknown[]) => void };
type AnyQuery = (this: pg.Client, asked: Asked, ...rest: unknown[]) => unknown;

if (isMainThread && process.channel) {
  const file = process.env.BENCH_STATEMENTS!;
  const texts = new Map<string, number>();
  const connections = new Map<pg.Client, number>();
  let moment = 0;
  let queries: RecordedQuery[] | null = null;

  const prototype = pg.Client.prototype as unknown as { query: AnyQuery };
  const original = prototype.query;
  prototype.query = function recorded(asked, ...rest) {
    if (queries === null) return original.call(this, asked, ...rest);
    const { text, values = [] } = typeof asked === 'string' ? { text: asked } : asked;
    const isScoped = typeof asked !== 'string' && asked.submit !== undefined;
    const kind = typeof asked === 'string' ? 'script' : isScoped ? 'scoped' : 'prepared';
    moment += 1;
    const query: RecordedQuery = [numbered(texts, text), kind, values, numbered(connections, this), moment, 0];
    queries.push(query);
    const end = () => {
      moment += 1;
      query[5] = moment;
    };
    if (typeof asked !== 'string' && isScoped) {
      const { callback } = asked;
      asked.callback = (...answer) => {
        end();
        callback?.(...answer);
      };
      return original.call(this, asked, ...rest);
    }
    const answer = original.call(this, asked, ...rest) as Promise<unknown>;
    answer.then(end, end);
    return answer;
  };

  process.on('message', (question) => {
    if (question === 'record') {
      queries = [];
      process.send?.({ question, answer: null });
    } else if (question === 'recorded') {
      const ended = (queries ?? []).filter(([, , , , , endedAt]) => endedAt > 0);
      queries = null;
      const lines = [JSON.stringify([...texts.keys()]), ...ended.map((one) => JSON.stringify(one))];
      writeFileSync(file, lines.join('\n'));
      process.send?.({ question, answer: ended.length });
    }
  });
}

function numbered<Key>(known: Map<Key, number>, key: Key): number {
  const number = known.get(key) ?? known.size;
  known.set(key, number);
  return number;
}
