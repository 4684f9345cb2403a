import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { Router } from 'express';
import pino from 'pino';
import { systemClock } from '../../../backend/clock.ts';
import { createExpressApp } from '../../../backend/http/express-app.ts';
import { hubspotSigned } from '../../../backend/http/hubspot-signed.ts';
import { logRequests } from '../../../backend/http/log-requests.ts';
import { summariseIngest } from '../../../backend/http/summarise-ingest.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { headersV2 } from '../../../sandbox/hubspot/signing/sign-request.ts';

type Line = Record<string, unknown>;

async function open() {
  const lines: Line[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const log = pino({ level: 'debug', base: undefined, timestamp: false }, sink);
  let url = '';
  const signed = { secret: 'secret', publicUrl: () => url, clock: systemClock };
  const app = createExpressApp(log, (express) => {
    express.use(logRequests(log));
    const router = Router();
    router.get('/admin/portals/:portalId/people/:email', (_request, response) => response.json({}));
    router.post('/signed', ...hubspotSigned(signed, { v2: true }), (_request, response) => response.json({}));
    router.get('/broken', () => {
      throw new Error('broken');
    });
    router.get('/health', (_request, response) => response.json({}));
    express.use(router);
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, lines, close: () => new Promise((resolve) => server.close(resolve)) };
}

let served: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  served = await open();
});
afterAll(() => served.close());
beforeEach(() => {
  served.lines.length = 0;
});

it('tells each request in one line, by its route and never by what stands in the path', async () => {
  const response = await fetch(`${served.url}/admin/portals/4711/people/sarah@finpilot.test?name=Sarah`);
  const requestId = response.headers.get('x-request-id');
  expect(requestId).toMatch(/^[\w-]{36}$/);
  expect(served.lines).toEqual([
    {
      level: 30,
      requestId,
      portalId: 4711,
      method: 'GET',
      route: '/admin/portals/:portalId/people/:email',
      status: 200,
      ms: expect.any(Number),
      msg: 'request',
    },
  ]);
});

it.each([
  ['trace-0123456789', true],
  ['4bf92f3577b34da6:00f067aa0ba902b7', true],
  ['short', false],
  ['x'.repeat(101), false],
  ['sarah@finpilot.test', false],
  ['a b c d e f g h i', false],
])('goes by the id a proxy gave, if it is sane: %s', async (given, isTaken) => {
  const response = await fetch(`${served.url}/health`, { headers: { 'x-request-id': given } });
  expect(response.headers.get('x-request-id') === given).toBe(isTaken);
  expect(served.lines[0]).toMatchObject({ level: 20, requestId: response.headers.get('x-request-id') });
});

it('says the portal of a signed request, and of a forged one nothing', async () => {
  const body = JSON.stringify({ origin: { portalId: 4711 } });
  await fetch(`${served.url}/signed`, {
    method: 'POST',
    body,
    headers: headersV2('secret', { method: 'POST', url: `${served.url}/signed`, body }),
  });
  await fetch(`${served.url}/signed`, { method: 'POST', body, headers: { 'x-hubspot-signature': 'forged' } });
  expect(served.lines.map(({ portalId, status }) => [portalId, status])).toEqual([
    [4711, 200],
    [undefined, 401],
  ]);
});

it('tells a failure with the id that the answer has, and of an unknown path only that there is none', async () => {
  const broken = await fetch(`${served.url}/broken`);
  await fetch(`${served.url}/people/sarah@finpilot.test`);
  const requestId = broken.headers.get('x-request-id');
  expect(served.lines).toMatchObject([
    { level: 50, msg: 'a request failed', requestId },
    { msg: 'request', requestId, status: 500, route: '/broken' },
    { msg: 'request', status: 404, route: 'none' },
  ]);
  expect(JSON.stringify(served.lines)).not.toContain('sarah');
});

it('gathers requests with events: one line for each portal that sent any since the last', () => {
  const told: unknown[] = [];
  const counts = { requests: 3, accepted: 5, duplicates: 1, rejected: 2, forgotten: 1, limited: 0 };
  const figures = {
    portals: new Map([
      [7, counts],
      [8, { requests: 0, accepted: 0, duplicates: 0, rejected: 0, forgotten: 0, limited: 0 }],
    ]),
    refusedRequests: 4,
    waitingEvents: 0,
    groups: 0,
    failedGroups: 0,
  };
  const log = { info: (...line: unknown[]) => told.push(line) };
  summariseIngest(() => figures, createPortalMemory(), log as never, 60_000).stop();
  expect(told).toEqual([
    [{ portalId: 7, ...counts }, 'events came'],
    [{ requests: 4 }, 'requests with events were refused'],
  ]);
});
