/** What a hostile client may take from us: time, memory, connections. Its neighbours notice nothing. */
import { Agent, request as openRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { systemClock } from '../../../backend/clock.ts';
import { requireToken } from '../../../backend/http/admin/require-token.ts';
import { createExpressApp } from '../../../backend/http/express-app.ts';
import { hubspotSigned } from '../../../backend/http/hubspot-signed.ts';
import { shallowBody } from '../../../backend/http/read-json.ts';
import { createSlackRoutes } from '../../../backend/http/slack-routes.ts';
import { headersV1 } from '../../../sandbox/hubspot/signing/sign-request.ts';
import { type IngestServer, startIngestServer } from '../../support/ingest-server.ts';
import { openRaw, trickle } from '../../support/raw-socket.ts';

const secret = 'client-secret-of-the-tests';
const large = 'x'.repeat(900_000);
const requestTimeoutMs = 500;
let server: IngestServer;

beforeAll(async () => {
  const app = createExpressApp({ error: () => {} }, (router) => {
    const signed = { secret, publicUrl: () => server.url, clock: systemClock };
    router.post('/signed', ...hubspotSigned(signed, { v1: true }), (_request, response) => response.json({}));
    router.use('/admin', requireToken('admin-token'), express.json({ limit: '200kb' }), shallowBody);
    router.post('/admin', (_request, response) => void response.json({}));
    router.get('/large', (_request, response) => response.send(large));
    router.use(createSlackRoutes({ signingSecret: secret, clock: systemClock, onInteraction: async () => {} }));
  });
  server = await startIngestServer({ app, requestTimeoutMs });
});
afterAll(() => server.close());

const key = `Authorization: Basic ${Buffer.from('server-key:').toString('base64')}\r\n`;
const admin = { authorization: 'Bearer admin-token', 'content-type': 'application/json' };
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

async function post(path: string, body: string | Uint8Array, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(`${server.url}${path}`, { method: 'POST', body, headers });
  await response.text();
  return response.status;
}

describe('a slow client', () => {
  it.each([
    ['that sends its headers byte by byte', 'POST /v1/track HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    [
      'that sends its body byte by byte to the door',
      `POST /v1/track HTTP/1.1\r\nHost: x\r\n${key}Content-Length: 900\r\n\r\n{`,
    ],
    [
      'that sends its body byte by byte to a signed route',
      'POST /signed HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n{',
    ],
    [
      'that sends an endless body in pieces',
      'POST /slack/interactivity HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n',
    ],
  ])('%s is cut off', async (_what, begin) => {
    const startedAt = performance.now();
    await trickle(server.port, begin).closed;
    expect(performance.now() - startedAt).toBeLessThan(8 * requestTimeoutMs);
  });

  it('that connects and says nothing is cut off', async () => {
    await openRaw(server.port).closed;
  });

  it('that does not read its answers is cut off, and holds little', async () => {
    const impatient = await startIngestServer({
      app: (_request, response) => response.end(large),
      silenceTimeoutMs: 300,
    });
    const { socket, closed } = openRaw(impatient.port);
    socket.pause();
    for (let number = 0; number < 50; number += 1) socket.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n');
    await sleep(1_500);
    socket.resume();
    const read = await closed;
    expect(read.length).toBeLessThan(49 * large.length);
    await impatient.close();
  });

  it('does not slow down one that keeps its connection', async () => {
    const slow = Array.from({ length: 40 }, () =>
      trickle(server.port, 'POST /v1/track HTTP/1.1\r\nHost: x\r\nX-Slow: '),
    );
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let number = 0; number < 30; number += 1) {
      const body = JSON.stringify({ userId: 'u', event: 'Report Created', messageId: `kept-${number}` });
      const status = await new Promise((resolve, reject) => {
        const headers = { 'x-write-key': 'server-key', 'content-length': body.length };
        const request = openRequest(
          { port: server.port, method: 'POST', path: '/v1/track', agent, headers },
          (response) => {
            response.resume();
            response.once('end', () => resolve(response.statusCode));
          },
        );
        request.once('socket', (socket) => socket.once('connect', () => ports.add(socket.localPort)));
        request.once('error', reject);
        request.end(body);
      });
      expect(status).toBe(200);
      await sleep(30);
    }
    expect(ports.size).toBe(1);
    agent.destroy();
    await Promise.all(slow.map(({ closed }) => closed));
  });
});

