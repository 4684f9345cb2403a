import { createHmac } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../../backend/clock.ts';
import { closeHttpServer, createHttpServer } from '../../../backend/http/create-server.ts';
import { createExpressApp } from '../../../backend/http/express-app.ts';
import { createSlackRoutes } from '../../../backend/http/slack-routes.ts';
import type { Interaction } from '../../../backend/slack/read-interaction.ts';

const secret = 'signing-secret-of-the-tests';
let taken: Interaction[] = [];
let isStored = true;
let servers: Server[] = [];

async function start(signingSecret: string | null): Promise<string> {
  const app = createExpressApp({ error: () => {} }, (express) => {
    const onInteraction = async (interaction: Interaction) => {
      if (!isStored) throw new Error('the disk is full');
      taken.push(interaction);
    };
    express.use(createSlackRoutes({ signingSecret, clock: systemClock, onInteraction }));
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
  taken = [];
  isStored = true;
});
afterAll(async () => {
  for (const server of servers) await closeHttpServer(server);
  servers = [];
});

const pressed = (value: string) => ({
  type: 'block_actions',
  trigger_id: '123.456.abc',
  user: { id: 'U1' },
  team: { id: 'T1' },
  container: { type: 'message', message_ts: '1.2', channel_id: 'C1' },
  response_url: 'https://hooks.slack.com/actions/T1/1/abc',
  actions: [{ action_id: 'zo_restore_workflow', action_ts: '7.8', value }],
});

const press = {
  id: '123.456.abc',
  actionId: 'zo_restore_workflow',
  value: 'a',
  userId: 'U1',
  teamId: 'T1',
  channel: 'C1',
  ts: '1.2',
  threadTs: null,
  responseUrl: 'https://hooks.slack.com/actions/T1/1/abc',
  triggerId: '123.456.abc',
};

const origin = { button: 'return', portalId: 47, handoffId: 5, channel: 'C1', ts: '1.2', threadTs: null };

const submitted = (change: { callbackId?: string; metadata?: string; note?: string | null } = {}) => ({
  type: 'view_submission',
  user: { id: 'U1' },
  team: { id: 'T1' },
  view: {
    id: 'V1',
    callback_id: change.callbackId ?? 'zo_reason',
    private_metadata: change.metadata ?? JSON.stringify(origin),
    state: {
      values: {
        reason: { reason: { type: 'static_select', selected_option: { value: 'No answer' } } },
        note: { note: { type: 'plain_text_input', value: change.note ?? null } },
      },
    },
  },
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

describe('what somebody did in Slack', () => {
  it('is answered with an empty 200 once it is kept', async () => {
    expect(await send(pressed('a'))).toEqual({ status: 200, text: '' });
    expect(taken).toEqual([{ kind: 'press', press }]);
  });

  it('is named by Slack’s own ids, with what was chosen and the thread it stands in', async () => {
    const { trigger_id: _none, ...payload } = pressed('');
    await send({
      ...payload,
      container: { ...payload.container, thread_ts: '1.1' },
      actions: [{ action_id: 'zo_snooze', action_ts: '7.8', selected_option: { value: '47:5:1 hour' } }],
    });
    expect(taken).toEqual([
      {
        kind: 'press',
        press: {
          ...press,
          id: 'U1:7.8:zo_snooze',
          actionId: 'zo_snooze',
          value: '47:5:1 hour',
          threadTs: '1.1',
          triggerId: null,
        },
      },
    ]);
  });

  it.each([
    ['No answer', null],
    ['No answer: rang three times, no one there', '  rang three times,\n no one there '],
    [`No answer: ${'x'.repeat(299)}…`, 'x'.repeat(400)],
  ])('as a form comes with its reason: %s', async (reason, note) => {
    expect(await send(submitted({ note }))).toEqual({ status: 200, text: '' });
    expect(taken).toEqual([
      { kind: 'submission', submission: { ...origin, id: 'V1', reason, userId: 'U1', teamId: 'T1' } },
    ]);
  });

  it('is an error for whoever did it when it cannot be kept', async () => {
    isStored = false;
    expect((await send(pressed('f'))).status).toBe(500);
  });

  it('sent once more is refused', async () => {
    const at = Date.now() - 5_000;
    expect((await send(pressed('b'), { at })).status).toBe(200);
    expect(await send(pressed('b'), { at })).toMatchObject({ status: 401, text: expect.stringContaining('repeated') });
    expect(taken).toHaveLength(1);
  });

  it.each<[string, Sending]>([
    ['under another secret', { key: 'another' }],
    ['with another body', { sentBody: 'payload=%7B%7D' }],
    ['signed six minutes ago', { at: Date.now() - 360_000 }],
    ['signed six minutes from now', { at: Date.now() + 360_000 }],
  ])('%s is refused', async (_how, sending) => {
    expect((await send(pressed('c'), sending)).status).toBe(401);
    expect(taken).toEqual([]);
  });

  it('of which nothing is known is taken and does nothing', async () => {
    const unknown = [
      { type: 'view_closed' },
      'text',
      { ...pressed('d'), actions: [] },
      submitted({ callbackId: 'another' }),
      submitted({ metadata: 'x' }),
      submitted({ metadata: JSON.stringify({ ...origin, button: 'accept' }) }),
    ];
    for (const payload of unknown) {
      expect((await send(payload)).status).toBe(200);
    }
    expect(taken).toEqual([]);
  });

  it('is refused where no signing secret is set', async () => {
    const to = await start(null);
    expect(await send(pressed('e'), { to })).toMatchObject({ status: 401, text: expect.stringContaining('SIGNING') });
  });
});
