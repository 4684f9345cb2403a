import { once } from 'node:events';
import { request as openRequest } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type IngestServer, startIngestServer } from '../../support/ingest-server.ts';

let server: IngestServer;
beforeEach(async () => {
  server = await startIngestServer();
});
afterEach(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;

let number = 0;
function message(changes: Record<string, unknown> = {}) {
  number += 1;
  return { type: 'track', event: 'Report Created', userId: 'u1', messageId: `m${number}`, ...changes };
}

type Sent = { method?: string; headers?: Record<string, string>; key?: string | null };

async function send(path: string, body: unknown, { method = 'POST', headers = {}, key = 'server-key' }: Sent = {}) {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: key === null ? headers : { authorization: basic(key), ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

describe('the ingest door', () => {
  it.each([
    ['/v1/track', 'track'],
    ['/v1/t', 'track'],
    ['/v1/identify', 'identify'],
    ['/v1/i', 'identify'],
    ['/v1/group', 'group'],
    ['/v1/g', 'group'],
    ['/v1/page', 'page'],
    ['/v1/p', 'page'],
    ['/v1/screen', 'screen'],
    ['/v1/s', 'screen'],
    ['/v1/alias', 'alias'],
    ['/v1/a', 'alias'],
    ['/v1/track/', 'track'],
    ['/v1/track?x=1', 'track'],
  ])('takes one message at %s as %s, whatever it calls itself', async (path, type) => {
    const answer = await send(path, message({ type: undefined, groupId: 'g', previousId: 'p' }));
    expect([answer.status, answer.body]).toEqual([200, { success: true }]);
    await send(path, message({ type: 'nonsense', groupId: 'g', previousId: 'p' }));
    expect(server.store.events.map((event) => event.type)).toEqual([type, type]);
  });

  it.each(['/v1/batch', '/v1/b', '/v1/event'])('keeps the good events of a batch at %s', async (path) => {
    const known = message();
    await send('/v1/track', known);
    const batch = [
      message(),
      { type: 'track', messageId: 'bad' },
      known,
      7,
      message({ properties: { t: 'x'.repeat(33_000) } }),
    ];
    const answer = await send(path, { batch, sentAt: new Date().toISOString() });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      success: true,
      accepted: 1,
      duplicates: 1,
      rejected: [
        { index: 1, messageId: 'bad', reason: 'needs a userId or an anonymousId' },
        { index: 3, messageId: null, reason: 'an event must be a JSON object' },
        { index: 4, messageId: `m${number}`, reason: 'larger than 32 kB' },
      ],
    });
    expect(server.store.events).toHaveLength(2);
  });

  it('takes a message or an array of messages by their type at /v1/event', async () => {
    expect((await send('/v1/event', message({ type: 'page' }))).body).toEqual({ success: true });
    const answer = await send('/v1/event', [message({ type: 'group', groupId: 'g' }), message({ type: 'identify' })]);
    expect(answer.body).toEqual({ success: true, accepted: 2, duplicates: 0, rejected: [] });
    expect(server.store.events.map((event) => event.type)).toEqual(['page', 'group', 'identify']);
  });

  it('takes an empty batch, for there is nothing wrong with it', async () => {
    const answer = await send('/v1/batch', { batch: [] });
    expect([answer.status, answer.body]).toEqual([200, { success: true, accepted: 0, duplicates: 0, rejected: [] }]);
  });

  it("corrects a batch's event times by its sentAt", async () => {
    const hour = 3_600_000;
    const timestamp = new Date(Date.now() - 24 * hour).toISOString();
    const sentAt = new Date(Date.now() - 23 * hour).toISOString();
    await send('/v1/batch', { batch: [message({ timestamp })], sentAt });
    const [event] = server.store.events;
    expect(event!.receivedAt - event!.eventAt).toBeGreaterThan(hour - 60_000);
    expect(event!.receivedAt - event!.eventAt).toBeLessThan(hour + 60_000);
  });

  it('finds the key as Basic user name, x-write-key, in the body and in the query', async () => {
    const answers = [
      await send('/v1/track', message()),
      await send('/v1/track', message(), { key: null, headers: { 'x-write-key': 'server-key' } }),
      await send('/v1/track', message({ writeKey: 'server-key' }), { key: null }),
      await send('/v1/batch', { batch: [message()], writeKey: 'server-key' }, { key: null }),
      await send('/v1/event?writeKey=server-key', [message()], { key: null }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
    expect(server.store.events.every((event) => event.source === 'server')).toBe(true);
    expect(JSON.stringify(server.store.events)).not.toContain('server-key');
  });

  it('marks the events of a browser key', async () => {
    await send('/v1/track', message(), { key: 'browser-key' });
    expect(server.store.events[0]?.source).toBe('browser');
  });

  it('answers 401 to an unknown and to a missing key', async () => {
    expect(await send('/v1/track', message(), { key: 'nobody' })).toMatchObject({
      status: 401,
      body: { success: false, reason: 'unknown write key' },
    });
    expect(await send('/v1/track', message(), { key: null })).toMatchObject({
      status: 401,
      body: { success: false, reason: 'a write key is missing' },
    });
    expect(server.store.events).toEqual([]);
  });

  it('knows a new key within a second', async () => {
    expect((await send('/v1/track', message(), { key: 'new' })).status).toBe(401);
    server.store.addKey('new', { portalId: 8, source: 'server' });
    await sleep(1_050);
    expect((await send('/v1/track', message(), { key: 'new' })).status).toBe(200);
  });

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

  it('says what is not there and which method to use', async () => {
    expect(await send('/v1/nothing', message())).toMatchObject({ status: 404 });
    expect(await send('/v1/', message())).toMatchObject({ status: 404 });
    expect(await send('/v1/projects/x', message())).toMatchObject({ status: 404 });
    const answer = await send('/v1/track', message(), { method: 'PUT' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    expect((await fetch(`${server.url}/v1/track`)).status).toBe(405);
  });

  it('lets any web site in: preflight, and the header on every answer', async () => {
    const preflight = await fetch(`${server.url}/v1/t`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.acme.test', 'access-control-request-headers': 'authorization,content-type' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/Authorization, Content-Type/);
    for (const body of [message(), 'no JSON']) {
      expect((await send('/v1/track', body)).headers.get('access-control-allow-origin')).toBe('*');
    }
  });

  it("throws the browser SDK's own figures away", async () => {
    expect((await send('/v1/m', { series: [] }, { key: null })).status).toBe(204);
  });

  it('gives a browser SDK the settings it starts with, pointing at us', async () => {
    const response = await fetch(`${server.url}/v1/projects/browser-key/settings`);
    const settings = (await response.json()) as { integrations: Record<string, unknown> };
    expect(response.status).toBe(200);
    expect(settings.integrations['Segment.io']).toMatchObject({
      apiKey: 'browser-key',
      apiHost: `127.0.0.1:${server.port}/v1`,
      protocol: 'http',
    });
    expect((await fetch(`${server.url}/v1/projects/nobody/settings`)).status).toBe(401);
    expect((await fetch(`${server.url}/v1/projects/%ff/settings`)).status).toBe(401);
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

  it('answers 503 with Retry-After while it drains, after committing all it had taken', async () => {
    const begun = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    server.store.beforeCommit = () => {
      begun.resolve();
      return held.promise;
    };
    const taken = send('/v1/track', message());
    await begun.promise;
    const drained = server.door.drain();
    const refused = await send('/v1/track', message());
    held.resolve();
    await drained;
    expect([(await taken).status, refused.status, refused.headers.get('retry-after')]).toEqual([200, 503, '2']);
    expect(server.store.events).toHaveLength(1);
  });

  it('counts what became of the events', async () => {
    const known = message();
    await send('/v1/track', known);
    await send('/v1/batch', { batch: [known, message(), {}] });
    await send('/v1/track', known, { key: 'nobody' });
    const { portals, refusedRequests } = server.door.figures();
    expect([...portals]).toEqual([
      [7, { requests: 2, accepted: 2, duplicates: 1, rejected: 1, forgotten: 0, limited: 0 }],
    ]);
    expect(refusedRequests).toBe(1);
  });
});

describe('the ingest door with a store in trouble', () => {
  it('answers 503 when the events cannot be stored and logs why', async () => {
    const trouble = await startIngestServer();
    trouble.store.beforeCommit = () => {
      throw new Error('disk full');
    };
    const response = await fetch(`${trouble.url}/v1/track?writeKey=server-key`, {
      method: 'POST',
      body: JSON.stringify(message()),
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(trouble.errors).toHaveLength(1);
    await trouble.close();
  });

  it('answers 429 with Retry-After to a portal that is too fast', async () => {
    const busy = await startIngestServer({ limits: { waitingEventsPerPortal: 1, groupEvents: 1 } });
    busy.store.beforeCommit = () => sleep(30);
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const response = await fetch(`${busy.url}/v1/track?writeKey=server-key`, {
          method: 'POST',
          body: JSON.stringify(message()),
        });
        return `${response.status} ${response.headers.get('retry-after')}`;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set(['200 null', '429 1']));
    await busy.close();
  });

  it("whatever is sent with a browser's key, which anybody has, leaves the servers their share", async () => {
    const limited = await startIngestServer({ eventsPerSecond: 100 });
    const post = async (key: string, body: string) => {
      const response = await fetch(`${limited.url}/v1/batch?writeKey=${key}`, { method: 'POST', body });
      const { reason } = (await response.json()) as { reason?: string };
      return { status: response.status, retryAfter: Number(response.headers.get('retry-after')), reason };
    };
    const tooLong = JSON.stringify({ batch: Array.from({ length: 200_000 }, () => 0) });
    const one = JSON.stringify({ batch: [message()] });
    const ofBrowsers = [await post('browser-key', tooLong), await post('browser-key', one)];
    const ofServers = [await post('server-key', one), await post('server-key', tooLong), await post('server-key', one)];
    await limited.close();
    const reason = "more events than this account's browsers may send";
    expect(ofServers).toMatchObject([{ status: 200 }, { status: 413 }, { status: 429 }]);
    expect(ofBrowsers).toMatchObject([{ status: 413 }, { status: 429, reason }]);
    // As after a batch of 5,000 events, the longest that is taken: (5,000 - 1,000) / 100.
    expect(ofServers.at(-1)!.retryAfter).toBeLessThanOrEqual(41);
  });

  it('answers 503 when a key never seen cannot be looked up', async () => {
    const away = await startIngestServer({
      store: {
        acceptEvents: () => Promise.reject(new Error('away')),
        writeKey: () => Promise.reject(new Error('away')),
      },
    });
    const settings = await fetch(`${away.url}/v1/projects/k/settings`);
    const track = await fetch(`${away.url}/v1/track?writeKey=k`, { method: 'POST', body: '{}' });
    expect([settings.status, track.status]).toEqual([503, 503]);
    await away.close();
  });
});
