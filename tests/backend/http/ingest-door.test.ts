import { setTimeout as sleep } from 'node:timers/promises';
import { message, sendTo } from '../../support/ingest-requests.ts';
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
    const large = message({ properties: { t: 'x'.repeat(33_000) } });
    const batch = [message(), { type: 'track', messageId: 'bad' }, known, 7, large];
    const answer = await send(path, { batch, sentAt: new Date().toISOString() });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      success: true,
      accepted: 1,
      duplicates: 1,
      rejected: [
        { index: 1, messageId: 'bad', reason: 'needs a userId or an anonymousId' },
        { index: 3, messageId: null, reason: 'an event must be a JSON object' },
        { index: 4, messageId: large.messageId, reason: 'larger than 32 kB' },
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
