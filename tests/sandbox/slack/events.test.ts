/** The local Slack tells an app that it lost a workspace, signed, and asks again when it is not answered. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusal, type SlackWithApp, startSlackWithApp } from './slack-with-app.ts';

type Told = {
  headers: IncomingHttpHeaders;
  text: string;
  body: Record<string, unknown> & { event?: { type: string } };
};

let slack: SlackWithApp;
let app: Server;
let told: Told[];
let answer: (response: ServerResponse, body: Told['body']) => void;
const challengeBack = (response: ServerResponse, body: Told['body']) => {
  response.writeHead(200, { 'content-type': 'text/plain' }).end(String(body.challenge ?? ''));
};

beforeEach(async () => {
  told = [];
  answer = challengeBack;
  slack = await startSlackWithApp();
  app = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text) as Told['body'];
    told.push({ headers: request.headers, text, body });
    answer(response, body);
  });
  await new Promise<void>((resolve) => {
    app.listen(0, '127.0.0.1', resolve);
  });
});
afterEach(async () => {
  await slack.close();
  app.closeAllConnections();
  app.close();
});

const eventsUrl = () => `http://127.0.0.1:${(app.address() as AddressInfo).port}/slack/events`;
const setUp = () => slack.call('POST', '/sandbox/settings', { eventsUrl: eventsUrl() });
type Sent = { sent: { eventId: string; attempts: { retry: number; reason: string | null }[] }[] };

it('takes an events URL only from an app that gives the challenge back', async () => {
  answer = (response) => response.writeHead(200).end('what?');
  expect((await setUp()).status).toBe(409);
  answer = challengeBack;
  expect((await setUp()).status).toBe(200);
  expect(told.at(-1)?.body.type).toBe('url_verification');
});

it('signs what it tells, and tells a removal in the order it is asked to', async () => {
  await setUp();
  told = [];
  await slack.call('POST', '/sandbox/uninstall', { events: ['tokens_revoked', 'app_uninstalled'] });
  expect(told.map(({ body }) => body.event?.type)).toEqual(['tokens_revoked', 'app_uninstalled']);
  expect(told[0]!.body).toMatchObject({
    type: 'event_callback',
    team_id: 'T0ACME001',
    event: { tokens: { bot: ['U0ZOBOT01'] } },
  });
  const { headers, text } = told[0]!;
  const base = `v0:${headers['x-slack-request-timestamp']}:${text}`;
  const secret = slack.sandbox.control.app.signingSecret;
  expect(headers['x-slack-signature']).toBe(`v0=${createHmac('sha256', secret).update(base).digest('hex')}`);
  expect(await refusal(slack.client.auth.test())).toBe('account_inactive');
});

it('asks again three times, numbered and with the reason, until it is answered', async () => {
  await setUp();
  told = [];
  answer = (response) => response.writeHead(told.length < 3 ? 500 : 200).end();
  const { body } = await slack.call<Sent>('POST', '/sandbox/revoke');
  expect(told.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2']);
  expect(told[1]!.headers['x-slack-retry-reason']).toBe('http_error');
  expect(new Set(told.map(({ text }) => text)).size).toBe(1);
  expect(body.sent[0]!.attempts.map(({ reason }) => reason)).toEqual(['http_error', 'http_error', null]);

  told = [];
  answer = (response) => response.writeHead(500).end();
  await slack.call('POST', '/sandbox/events', { events: ['tokens_revoked'] });
  expect(told).toHaveLength(4);
  told = [];
  answer = (response) => response.writeHead(500, { 'x-slack-no-retry': '1' }).end();
  await slack.call('POST', '/sandbox/events', { events: ['tokens_revoked'] });
  expect(told).toHaveLength(1);
});

it('tells an app that gives its token back', async () => {
  await setUp();
  told = [];
  await slack.client.auth.revoke();
  const until = Date.now() + 5_000;
  while (told.length === 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(told[0]?.body.event?.type).toBe('tokens_revoked');
});

it('tells of channels that people of another company read, or are invited to', async () => {
  await slack.call('POST', '/sandbox/channels', { name: 'marketing', sharing: 'external' });
  await slack.call('POST', '/sandbox/channels', { name: 'pql-review', sharing: 'pending' });
  const { channels = [] } = await slack.client.conversations.list({ limit: 200 });
  const shared = channels.filter((one) => one.is_ext_shared || one.is_pending_ext_shared);
  expect(shared.map(({ name, is_ext_shared }) => [name, is_ext_shared])).toEqual([
    ['marketing', true],
    ['pql-review', false],
  ]);
});
