/**
 * What an answer costs at least that promises the event is on disk: a server that appends what it gets to a file, lets whatever came meanwhile
 * share one flush, and answers; it parses nothing, counts nothing and decides nothing.
 */
import { open } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

const file = await open(process.env.KEPT_FILE!, 'a');
let waiting: { body: Buffer; response: ServerResponse }[] = [];
let isKeeping = false;

async function keep(): Promise<void> {
  if (isKeeping) return;
  isKeeping = true;
  while (waiting.length > 0) {
    const taken = waiting;
    waiting = [];
    await file.write(Buffer.concat(taken.map(({ body }) => body)));
    await file.datasync();
    for (const { response } of taken) response.end('{"success":true}');
  }
  isKeeping = false;
}

const server = createServer(async (request, response) => {
  waiting.push({ body: await buffer(request), response });
  await keep();
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ msg: 'listening', url: `http://127.0.0.1:${port}` }));
});
process.on('SIGTERM', () => process.exit(0));
