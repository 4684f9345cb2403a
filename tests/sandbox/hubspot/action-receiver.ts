/** Stands in for the app: records what the sandbox sends, checks nothing, answers what the test says. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = {
  method: string;
  url: string;
  path: string;
  headers: IncomingHttpHeaders;
  rawBody: string;
  body: Record<string, unknown>;
};
export type Reply = { status?: number; body?: unknown; delayMs?: number; hangUp?: boolean };

export type ActionReceiver = {
  url: string;
  received: Received[];
  /** Called for each request; the default is 200 without outputs. */
  reply: (request: Received, index: number) => Reply;
  close(): Promise<void>;
};

export async function startActionReceiver(): Promise<ActionReceiver> {
  const server = createServer((incoming, response) => {
    void (async () => {
      let rawBody = '';
      incoming.setEncoding('utf8');
      for await (const chunk of incoming) rawBody += chunk;
      const path = incoming.url ?? '/';
      const request: Received = {
        method: incoming.method ?? '',
        url: `${receiver.url}${path}`,
        path,
        headers: incoming.headers,
        rawBody,
        body: rawBody === '' ? {} : JSON.parse(rawBody),
      };
      receiver.received.push(request);
      const {
        status = 200,
        body = {},
        delayMs = 0,
        hangUp = false,
      } = receiver.reply(request, receiver.received.length - 1);
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      if (hangUp) incoming.socket.destroy();
      else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: ActionReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    reply: () => ({}),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}
