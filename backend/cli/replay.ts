import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readProcessAdminSettings, readProcessWriteKey } from '../config.ts';
import { AdminError, reportingErrors } from './admin-client.ts';

const perBatch = 100;

type Answer = {
  accepted?: number;
  duplicates?: number;
  rejected?: { index: number; reason: string }[];
  error?: unknown;
};

export function addReplay(zo: Command): void {
  zo.command('replay')
    .description(
      'Send saved events to the running server once more: one JSON message a line, or a JSON array of messages',
    )
    .argument('<file>', 'the events')
    .option('--write-key <key>', 'the key to send them with (default: WRITE_KEY)')
    .option('--json', 'print the result as JSON')
    .action((file: string, options: { writeKey?: string; json?: boolean }) =>
      reportingErrors(async () => {
        const messages = readMessages(await readText(file));
        const key = options.writeKey ?? readProcessWriteKey();
        if (key === null) throw new AdminError('Say which write key to use: --write-key, or set WRITE_KEY.');
        const total = {
          sent: messages.length,
          accepted: 0,
          duplicates: 0,
          rejected: [] as { event: number; reason: string }[],
        };
        for (let start = 0; start < messages.length; start += perBatch) {
          const answer = await send(key, messages.slice(start, start + perBatch));
          total.accepted += answer.accepted ?? 0;
          total.duplicates += answer.duplicates ?? 0;
          for (const { index, reason } of answer.rejected ?? [])
            total.rejected.push({ event: start + index + 1, reason });
          process.stderr.write(`\r${Math.min(start + perBatch, messages.length)} of ${messages.length} events`);
        }
        process.stderr.write('\n');
        if (options.json) console.log(JSON.stringify(total));
        else {
          console.log(
            `${total.accepted} accepted, ${total.duplicates} known already, ${total.rejected.length} rejected`,
          );
          for (const { event, reason } of total.rejected) console.log(`  event ${event}: ${reason}`);
        }
        if (total.rejected.length > 0) process.exitCode = 1;
      }),
    );
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AdminError(`${file} cannot be read (${error.code}).`);
  });
}

function readMessages(text: string): unknown[] {
  if (text.trimStart().startsWith('[')) return parse(text, 'the array cannot be read');
  return text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parse(line, `line ${index + 1} cannot be read`)]));
}

/** What stands in the file is about people, and is not repeated. */
function parse<Value>(text: string, otherwise: string): Value {
  try {
    return JSON.parse(text);
  } catch {
    throw new AdminError(`The file is neither a JSON array nor one JSON message a line: ${otherwise}.`);
  }
}

async function send(key: string, batch: unknown[]): Promise<Answer> {
  const { url } = readProcessAdminSettings();
  const response = await fetch(`${url}/v1/batch`, {
    method: 'POST',
    headers: { 'x-write-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ batch }),
    redirect: 'error',
  }).catch(() => {
    throw new AdminError(
      `No server answers at ${url}. Start it with \`npm start\`, or set ZO_URL, such as http://127.0.0.1:4400.`,
    );
  });
  const answer = (await response.json()) as Answer;
  if (response.ok || answer.rejected) return answer;
  throw new AdminError(`The server answered ${response.status}: ${JSON.stringify(answer)}`);
}
