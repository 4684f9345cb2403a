import { z } from 'zod';
import {
  batchAnswerSchema,
  batchSchema,
  messageSchema,
  messageSchemas,
  refusalSchema,
  successSchema,
} from './ingest-schemas.ts';
import type { DocumentedRoute } from './openapi.ts';

const refusals: DocumentedRoute['answers'] = {
  400: { description: 'Can never succeed; the reason says why', schema: refusalSchema },
  401: { description: 'Missing or unknown write key', schema: refusalSchema },
  413: { description: 'A body over 500 kB inflated, or a single event over 32 kB', schema: refusalSchema },
  429: {
    description:
      'More than this portal may send with keys of this kind, server or browser (INGEST_EVENTS_PER_SECOND), or faster than it can be stored; nothing was kept; send it again after Retry-After seconds',
    schema: refusalSchema,
  },
  503: { description: 'Not now; nothing was kept; see Retry-After', schema: refusalSchema },
};

const query = z.object({
  writeKey: z.string().optional().describe('Where a webhook can set neither a header nor the body'),
});

function messageRoute(type: keyof typeof messageSchemas, path: string): DocumentedRoute {
  return {
    method: 'post',
    path,
    group: 'Events',
    summary: `One ${type} message; the path says its type`,
    proof: 'write key',
    query,
    body: messageSchemas[type].extend({ type: z.literal(type).optional() }),
    answers: { 200: { description: 'On disk', schema: successSchema }, ...refusals },
  };
}

function batchRoute(path: string): DocumentedRoute {
  return {
    method: 'post',
    path,
    group: 'Events',
    summary: 'A batch of messages; its good events are kept',
    proof: 'write key',
    query,
    body: batchSchema,
    answers: { 200: { description: 'The good events are on disk', schema: batchAnswerSchema }, ...refusals },
  };
}

const types = Object.keys(messageSchemas) as (keyof typeof messageSchemas)[];

export const ingestDocuments: DocumentedRoute[] = [
  ...types.map((type) => messageRoute(type, `/v1/${type}`)),
  ...types.map((type) => messageRoute(type, `/v1/${type[0]}`)),
  batchRoute('/v1/batch'),
  batchRoute('/v1/b'),
  {
    method: 'post',
    path: '/v1/event',
    group: 'Events',
    summary: 'Any message by its type, or an array of them: for webhook destinations',
    proof: 'write key',
    query,
    body: z.union([messageSchema, z.array(messageSchema)]),
    answers: {
      200: { description: 'On disk', schema: z.union([successSchema, batchAnswerSchema]) },
      ...refusals,
    },
  },
  {
    method: 'post',
    path: '/v1/m',
    group: 'Events',
    summary: "A browser SDK's figures about itself; thrown away",
    proof: 'none',
    answers: { 204: { description: 'Thrown away' } },
  },
  {
    method: 'get',
    path: '/v1/projects/{key}/settings',
    group: 'Events',
    summary: 'What a browser SDK reads before it starts',
    proof: 'none',
    answers: {
      200: { description: 'One destination: this server', schema: z.looseObject({ integrations: z.unknown() }) },
      401: { description: 'Unknown write key', schema: refusalSchema },
    },
  },
];

const ready = z.object({ ready: z.boolean(), reason: z.string().optional() });

export const healthDocuments: DocumentedRoute[] = [
  {
    method: 'get',
    path: '/health',
    group: 'Operations',
    summary: 'The process lives',
    proof: 'none',
    answers: { 200: { description: 'It does', schema: z.object({ status: z.literal('ok') }) } },
  },
  {
    method: 'get',
    path: '/ready',
    group: 'Operations',
    summary: 'Whether to send requests here',
    proof: 'none',
    answers: {
      200: { description: 'Yes', schema: ready },
      503: { description: 'Draining, or the database does not answer', schema: ready },
    },
  },
  {
    method: 'get',
    path: '/metrics',
    group: 'Operations',
    summary: 'Figures as Prometheus text',
    proof: 'none',
    answers: { 200: { description: 'Prometheus text format 0.0.4' } },
  },
];
