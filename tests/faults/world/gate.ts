/**
 * What stands between the product and a platform: passes every call on, unless it was told otherwise. So a test is there
 * when a call arrives, after it was carried out and before it is answered, and can answer in the platform's place.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';

export type Answer = { status: number; headers: Record<string, string>; body: string };

export type Call = {
  method: string;
  /** With its query. */
  path: string;
  body: string;
  /** Has the platform carry it out, with another body if one is given. */
  forward(body?: string): Promise<Answer>;
};

/** 'cut': the connection is reset. 'hang': no answer ever comes. */
export type Verdict = Answer | 'cut' | 'hang';

export type Gate = {
  url: string;
  /** What is done with calls from now on; null: they pass. */
  intercept(how: ((call: Call) => Promise<Verdict>) | null): void;
  close(): Promise<void>;
};

export async function startGate(platformUrl: string): Promise<Gate> {
  const agent = new Agent({ keepAliveTimeout: 10_000, connections: 64 });
  let how: ((call: Call) => Promise<Verdict>) | null = null;

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    const { method = 'GET', url = '/' } = incoming;
    const forward = (instead = body) => forwardTo(platformUrl, agent, { method, url, body: instead, incoming });
    const verdict = await (how?.({ method, path: url, body, forward }) ?? forward()).catch((): Verdict => 'cut');
    if (verdict === 'hang') return;
    if (verdict === 'cut') incoming.socket.resetAndDestroy();
    else response.writeHead(verdict.status, verdict.headers).end(verdict.body);
  }

  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => incoming.socket.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    intercept(next) {
      how = next;
    },
    async close() {
      await agent.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'host', 'content-length', 'expect']);

async function forwardTo(
  platformUrl: string,
  dispatcher: Agent,
  { method, url, body, incoming }: { method: string; url: string; body: string; incoming: IncomingMessage },
): Promise<Answer> {
  const answer = await request(`${platformUrl}${url}`, {
    method: method as 'GET',
    dispatcher,
    headersTimeout: 0,
    bodyTimeout: 0,
    headers: plain(incoming.headers),
    body: body === '' ? null : body,
  });
  return { status: answer.statusCode, headers: plain(answer.headers), body: await answer.body.text() };
}

function plain(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || hopByHop.has(name) ? [] : [[name, String(value)]],
    ),
  );
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
