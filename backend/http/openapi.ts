import { type RequestHandler, Router } from 'express';
import { z } from 'zod';

/** What a route says of itself. Whoever has routes exports a list of these next to them. */
export type DocumentedRoute = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With parameters in braces: `/v1/projects/{key}/settings`. */
  path: string;
  group: string;
  summary: string;
  proof: Proof;
  query?: z.ZodObject;
  body?: z.ZodType;
  answers: Record<number, { description: string; schema?: z.ZodType }>;
};

/** How a caller shows who it is. */
export type Proof = 'none' | 'write key' | 'admin token' | 'HubSpot signature' | 'Slack signature' | 'state';

const securitySchemes = {
  writeKey: { type: 'http', scheme: 'basic', description: 'The write key as user name, no password' },
  writeKeyHeader: { type: 'apiKey', in: 'header', name: 'x-write-key' },
  adminToken: { type: 'http', scheme: 'bearer' },
  hubspotSignature: { type: 'apiKey', in: 'header', name: 'X-HubSpot-Signature' },
  slackSignature: { type: 'apiKey', in: 'header', name: 'X-Slack-Signature' },
};

const securityOf: Record<Proof, Record<string, string[]>[]> = {
  none: [],
  state: [],
  'write key': [{ writeKey: [] }, { writeKeyHeader: [] }],
  'admin token': [{ adminToken: [] }],
  'HubSpot signature': [{ hubspotSignature: [] }],
  'Slack signature': [{ slackSignature: [] }],
};

/** The OpenAPI 3.1 document of these routes, its schemas generated from the zod ones. */
export function buildOpenapi(routes: DocumentedRoute[], about: { version: string; url: string }) {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Zo Handoff', version: about.version },
    servers: [{ url: about.url }],
    paths,
    components: { securitySchemes },
  };
}

function describeRoute({ path, group, summary, proof, query, body, answers }: DocumentedRoute) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name: name!,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !schema.safeParse(undefined).success,
    schema: toJsonSchema(schema as z.ZodType),
  }));
  return {
    tags: [group],
    summary,
    security: securityOf[proof],
    ...(inPath.length + inQuery.length > 0 && { parameters: [...inPath, ...inQuery] }),
    ...(body && { requestBody: { required: true, content: jsonContent(body, 'input') } }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, { description, schema }]) => [
        status,
        { description, ...(schema && { content: jsonContent(schema, 'output') }) },
      ]),
    ),
  };
}

function jsonContent(schema: z.ZodType, io: 'input' | 'output') {
  return { 'application/json': { schema: toJsonSchema(schema, io) } };
}

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'input') {
  const { $schema, ...jsonSchema } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' });
  return jsonSchema;
}

/** `GET /openapi.json`. The document is made on the first call. */
export function createOpenapiRouter(
  routes: () => DocumentedRoute[],
  about: () => { version: string; url: string },
): Router {
  let document: object | undefined;
  const answer: RequestHandler = (_request, response) => {
    document ??= buildOpenapi(routes(), about());
    response.json(document);
  };
  return Router().get('/openapi.json', answer);
}
