/** The routes of the cards, for `/openapi.json`. */
import {
  companyCardPath,
  contactCardPath,
  contactHistoryPath,
  contactReceiptsPath,
  contactTimelinePath,
  handoffCommandPath,
  linkProductUserPath,
  sampleActivityPath,
  unlinkProductUserPath,
} from '@zo/shared';
import type { z } from 'zod';
import {
  contactCardQuerySchema,
  handoffCommandSchema,
  linkProductUserSchema,
  signedQuerySchema,
} from './card-routes.ts';
import {
  contactCardAnswerSchema,
  handoffCommandAnswerSchema,
  linkProductUserAnswerSchema,
  unlinkProductUserAnswerSchema,
} from './card-schemas.ts';
import { companyCardQuerySchema } from './company-card-routes.ts';
import { companyCardAnswerSchema } from './company-card-schemas.ts';
import {
  contactHistoryQuerySchema,
  contactReceiptsQuerySchema,
  contactTimelineQuerySchema,
} from './history-card-routes.ts';
import {
  contactHistoryAnswerSchema,
  contactReceiptsAnswerSchema,
  contactTimelineAnswerSchema,
} from './history-card-schemas.ts';
import type { DocumentedRoute } from './openapi.ts';
import { sampleActivitySchema } from './sample-routes.ts';
import { sampleActivityAnswerSchema } from './sample-schemas.ts';

const unsigned = { 401: { description: 'Not signed by HubSpot' } };
const keyUsed = { 409: { description: 'The idempotencyKey was used for something else' } };

export const cardDocuments: DocumentedRoute[] = [
  {
    method: 'get',
    path: contactCardPath,
    group: 'Cards',
    summary: 'What the contact card shows',
    proof: 'HubSpot signature',
    query: contactCardQuerySchema,
    answers: { 200: { description: 'What is known of this contact', schema: contactCardAnswerSchema }, ...unsigned },
  },
  {
    method: 'post',
    path: linkProductUserPath,
    group: 'Cards',
    summary: 'Puts a product user under this contact; idempotencyKey makes it safe to repeat',
    proof: 'HubSpot signature',
    query: signedQuerySchema,
    body: linkProductUserSchema,
    answers: {
      200: { description: 'What became of it', schema: linkProductUserAnswerSchema },
      ...keyUsed,
      ...unsigned,
    },
  },
  {
    method: 'post',
    path: unlinkProductUserPath,
    group: 'Cards',
    summary: 'Takes back that a product user is this contact',
    proof: 'HubSpot signature',
    query: signedQuerySchema,
    body: linkProductUserSchema,
    answers: {
      200: { description: 'What became of it', schema: unlinkProductUserAnswerSchema },
      ...keyUsed,
      ...unsigned,
    },
  },
  {
    method: 'post',
    path: handoffCommandPath,
    group: 'Cards',
    summary: 'Acts on a handoff, or hands off by hand; idempotencyKey makes it safe to repeat',
    proof: 'HubSpot signature',
    query: signedQuerySchema,
    body: handoffCommandSchema,
    answers: {
      200: { description: 'What became of it, and the card as it is now', schema: handoffCommandAnswerSchema },
      ...keyUsed,
      ...unsigned,
    },
  },
  cardRoute(companyCardPath, 'What the company card shows', companyCardQuerySchema, companyCardAnswerSchema),
  cardRoute(
    contactHistoryPath,
    'What the history card shows: the score of each day, and the newest of what happened and was decided',
    contactHistoryQuerySchema,
    contactHistoryAnswerSchema,
  ),
  cardRoute(
    contactTimelinePath,
    'A page of what happened to this contact',
    contactTimelineQuerySchema,
    contactTimelineAnswerSchema,
  ),
  cardRoute(
    contactReceiptsPath,
    'A page of why things were decided about this contact',
    contactReceiptsQuerySchema,
    contactReceiptsAnswerSchema,
  ),
  {
    ...cardRoute(sampleActivityPath, 'How the sample activity stands', signedQuerySchema, sampleActivityAnswerSchema),
    group: 'Sample activity',
  },
  {
    ...cardRoute(
      sampleActivityPath,
      'Loads or removes it, for those who may change settings; the same idempotencyKey again does nothing',
      signedQuerySchema,
      sampleActivityAnswerSchema,
    ),
    method: 'post',
    group: 'Sample activity',
    body: sampleActivitySchema,
    answers: { 200: { description: 'How it stands now', schema: sampleActivityAnswerSchema }, ...keyUsed, ...unsigned },
  },
];

function cardRoute(path: string, summary: string, query: z.ZodObject, schema: z.ZodType): DocumentedRoute {
  return {
    method: 'get',
    path,
    group: 'Cards',
    summary,
    proof: 'HubSpot signature',
    query,
    answers: { 200: { description: 'What is known', schema }, ...unsigned },
  };
}
