/** The home page's routes, for `/openapi.json`. */
import { homeExportPath, homePath, homeTablePath } from '@zo/shared';
import { signedQuerySchema } from '../card-routes.ts';
import type { DocumentedRoute } from '../openapi.ts';
import {
  homeAnswerSchema,
  homeExportAnswerSchema,
  homeExportQuerySchema,
  homeTableAnswerSchema,
  homeTableQuerySchema,
} from './home-schemas.ts';

const unsigned = { 401: { description: 'Not signed by HubSpot' } };
const about = { method: 'get', group: 'App home', proof: 'HubSpot signature' } as const;

export const homeDocuments: DocumentedRoute[] = [
  {
    ...about,
    path: homePath,
    summary: 'Everything the home page shows at first',
    query: signedQuerySchema,
    answers: { 200: { description: 'How things stand', schema: homeAnswerSchema }, ...unsigned },
  },
  {
    ...about,
    path: homeTablePath,
    summary: 'Another page of one of its tables, sorted and filtered',
    query: homeTableQuerySchema,
    answers: { 200: { description: 'The page', schema: homeTableAnswerSchema }, ...unsigned },
  },
  {
    ...about,
    path: homeExportPath,
    summary: 'One of its tables as the text of a CSV file',
    query: homeExportQuerySchema,
    answers: { 200: { description: 'The text', schema: homeExportAnswerSchema }, ...unsigned },
  },
];
