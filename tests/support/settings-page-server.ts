import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openCardPreview, type PreviewBehind } from '../../sandbox/card-preview/card-preview.ts';

export type PreviewServer = { url: string; close(): Promise<void> };

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'";

/** The preview's pages with a running product behind them, with the demo page's own content policy. */
export async function servePreview(behind: PreviewBehind): Promise<PreviewServer> {
  const preview = openCardPreview(behind);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://preview');
    if (pathname === '/card-preview/fetch') {
      let text = '';
      for await (const chunk of request) text += chunk;
      const answer = await preview.fetch(JSON.parse(text));
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
      return;
    }
    const file = await preview.read(pathname);
    if (file === null) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': file.type, 'content-security-policy': policy }).end(file.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
