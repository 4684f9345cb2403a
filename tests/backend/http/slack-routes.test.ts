import { createHmac } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../../backend/clock.ts';
import { closeHttpServer, createHttpServer } from '../../../backend/http/create-server.ts';
import { createExpressApp } from '../../../backend/http/express-app.ts';
import { createSlackRoutes } from '../../../backend/http/slack-routes.ts';
import type { Press } from '../../../backend/slack/press.ts';

const secret = 'signing-secret-of-the-tests';
let presses: Press[] = [];
let servers: Server[] = [];

async function start(signingSecret: string | null): Promise<string> {
  const app = createExpressApp({ error: () => {} }, (express) => {
    express.use(createSlackRoutes({ signingSecret, clock: systemClock, onPress: (press) => void presses.push(press) }));
  });
  const server = createHttpServer({ door: { handle: (_request, response) => response.end() }, app });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/interactivity`;
}

let url = '';
beforeAll(async () => {
  url = await start(secret);
});
beforeEach(() => {
  presses = [];
});
afterAll(async () => {
  for (const server of servers) await closeHttpServer(server);
  servers = [];
});

const pressed = (value: string) => ({
  type: 'block_actions',
  user: { id: 'U1' },
  team: { id: 'T1' },
  container: { type: 'message', message_ts: '1.2', channel_id: 'C1' },
  response_url: 'https://hooks.slack.com/actions/T1/1/abc',
  actions: [{ action_id: 'zo_restore_workflow', value }],
});

type Sending = { at?: number; key?: string; sentBody?: string; to?: string };

async function send(payload: unknown, { at = Date.now(), key = secret, sentBody, to = url }: Sending = {}) {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = Math.floor(at / 1000);
  const digest = createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex');
  const response = await fetch(to, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${digest}`,
    },
    body: sentBody ?? body,
  });
  const text = await response.text();
  return { status: response.status, text };
}

describe('a press of a button', () => {
  it('is answered with an empty 200 and passed on', async () => {
    expect(await send(pressed('a'))).toEqual({ status: 200, text: '' });
    expect(presses).toEqual([
      {
        actionId: 'zo_restore_workflow',
        value: 'a',
        userId: 'U1',
        teamId: 'T1',
        channel: 'C1',
        ts: '1.2',
        responseUrl: 'https://hooks.slack.com/actions/T1/1/abc',
      },
    ]);
  });

  it('sent once more is refused', async () => {
    const at = Date.now() - 5_000;
    expect((await send(pressed('b'), { at })).status).toBe(200);
    expect(await send(pressed('b'), { at })).toMatchObject({ status: 401, text: expect.stringContaining('repeated') });
    expect(presses).toHaveLength(1);
  });

  it.each<[string, Sending]>([
    ['under another secret', { key: 'another' }],
    ['with another body', { sentBody: 'payload=%7B%7D' }],
    ['signed six minutes ago', { at: Date.now() - 360_000 }],
    ['signed six minutes from now', { at: Date.now() + 360_000 }],
  ])('%s is refused', async (_how, sending) => {
    expect((await send(pressed('c'), sending)).status).toBe(401);
    expect(presses).toEqual([]);
  });

  it('of which nothing is known is taken and does nothing', async () => {
    for (const payload of [{ type: 'view_closed' }, 'text', { ...pressed('d'), actions: [] }]) {
      expect((await send(payload)).status).toBe(200);
    }
    expect(presses).toEqual([]);
  });

  it('is refused where no signing secret is set', async () => {
    const to = await start(null);
    expect(await send(pressed('e'), { to })).toMatchObject({ status: 401, text: expect.stringContaining('SIGNING') });
  });
});
