import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openCardPreview } from '../../sandbox/card-preview/card-preview.ts';

export type GalleryServer = { url: string; close(): Promise<void> };

/** The gallery of the card's states by itself, with the demo page's own content policy. */
export async function serveGallery(): Promise<GalleryServer> {
  const preview = openCardPreview(null);
  const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:";
  const server: Server = createServer(async (request, response) => {
    const file = await preview.read(new URL(request.url ?? '/', 'http://gallery').pathname);
    if (file === null) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': file.type, 'content-security-policy': policy }).end(file.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/card-preview`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
