import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { readProcessAdminSettings, readProcessWriteKey } from '../config.ts';
import { AdminError, adminClient, reportingErrors, serverUrl } from './admin-client.ts';
import { endProgress, showProgress } from './progress.ts';

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
    .option('--portal <id>', 'whose history says so, when the server has several')
    .option('--json', 'print the result as JSON')
    .action((file: string, options: { writeKey?: string; portal?: string; json?: boolean }) =>
      reportingErrors(async () => {
        const messages = readMessages(await readText(file));
        const key = options.writeKey ?? readProcessWriteKey();
        if (key === null) throw new AdminError('Say which write key to use: --write-key, or set WRITE_KEY.');
        await note(options.portal, messages.length);
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
          showProgress(`${Math.min(start + perBatch, messages.length)} of ${messages.length} events`);
        }
        endProgress();
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

/** The portal's history tells of it, where the tool may speak to the admin routes; a write key alone suffices to send. */
async function note(portal: string | undefined, events: number): Promise<void> {
  if (readProcessAdminSettings().token === null) {
    process.stderr.write('ADMIN_TOKEN is not set: the history will not tell of this.\n');
    return;
  }
  if (events === 0) return;
  const client = adminClient();
  await client.call('POST', `/portals/${await client.portalId(portal)}/replays`, { events });
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

/** A portal may send only so fast: what was refused for that is sent again when the server says so. */
async function send(key: string, batch: unknown[]): Promise<Answer> {
  for (;;) {
    const response = await post(key, batch);
    const answer = (await response.json()) as Answer;
    if (response.ok || answer.rejected) return answer;
    const waitSeconds = response.status === 429 ? Number(response.headers.get('retry-after')) : 0;
    if (!(waitSeconds > 0)) throw new AdminError(`The server answered ${response.status}: ${JSON.stringify(answer)}`);
    await setTimeout(waitSeconds * 1_000);
  }
}

async function post(key: string, batch: unknown[]): Promise<Response> {
  const url = serverUrl();
  return fetch(`${url}/v1/batch`, {
    method: 'POST',
    headers: { 'x-write-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ batch }),
    redirect: 'error',
  }).catch(() => {
    throw new AdminError(
      `No server answers at ${url}. Start it with \`npm start\`, or set ZO_URL, such as http://127.0.0.1:4400.`,
    );
  });
}
