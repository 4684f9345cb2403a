import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  defaultSigningSecret,
  type SlackSandbox,
  startSlackSandbox,
} from '../../../sandbox/slack/start-slack-sandbox.ts';

type Received = { headers: Record<string, unknown>; body: string };

let sandbox: SlackSandbox;
let app: Server;
let received: Received[];
let answerStatus: number | null;

beforeEach(async () => {
  received = [];
  answerStatus = 200;
  app = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ headers: request.headers, body });
    if (answerStatus) response.writeHead(answerStatus).end();
  });
  await new Promise<void>((resolve) => {
    app.listen(0, '127.0.0.1', resolve);
  });
  const { port } = app.address() as AddressInfo;
  sandbox = await startSlackSandbox({ interactivityUrl: `http://127.0.0.1:${port}/slack/interactivity` });
});
afterEach(async () => {
  await sandbox.close();
  app.closeAllConnections();
  app.close();
});

async function post(path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(new URL(path, sandbox.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}

async function postWithButton(): Promise<{ channel: string; ts: string }> {
  const button = { type: 'button', action_id: 'zo_claim', value: '7', text: { type: 'plain_text', text: 'Claim' } };
  const { body } = await post('/api/chat.postMessage', {
    channel: 'C0HANDOFF',
    text: 'New SQL',
    blocks: [{ type: 'actions', elements: [button] }],
  });
  const { channel, ts } = body as { channel: string; ts: string };
  return { channel, ts };
}

it('sends a click as a signed form with one payload field', async () => {
  const message = await postWithButton();
  const { body: result } = await post('/sandbox/click', { ...message, actionId: 'zo_claim', user: 'U0TOM0001' });
  expect(result).toMatchObject({ acknowledged: true, status: 200 });
  const [click] = received;
  const timestamp = String(click?.headers['x-slack-request-timestamp']);
  const digest = createHmac('sha256', defaultSigningSecret).update(`v0:${timestamp}:${click?.body}`).digest('hex');
  expect(click?.headers['x-slack-signature']).toBe(`v0=${digest}`);
  const payload = JSON.parse(new URLSearchParams(click?.body).get('payload') ?? '');
  expect(payload).toMatchObject({
    type: 'block_actions',
    user: { id: 'U0TOM0001', username: 'tom' },
    container: { message_ts: message.ts, channel_id: 'C0HANDOFF' },
    actions: [{ type: 'button', action_id: 'zo_claim', block_id: 'b0', value: '7' }],
  });
});

it('tells when the app refuses, and when there is nothing to click', async () => {
  answerStatus = 401;
  const message = await postWithButton();
  expect(
    await post('/sandbox/click', { ...message, actionId: 'zo_claim', user: 'U0TOM0001', forge: 'wrong signature' }),
  ).toMatchObject({
    body: { acknowledged: false, status: 401 },
  });
  expect(await post('/sandbox/click', { ...message, actionId: 'other', user: 'U0TOM0001' })).toMatchObject({
    status: 404,
  });
});

it('gives the app three seconds', async () => {
  answerStatus = null;
  const message = await postWithButton();
  expect(await post('/sandbox/click', { ...message, actionId: 'zo_claim', user: 'U0TOM0001' })).toMatchObject({
    body: { acknowledged: false, status: null, reason: 'operation_timeout' },
  });
});

it('lets the app answer five times through response_url', async () => {
  const message = await postWithButton();
  await post('/sandbox/click', { ...message, actionId: 'zo_claim', user: 'U0TOM0001' });
  const { response_url: url } = JSON.parse(new URLSearchParams(received[0]?.body).get('payload') ?? '');
  expect(await post(url, { text: 'Claimed by tom', replace_original: true })).toEqual({ status: 200, body: 'ok' });
  expect(sandbox.workspace.messages).toMatchObject([{ text: 'Claimed by tom', edits: [{ text: 'New SQL' }] }]);
  for (let use = 2; use <= 5; use += 1) await post(url, { text: 'again', response_type: 'ephemeral' });
  expect(await post(url, { text: 'sixth' })).toEqual({ status: 404, body: 'used_url' });
});