it('a client that is refused keeps its connection, unless more of its body is to come', async () => {
  const { socket, closed, answer } = openRaw(server.port);
  const refused = 'POST /signed HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}';
  for (const request of [
    'GET /admin HTTP/1.1\r\nHost: x\r\n\r\n',
    refused,
    'GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n',
  ]) {
    const before = answer().length;
    socket.write(request);
    while (answer().length === before) await sleep(5);
    expect(answer().slice(before)).toMatch(/^HTTP\/1.1 40[14] [\s\S]*Connection: keep-alive/);
  }
  socket.write('POST /admin HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{');
  expect(await closed).toMatch(/Connection: close/i);
});

describe('a client that sends too much', () => {
  it('of headers gets 431', async () => {
    const { socket, closed } = openRaw(server.port);
    socket.write(`GET /health HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(await closed).toMatch(/^HTTP\/1.1 431 /);
  });

  it.each([
    ['the door', '/v1/track', 600 * 1024],
    ['a signed route', '/signed', 1_100_000],
    ['Slack’s route', '/slack/interactivity', 210 * 1024],
  ])('to %s gets 413', async (_where, path, bytes) => {
    expect(await post(path, 'x'.repeat(bytes), { 'x-write-key': 'server-key' })).toBe(413);
  });

  it('to the operators’ routes gets 413, and nothing of it is read for a stranger', async () => {
    expect(await post('/admin', 'x'.repeat(210 * 1024), admin)).toBe(413);
    expect(await post('/admin', 'x'.repeat(210 * 1024))).toBe(401);
  });

  it('and announces even more is not waited for', async () => {
    const { socket, closed } = openRaw(server.port);
    socket.write('POST /signed HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n{');
    const startedAt = performance.now();
    expect(await closed).toMatch(/^HTTP\/1.1 413 /);
    expect(performance.now() - startedAt).toBeLessThan(requestTimeoutMs);
  });

  it('when it is inflated gets 413, or is not inflated at all', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, ' '));
    const before = process.memoryUsage().rss;
    const gzip = { 'content-encoding': 'gzip', 'x-write-key': 'server-key' };
    expect(await post('/v1/batch', bomb, gzip)).toBe(413);
    expect(await post('/admin', bomb, { ...admin, ...gzip })).toBe(413);
    expect(await post('/signed', bomb, { ...headersV1(secret, ''), ...gzip })).toBe(415);
    expect(await post('/slack/interactivity', bomb, gzip)).toBe(415);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('of brackets gets 400, however deep', async () => {
    for (const levels of [40, 90_000]) {
      const body = deep(levels);
      expect(await post('/admin', body, admin)).toBe(400);
      expect(await post('/signed', body, { ...headersV1(secret, body) })).toBe(400);
      expect(await post('/v1/track', `{"a":${body}}`, { 'x-write-key': 'server-key' })).toBe(400);
    }
  });

  it('of parameters is answered all the same', async () => {
    const query = Array.from({ length: 3_500 }, (_, number) => number.toString(36)).join('&');
    const response = await fetch(`${server.url}/signed?${query}`, { method: 'POST', headers: headersV1(secret, '') });
    expect(response.status).toBe(200);
    const payload = Array.from({ length: 60_000 }, () => 'a').join('&');
    expect(await post('/slack/interactivity', payload)).toBe(401);
  });

  it('says how long its body is in two ways gets 400', async () => {
    const { socket, closed } = openRaw(server.port);
    socket.write(
      'POST /signed HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / H',
    );
    expect(await closed).toMatch(/^HTTP\/1.1 400 /);
  });

  it('opens too many connections loses the last, and everybody else is served', async () => {
    const small = await startIngestServer({ app: (_request, response) => response.end('served'), mostConnections: 3 });
    const held = [openRaw(small.port), openRaw(small.port), openRaw(small.port)];
    await sleep(100);
    expect(await openRaw(small.port).closed).toBe('');
    held[0]!.socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await held[0]!.closed).toContain('served');
    expect(await (await fetch(small.url)).text()).toBe('served');
    await small.close();
  });
});

describe('what browsers are told', () => {
  it('no script, no frame, no guessing of types, and nothing is kept', async () => {
    const { headers } = await fetch(`${server.url}/nothing`);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';style-src 'unsafe-inline';img-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it.each(['track', 'nothing', 'm'])('no guessing of types at the door either (%s)', async (route) => {
    const response = await fetch(`${server.url}/v1/${route}`, {
      method: 'POST',
      headers: { 'x-write-key': 'server-key' },
      body: JSON.stringify({ userId: 'u', event: 'Report Created' }),
    });
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });
});
