/** Installing the app, for `/openapi.json`. */
import { callbackPath, installPath } from '../oauth/install-hubspot.ts';
import { callbackQuerySchema, installQuerySchema } from './oauth-routes.ts';
import type { DocumentedRoute } from './openapi.ts';

const page = 'A page that says what happened and what to do next';

export const oauthDocuments: DocumentedRoute[] = [
  {
    method: 'get',
    path: installPath,
    group: 'Installation',
    summary: 'Sends the browser to HubSpot to install the app in an account',
    proof: 'none',
    query: installQuerySchema,
    answers: { 302: { description: 'To HubSpot' }, 404: { description: 'This service serves one account' } },
  },
  {
    method: 'get',
    path: callbackPath,
    group: 'Installation',
    summary: 'Where HubSpot sends the browser back to: the account is connected',
    proof: 'state',
    query: callbackQuerySchema,
    answers: {
      200: { description: page },
      302: { description: 'Back to HubSpot, or to the beginning when the flow was begun there' },
      400: { description: page },
      404: { description: 'This service serves one account' },
      503: { description: 'HubSpot does not answer' },
    },
  },
];
