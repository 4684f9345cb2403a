import { type SdkServer, startSdkServer } from '../support/sdk-server.ts';

let server: SdkServer;
beforeEach(async () => {
  server = await startSdkServer();
});
afterEach(() => server.close());

async function post(body: unknown, headers: Record<string, string>) {
  const response = await fetch(`${server.url}/v1/event`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const basic = { authorization: `Basic ${Buffer.from('server-key:').toString('base64')}` };
const sentAt = new Date(Date.now() - 60_000).toISOString();
const happened = new Date(Date.now() - 3_600_000);

describe('posts of webhook destinations to /v1/event', () => {
  it("takes Segment's: one message each, with the time Segment corrected", async () => {
    const message = {
      version: 2,
      type: 'track',
      event: 'Dashboard Shared',
      userId: 'u1',
      anonymousId: null,
      messageId: 'ajs-next-1',
      channel: 'client',
      context: { library: { name: 'analytics.js', version: 'next-1.84.3' }, page: { path: '/home' } },
      integrations: {},
      properties: { dashboard: 'Revenue' },
      timestamp: happened.toISOString(),
      originalTimestamp: new Date(0).toISOString(),
      sentAt,
      receivedAt: sentAt,
      projectId: 'p1',
      traits: {},
    };
    expect(await post(message, basic)).toEqual({ status: 200, body: { success: true } });
    expect(await post(message, basic)).toEqual({ status: 200, body: { success: true } });
    const events = server.storedEvents();
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ name: 'Dashboard Shared', eventAt: happened.getTime(), messageId: 'ajs-next-1' });
  });

  it("takes RudderStack's: an array of messages, the key in a header", async () => {
    const message = (changes: object) => ({
      channel: 'web',
      context: { traits: { email: 'sarah@finpilot.test' }, sessionId: 1 },
      rudderId: 'r1',
      messageId: 'r-1',
      userId: 'u1',
      originalTimestamp: happened.toISOString(),
      timestamp: happened.toISOString(),
      sentAt,
      receivedAt: sentAt,
      request_ip: '192.0.2.1',
      ...changes,
    });
    const answer = await post(
      [
        message({ type: 'identify', messageId: 'r-1' }),
        message({ type: 'track', event: 'Report Created', messageId: 'r-2' }),
        message({ type: 'warehouse', messageId: 'r-3' }),
      ],
      { 'x-write-key': 'server-key' },
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ accepted: 2, rejected: [{ index: 2, messageId: 'r-3' }] });
    expect(server.storedEvents()[0]).toMatchObject({
      type: 'identify',
      email: 'sarah@finpilot.test',
      traits: { email: 'sarah@finpilot.test' },
    });
  });

  it('takes a post shaped by hand in a tool with webhooks of its own (PostHog), the key in the address', async () => {
    const body = {
      type: 'track',
      event: 'Report Created',
      userId: 'distinct-1',
      messageId: '0190a0b0-0000-7000-8000-000000000001',
      timestamp: '2026-01-05T10:00:00.123000+00:00',
      properties: { $lib: 'web' },
      context: { traits: { email: 'sarah@finpilot.test' } },
    };
    const response = await fetch(`${server.url}/v1/event?writeKey=server-key`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    expect(server.storedEvents()[0]).toMatchObject({ userId: 'distinct-1', email: 'sarah@finpilot.test' });
  });
});
