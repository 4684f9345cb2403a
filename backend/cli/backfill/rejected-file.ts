/**
 * The file of rejected lines: each once, also when the tool or the server was killed in between. What was written and not
 * loaded goes when the load goes on, and what was loaded and not written comes.
 */
import { appendFileSync, createReadStream, existsSync, renameSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse/sync';
import type { Backfill, RejectedLine } from '../../store/backfill-store.ts';
import { csvLine } from '../../text/csv.ts';
import { AdminError } from '../admin-client.ts';

export type RejectedFile = {
  /** Brings it in step with where a file of that name stands. */
  resume(name: string, at: Pick<Backfill, 'reached' | 'report'>): Promise<void>;
  write(name: string, rejected: readonly RejectedLine[]): void;
};

type Entry = RejectedLine & { file: string };

const header = csvLine(['file', 'line', 'reason']);

/** CSV where the name ends so, else one JSON object a line. */
export function rejectedFile(path: string): RejectedFile {
  const isCsv = path.toLowerCase().endsWith('.csv');
  const print = ({ file, line, reason }: Entry) =>
    isCsv ? csvLine([file, line, reason]) : `${JSON.stringify({ file, line, reason })}\n`;

  /** As it stands in the file: in a table nothing is taken for a formula. */
  const written = (name: string) => (isCsv ? (parse(csvLine([name])) as string[][])[0]![0]! : name);

  function append(entries: readonly Entry[]): void {
    if (!existsSync(path)) writeFileSync(path, isCsv ? header : '');
    if (entries.length > 0) appendFileSync(path, entries.map(print).join(''));
  }

  return {
    async resume(name, { reached, report }) {
      const from = reached.line === 0 ? 0 : report.from;
      await attempt(path, async () => {
        const isOther = (entry: Entry) => entry.file !== written(name) || entry.line <= from;
        if (existsSync(path)) await keepOthers(path, isCsv, isOther);
        append(report.rejected.map((one) => ({ file: name, ...one })));
      });
    },
    write: (name, rejected) =>
      attempt(path, () => append(rejected.map(({ line, reason }) => ({ file: name, line, reason })))),
  };
}

/** Line by line into a new file that takes its place; the last line may have been cut off. */
async function keepOthers(path: string, isCsv: boolean, isKept: (entry: Entry) => boolean): Promise<void> {
  const next = `${path}.next`;
  writeFileSync(next, isCsv ? header : '');
  let isFirst = isCsv;
  let kept: string[] = [];
  const flush = () => {
    if (kept.length > 0) appendFileSync(next, kept.join(''));
    kept = [];
  };
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const entry = isFirst ? null : readEntry(line, isCsv);
    isFirst = false;
    if (entry !== null && isKept(entry)) kept.push(`${line}${isCsv ? '\r\n' : '\n'}`);
    if (kept.length >= 1_000) flush();
  }
  flush();
  renameSync(next, path);
}

/** Reasons are one line each: what they quote of a file has no line breaks. */
function readEntry(line: string, isCsv: boolean): Entry | null {
  try {
    if (!isCsv) return JSON.parse(line);
    const [values] = parse(line) as string[][];
    return values?.length === 3 ? { file: values[0]!, line: Number(values[1]), reason: values[2]! } : null;
  } catch {
    return null;
  }
}

function attempt<Result>(path: string, work: () => Result): Result {
  const refuse = (error: unknown): never => {
    throw new AdminError(`${path} could not be written: ${(error as Error).message}`);
  };
  try {
    const result = work();
    return result instanceof Promise ? (result.catch(refuse) as Result) : result;
  } catch (error) {
    return refuse(error);
  }
}
