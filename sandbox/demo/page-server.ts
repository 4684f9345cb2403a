/** Serves the demo page: its files, the state as a stream of server-sent events, and what its buttons ask for. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { CardPreview, PreviewFile } from '../card-preview/card-preview.ts';

import { type PageRequests, performRequest } from './page-routes.ts';
import type { PageState } from './page-state.ts';

export type PageServer = {
  url: string;
  /** Tells every open page that the state may have changed; cheap, called as often as one likes. */
  changed(): void;
  close(): Promise<void>;
};

const pageFolder = path.resolve(import.meta.dirname, '../page');
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript; charset=utf-8',
};
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'";
const mostBodyBytes = 12_000;
/** What HubSpot lets an extension send. */
const mostFetchBytes = 1_000_000;
/** States are sent at most this often, so that a burst of changes is one drawing. */
const pauseMs = 60;

export async function servePage(
  readState: () => PageState,
  requests: PageRequests,
  preview: CardPreview,
): Promise<PageServer> {
  const open = new Set<ServerResponse>();
  let sent = '';
  let timer: NodeJS.Timeout | null = null;

  function send(): void {
    timer = null;
    const now = JSON.stringify(readState());
    if (now === sent) return;
    sent = now;
    for (const response of open) response.write(`event: state\ndata: ${now}\n\n`);
  }

  function follow(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(`retry: 1000\n\nevent: state\ndata: ${JSON.stringify(readState())}\n\n`);
    open.add(response);
    response.on('close', () => open.delete(response));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    if (!isOurHost(request)) return refuse(response, 403, 'This page is for this machine only.');
    if (request.method === 'GET' && pathname === '/events') return follow(response);
    if (request.method === 'GET' && pathname.startsWith('/card-preview')) {
      return servePreview(await preview.read(pathname), pathname, response);
    }
    if (request.method === 'GET') return serveFile(pathname === '/' ? '/index.html' : pathname, response);
    if (request.method !== 'POST') return refuse(response, 405, 'Only GET and POST are known here.');
    if (!request.headers['content-type']?.startsWith('application/json')) {
      return refuse(response, 415, 'The body must be JSON.');
    }
    if (pathname === '/card-preview/fetch')
      return passOn(await preview.fetch(await readBody(request, mostFetchBytes)), response);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const result = await performRequest(pathname, await readBody(request), requests, gone.signal);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result ?? {}));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      refuse(response, 422, error instanceof Error ? error.message : String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    changed: () => {
      timer ??= setTimeout(send, pauseMs);
    },
    close: () =>
      new Promise((resolve) => {
        if (timer) clearTimeout(timer);
        for (const response of open) response.end();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serveFile(pathname: string, response: ServerResponse): Promise<void> {
  const extension = path.extname(pathname);
  const type = types[extension];
  if (!type || !/^(\/[a-z-]+)?\/[a-z-]+\.[a-z]+$/.test(pathname))
    return refuse(response, 404, `There is nothing at ${pathname}.`);
  const text = await readFile(path.join(pageFolder, pathname), 'utf8').catch(() => null);
  if (text === null) return refuse(response, 404, `There is nothing at ${pathname}.`);
  response.writeHead(200, { 'content-type': type, 'content-security-policy': policy, 'cache-control': 'no-store' });
  response.end(extension === '.ts' ? stripTypeScriptTypes(text) : text);
}

function servePreview(file: PreviewFile | null, pathname: string, response: ServerResponse): void {
  if (file === null) {
    refuse(response, 404, `There is nothing at ${pathname}.`);
    return;
  }
  const type = `${file.type}; charset=utf-8`;
  response.writeHead(200, { 'content-type': type, 'content-security-policy': policy, 'cache-control': 'no-store' });
  response.end(file.text);
}

async function passOn(answer: Response, response: ServerResponse): Promise<void> {
  const type = answer.headers.get('content-type') ?? 'text/plain';
  response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
}

/** Another site's page may send requests here, but not with this machine's name as the host it asks. */
function isOurHost(request: IncomingMessage): boolean {
  const host = request.headers.host ?? '';
  const origin = request.headers.origin;
  return /^(127\.0\.0\.1|localhost):\d+$/.test(host) && (origin === undefined || origin === `http://${host}`);
}

async function readBody(request: IncomingMessage, mostBytes = mostBodyBytes): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > mostBytes) throw new Error('The body is too large.');
  }
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error('The body must be a JSON object.');
  return value as Record<string, unknown>;
}

function refuse(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
}
