/** The local Slack with an app at its interactivity URL that answers as a test says, and the official client. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import {
  type SlackSandbox,
  type SlackSandboxOptions,
  startSlackSandbox,
} from '../../../sandbox/slack/start-slack-sandbox.ts';

export type Payload = Record<string, unknown> & {
  type: string;
  trigger_id: string;
  response_url: string;
  actions: Record<string, unknown>[];
  view: Record<string, unknown> & { state: { values: Record<string, unknown> } };
};

export type Received = { headers: Record<string, unknown>; body: string; payload: Payload };

export type SlackWithApp = {
  sandbox: SlackSandbox;
  client: WebClient;
  received: Received[];
  /** How the app answers from now on; null: never. */
  answer: ((payload: Payload) => Promise<unknown> | unknown) | null;
  /** Status of the app's answers. */
  status: number;
  /** The payload that arrived last. */
  payload(): Payload;
  call<Answer = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Answer }>;
  close(): Promise<void>;
};

export async function startSlackWithApp(options: SlackSandboxOptions = {}): Promise<SlackWithApp> {
  const app = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const payload = JSON.parse(new URLSearchParams(body).get('payload') ?? '{}') as Payload;
    slack.received.push({ headers: request.headers, body, payload });
    if (slack.answer === null) return;
    const answer = await slack.answer(payload);
    response.writeHead(slack.status).end(answer === undefined ? '' : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => {
    app.listen(0, '127.0.0.1', resolve);
  });
  const { port } = app.address() as AddressInfo;
  const interactivityUrl = `http://127.0.0.1:${port}/slack/interactivity`;
  const sandbox = await startSlackSandbox({ interactivityUrl, rateLimits: false, ...options });
  const slack: SlackWithApp = {
    sandbox,
    client: new WebClient(sandbox.token, {
      slackApiUrl: sandbox.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: silent,
    }),
    received: [],
    answer: () => undefined,
    status: 200,
    payload() {
      const last = slack.received.at(-1);
      if (!last) throw new Error('nothing has arrived at the app');
      return last.payload;
    },
    async call<Answer>(method: string, path: string, body?: unknown) {
      const response = await fetch(new URL(path, sandbox.url), {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: (/^[{[]/.test(text) ? JSON.parse(text) : text) as Answer };
    },
    async close() {
      await sandbox.close();
      app.closeAllConnections();
      app.close();
    },
  };
  return slack;
}

const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => 'error' as never,
  setName() {},
};

/** The error code of a call that Slack refuses. */
export function refusal(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'not refused',
    (error: { data?: { error?: string } }) => error.data?.error ?? String(error),
  );
}

export function plain(text: string): { type: 'plain_text'; text: string } {
  return { type: 'plain_text', text };
}
