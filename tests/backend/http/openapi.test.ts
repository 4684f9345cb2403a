import { healthDocuments, ingestDocuments } from '../../../backend/http/ingest-documents.ts';
import { findIngestRoute } from '../../../backend/http/ingest-routes.ts';
import { messageSchema } from '../../../backend/http/ingest-schemas.ts';
import { buildOpenapi } from '../../../backend/http/openapi.ts';
import { normaliseMessage } from '../../../backend/ingest/normalise-message.ts';

const about = { version: '0.1.0', url: 'https://zo.acme.test' };

describe('the API description', () => {
  it('describes every ingest path the door knows, and none it does not', () => {
    const document = buildOpenapi(ingestDocuments, about);
    const paths = Object.keys(document.paths);
    for (const path of paths) expect(findIngestRoute(path.replace('{key}', 'k'))).toBeDefined();
    const types = ['track', 'identify', 'group', 'page', 'screen', 'alias', 'batch'];
    expect(paths).toEqual(expect.arrayContaining(types.flatMap((type) => [`/v1/${type}`, `/v1/${type[0]}`])));
  });

  it('is OpenAPI 3.1 with schemas generated from the zod ones', () => {
    const document = buildOpenapi([...ingestDocuments, ...healthDocuments], about);
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://zo.acme.test' }] });
    const track = document.paths['/v1/track']?.post as { requestBody: { content: Record<string, { schema: object }> } };
    expect(track.requestBody.content['application/json']?.schema).toMatchObject({
      type: 'object',
      required: ['event'],
      properties: { event: { type: 'string', minLength: 1 } },
    });
    expect(document.paths['/v1/projects/{key}/settings']?.get).toMatchObject({
      parameters: [{ name: 'key', in: 'path', required: true }],
    });
    expect(JSON.stringify(document)).not.toContain('$schema');
  });

  const good = { type: 'track', event: 'Report Created', userId: 'u1' };
  it.each<[object]>([
    [good],
    [{ ...good, userId: 5 }],
    [{ ...good, userId: null, anonymousId: 'a' }],
    [{ ...good, properties: null, context: null }],
    [{ ...good, context: { traits: 'odd', page: 5 } }],
    [{ ...good, type: 'buy' }],
    [{ ...good, event: ' ' }],
    [{ ...good, event: 5 }],
    [{ ...good, userId: {} }],
    [{ ...good, messageId: true }],
    [{ ...good, properties: [] }],
    [{ ...good, traits: 'x' }],
    [{ ...good, timestamp: {} }],
    [{ ...good, type: 'group' }],
    [{ ...good, type: 'group', groupId: 'g' }],
    [{ ...good, type: 'alias', previousId: 'p' }],
    [{ ...good, type: 'alias' }],
    [{ ...good, type: 'page', name: 5 }],
  ])('says the same as the door about %j', (message) => {
    const { event } = normaliseMessage(message, { receivedAt: Date.UTC(2026, 2, 3), source: 'server' });
    expect(messageSchema.safeParse(message).success).toBe(event !== undefined);
  });
});
