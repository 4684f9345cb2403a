/** What the ingest door reads, and what it refuses unread. */
import { once } from 'node:events';
import { request as openRequest } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { basic, message, sendTo } from '../../support/ingest-requests.ts';
import { type IngestServer, startIngestServer } from '../../support/ingest-server.ts';

let server: IngestServer;
beforeEach(async () => {
  server = await startIngestServer();
});
afterEach(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const send = (path: string, body: unknown, how?: Parameters<typeof sendTo>[3]) => sendTo(server, path, body, how);

describe('the ingest door', () => {
  it('reads JSON whatever the content type says, with a byte order mark, in pieces', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'image/png', 'application/json']) {
      expect((await send('/v1/track', message(), { headers: { 'content-type': type } })).status).toBe(200);
    }
    expect((await send('/v1/track', `\ufeff${JSON.stringify(message())}`)).status).toBe(200);
    const request = openRequest(`${server.url}/v1/track`, {
      method: 'POST',
      headers: { authorization: basic('server-key') },
    });
    const text = JSON.stringify(message({ event: 'Übersicht' }));
    for (const byte of Buffer.from(text)) {
      request.write(Buffer.of(byte));
      if (byte > 127) await sleep(5);
    }
    request.end();
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(200);
    expect(server.store.events.at(-1)?.name).toBe('Übersicht');
  });

  it('inflates what is compressed, also when nothing says so', async () => {
    const encoded = (bytes: Buffer, encoding?: string) =>
      send('/v1/track', bytes, { headers: encoding ? { 'content-encoding': encoding } : {} });
    const json = () => JSON.stringify(message());
    const answers = [
      await encoded(gzipSync(json()), 'gzip'),
      await encoded(gzipSync(json()), 'GZIP'),
      await encoded(gzipSync(json())),
      await encoded(deflateSync(json()), 'deflate'),
      await encoded(brotliCompressSync(json()), 'br'),
      await encoded(Buffer.from(json()), 'identity'),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200]);
  });

  it('takes 500 kB, and answers 413 to more, inflated or not, and to a single event over 32 kB', async () => {
    const full = JSON.stringify({
      batch: Array.from({ length: 17 }, () => message({ properties: { t: 'x'.repeat(29_900) } })),
    });
    expect((await send('/v1/batch', full.padEnd(512_000))).status).toBe(200);
    const tooLarge = { status: 413, body: { success: false, reason: 'the body is larger than 500 kB' } };
    expect(await send('/v1/batch', full.padEnd(512_001))).toMatchObject(tooLarge);
    const bomb = gzipSync(Buffer.alloc(50_000_000, 32));
    expect(await send('/v1/batch', bomb, { headers: { 'content-encoding': 'gzip' } })).toMatchObject(tooLarge);
    expect(await send('/v1/track', 'x'.repeat(3_000_000))).toMatchObject(tooLarge);
    expect(await send('/v1/track', message({ properties: { t: 'x'.repeat(33_000) } }))).toMatchObject({
      status: 413,
      body: { success: false, reason: 'larger than 32 kB' },
    });
    expect((await send('/v1/batch', { batch: Array(5_001).fill({}) })).status).toBe(413);
  }, 20_000);

  it.each<[string, string, unknown, Record<string, string>, number, string]>([
    ['nothing', '/v1/track', '', {}, 400, 'the body is empty'],
    ['half a JSON text', '/v1/track', '{"type":', {}, 400, 'the body is not valid JSON'],
    ['a form', '/v1/track', 'a=b&c=d', {}, 400, 'the body is not valid JSON'],
    ['a raw NUL', '/v1/track', '{"a":"\u0000"}', {}, 400, 'the body is not valid JSON'],
    ['broken gzip', '/v1/track', 'nonsense', { 'content-encoding': 'gzip' }, 400, 'the body cannot be inflated'],
    ['half a gzip', '/v1/track', gzipSync('{"a":1}').subarray(0, 15), {}, 400, 'the body cannot be inflated'],
    [
      'an unknown encoding',
      '/v1/track',
      '{}',
      { 'content-encoding': 'zstd' },
      415,
      'the content encoding is not known; use gzip, deflate, br or none',
    ],
    ['null', '/v1/track', 'null', {}, 400, 'an event must be a JSON object'],
    ['a number', '/v1/event', '5', {}, 400, 'an event must be a JSON object'],
    ['text', '/v1/event', '"track"', {}, 400, 'an event must be a JSON object'],
    ['an array for one message', '/v1/track', '[]', {}, 400, 'an event must be a JSON object'],
    ['no batch', '/v1/batch', '{}', {}, 400, 'batch must be an array of events'],
    ['a batch of another kind', '/v1/batch', '{"batch":{"0":1}}', {}, 400, 'batch must be an array of events'],
    [
      'a message without type',
      '/v1/event',
      '{"userId":"u"}',
      {},
      400,
      'type must be one of track, identify, group, page, screen, alias',
    ],
    ['only bad events', '/v1/batch', '{"batch":[1,[],null]}', {}, 400, 'no event of the batch can be accepted'],
    ['deep nesting', '/v1/track', '['.repeat(200_000), {}, 400, 'the body is not valid JSON'],
    [
      'valid deep nesting',
      '/v1/track',
      `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
      {},
      400,
      'nested more than 32 levels deep',
    ],
    [
      'nothing of use',
      '/v1/track',
      '{"__proto__":{"userId":"u","event":"e"}}',
      {},
      400,
      'needs a userId or an anonymousId',
    ],
  ])('refuses %s with a reason', async (_, path, body, headers, status, reason) => {
    const answer = await send(path, body, { headers });
    expect(answer).toMatchObject({ status, body: { success: false, reason } });
    expect(server.store.events).toEqual([]);
    expect((await send('/v1/track', message())).status).toBe(200);
  });

  it('answers 408 to a body that does not come', async () => {
    const slow = await startIngestServer({ requestTimeoutMs: 300 });
    const socket = connect(slow.port, '127.0.0.1');
    socket.write('POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"a"');
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    await slow.close();
  });

  it('survives senders that go away in the middle', async () => {
    for (const part of [
      'POST /v1/track HTTP/1.1\r\n',
      'POST /v1/t HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{',
    ]) {
      const socket = connect(server.port, '127.0.0.1');
      socket.write(part);
      await sleep(20);
      socket.destroy();
    }
    expect((await send('/v1/track', message())).status).toBe(200);
  });
});
