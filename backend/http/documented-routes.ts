/** Every route in one list, for `/openapi.json`. */
import { workflowActionNames } from '@zo/shared';
import { z } from 'zod';
import { actionCallSchema, optionsCallSchema } from './action-routes.ts';
import { replaySchema } from './admin/audit-routes.ts';
import { beginSchema, loadQuerySchema, rowSchema } from './admin/backfill-routes.ts';
import { disconnectSchema } from './admin/connection-routes.ts';
import { restoreSchema } from './admin/drift-routes.ts';
import { erasureSchema, exportSchema } from './admin/erasure-routes.ts';
import { draftSchema, playbookSchema, rollbackSchema } from './admin/playbook-routes.ts';
import { allowListSchema, retentionSchema } from './admin/privacy-routes.ts';
import { planQuerySchema, provisionSchema } from './admin/provision-routes.ts';
import { periodQuerySchema, rowsQuerySchema } from './admin/report-routes.ts';
import { fairnessQuerySchema, routeSchema } from './admin/routing-routes.ts';
import { adminSampleSchema } from './admin/sample-routes.ts';
import { settleUnconfirmedSchema } from './admin/unconfirmed-routes.ts';
import { writeKeySchema } from './admin/write-key-routes.ts';
import { homeDocuments } from './app/home-documents.ts';
import { settingsDocuments } from './app/settings-documents.ts';
import { cardDocuments } from './card-documents.ts';
import { healthDocuments, ingestDocuments } from './ingest-documents.ts';
import { oauthDocuments } from './oauth-documents.ts';
import type { DocumentedRoute } from './openapi.ts';
import { slackDocuments } from './slack-documents.ts';
import { webhooksPath, webhooksSchema } from './webhook-routes.ts';

const unsigned = { 401: { description: 'Not signed by HubSpot' } };
const outputs = z.object({ outputFields: z.record(z.string(), z.string()) });
const options = z.object({
  options: z.array(z.object({ label: z.string(), value: z.string() })),
  searchable: z.boolean(),
});

const hubspotDocuments: DocumentedRoute[] = [
  ...workflowActionNames.map(
    (action): DocumentedRoute => ({
      method: 'post',
      path: `/hubspot/actions/${action}`,
      group: 'Workflow actions',
      summary: 'A call of our workflow action; callbackId makes it idempotent',
      proof: 'HubSpot signature',
      body: actionCallSchema,
      answers: { 200: { description: 'Outputs, or BLOCK until they are completed', schema: outputs }, ...unsigned },
    }),
  ),
  {
    method: 'post',
    path: '/hubspot/options/{field}',
    group: 'Workflow actions',
    summary: 'Choices of an action’s input in the workflow editor',
    proof: 'HubSpot signature',
    body: optionsCallSchema,
    answers: { 200: { description: 'Choices', schema: options }, ...unsigned },
  },
  {
    method: 'post',
    path: webhooksPath,
    group: 'Webhooks',
    summary: 'What happened to contacts, companies and deals in HubSpot; kept, answered at once, read afterwards',
    proof: 'HubSpot signature',
    body: webhooksSchema,
    answers: { 200: { description: 'Taken' }, 400: { description: 'Not a list of at most 100 events' }, ...unsigned },
  },
];

function adminRoute(
  method: DocumentedRoute['method'],
  path: string,
  summary: string,
  body?: z.ZodType,
): DocumentedRoute {
  return {
    method,
    path: `/admin/portals${path}`,
    group: 'Operators',
    summary,
    proof: 'admin token',
    body,
    answers: {
      200: { description: 'JSON' },
      401: { description: 'Not the admin token' },
      404: { description: 'Off, or no such portal' },
    },
  };
}

const adminDocuments: DocumentedRoute[] = [
  adminRoute('get', '', 'Every portal; of one that is disconnected, why'),
  adminRoute('get', '/{portalId}', 'One portal: playbook, gates, outbox, alarms, events seen'),
  adminRoute('get', '/{portalId}/doctor', 'Checks, each with a remedy'),
  {
    ...adminRoute('get', '/{portalId}/provision', 'What provisioning would do; writes nothing'),
    query: planQuerySchema,
  },
  adminRoute(
    'post',
    '/{portalId}/provision',
    'Make what the playbook needs in HubSpot, one line a step; go live',
    provisionSchema,
  ),
  adminRoute('get', '/{portalId}/playbook', 'The version in force and its definition; why none may be saved'),
  adminRoute('put', '/{portalId}/playbook', 'Save a new version of the playbook', playbookSchema),
  adminRoute('get', '/{portalId}/playbook/versions', 'Versions of the playbook, newest first, with what each changed'),
  adminRoute('get', '/{portalId}/playbook/versions/{version}', 'One version of the playbook'),
  adminRoute(
    'post',
    '/{portalId}/playbook/simulate',
    'What a draft would do today, and would have done: progress, then the result',
    draftSchema,
  ),
  adminRoute('post', '/{portalId}/playbook/rollback', 'A new version with the text of an older one', rollbackSchema),
  adminRoute('get', '/{portalId}/audit', 'Who did what besides saving playbooks, newest first'),
  adminRoute('post', '/{portalId}/replays', 'Note that saved events are sent once more', replaySchema),
  adminRoute('get', '/{portalId}/properties', 'HubSpot properties that a playbook can name; null until they were read'),
  adminRoute('get', '/{portalId}/shared-channels', 'Channels of its Slack that people of another company read'),
  adminRoute('get', '/{portalId}/drift', 'What was last found not to be as the playbook says'),
  adminRoute('post', '/{portalId}/drift', 'Hold the live workflows against the playbook now; look for other writers'),
  adminRoute('post', '/{portalId}/drift/restore', 'Make workflows what the playbook says again', restoreSchema),
  adminRoute('get', '/{portalId}/write-keys', 'Write keys by their ids, newest first: never the keys'),
  adminRoute('post', '/{portalId}/write-keys/{keyId}/revoke', 'Take a write key away'),
  adminRoute('post', '/{portalId}/write-keys', 'Make a write key for servers or browsers; shown once', writeKeySchema),
  adminRoute('get', '/{portalId}/rules', 'The rules in force, and how far everybody has been decided by them'),
  adminRoute('post', '/{portalId}/rebuild', 'Fold all kept events again'),
  adminRoute('get', '/{portalId}/handoffs', 'Handoffs, newest first'),
  adminRoute('get', '/{portalId}/unconfirmed', 'What may or may not have been sent, and how to look for it'),
  adminRoute(
    'post',
    '/{portalId}/unconfirmed',
    'Say of one that it is there, is to be sent, or is left',
    settleUnconfirmedSchema,
  ),
  adminRoute('get', '/{portalId}/ready', 'People who are ready and not handed off'),
  adminRoute(
    'post',
    '/{portalId}/route',
    'Who would get somebody’s handoff now, and why; changes nothing',
    routeSchema,
  ),
  {
    ...adminRoute('get', '/{portalId}/fairness', 'What each owner was due and got, and the newest decisions'),
    query: fairnessQuerySchema,
  },
  adminRoute(
    'get',
    '/{portalId}/receipts',
    'Why things were decided, newest first; with `after` oldest first, in pages',
  ),
  adminRoute('get', '/{portalId}/receipts/{receiptId}', 'One receipt'),
  adminRoute(
    'post',
    '/{portalId}/erasures',
    'Forget people, one line a step; without `confirm` counts them, with `dryRun` what is kept about them',
    erasureSchema,
  ),
  adminRoute('post', '/{portalId}/exports', 'Everything that is kept about a person, one row a line', exportSchema),
  adminRoute('get', '/{portalId}/privacy', 'How long what is kept, and what is kept of messages'),
  adminRoute('put', '/{portalId}/privacy/retention', 'Change how long what is kept; null is for ever', retentionSchema),
  adminRoute('post', '/{portalId}/privacy/retention/run', 'Forget now what is kept no longer'),
  adminRoute(
    'put',
    '/{portalId}/privacy/allow-list',
    'Change which traits and properties are kept besides what is needed, from now on',
    allowListSchema,
  ),
  {
    ...adminRoute('get', '/{portalId}/reports/sla', 'First calls in working minutes, compared with before going live'),
    query: periodQuerySchema,
  },
  {
    ...adminRoute('get', '/{portalId}/reports/outcomes', 'What became of handoffs, and why they came back'),
    query: periodQuerySchema,
  },
  {
    ...adminRoute('get', '/{portalId}/reports/review', 'Crossings that were looked at first, and what was decided'),
    query: periodQuerySchema,
  },
  {
    ...adminRoute('get', '/{portalId}/reports/handoffs', 'Handoffs as rows, oldest first, in pages'),
    query: rowsQuerySchema,
  },
];

const backfillDocuments: DocumentedRoute[] = [
  adminRoute(
    'get',
    '/{portalId}/backfills',
    'Files of the past, newest first, and how many people wait because of them',
  ),
  adminRoute('post', '/{portalId}/backfills', 'Begin a file of the past, or find where it stands', beginSchema),
  adminRoute('get', '/{portalId}/backfills/{key}', 'One file of the past: where it stands'),
  {
    ...adminRoute(
      'post',
      '/{portalId}/backfills/{key}/rows',
      'Load rows of it, one JSON object a line (application/x-ndjson); 409 when it is not at the place named',
      rowSchema,
    ),
    query: loadQuerySchema,
  },
  adminRoute('post', '/{portalId}/backfills/{key}/end', 'It is through: whoever it touched is decided now'),
];

const keyDocuments: DocumentedRoute[] = [
  { ...adminRoute('get', '', 'Which keys stored tokens are encrypted with'), path: '/admin/keys' },
  {
    ...adminRoute('post', '', 'Encrypt every stored token anew with the first key, one line each'),
    path: '/admin/keys/rotate',
  },
];

const sampleDocuments: DocumentedRoute[] = [
  adminRoute(
    'post',
    '/{portalId}/disconnect',
    'Take the app out of the portal; without `confirm` says what that does',
    disconnectSchema,
  ),
  adminRoute('get', '/{portalId}/sample', 'How the sample activity stands'),
  adminRoute('post', '/{portalId}/sample', 'Load or remove the sample activity', adminSampleSchema),
];

const openapiDocument: DocumentedRoute = {
  method: 'get',
  path: '/openapi.json',
  group: 'Operators',
  summary: 'This description',
  proof: 'none',
  answers: { 200: { description: 'OpenAPI 3.1' } },
};

export const documentedRoutes: DocumentedRoute[] = [
  openapiDocument,
  ...ingestDocuments,
  ...healthDocuments,
  ...hubspotDocuments,
  ...cardDocuments,
  ...homeDocuments,
  ...settingsDocuments,
  ...slackDocuments,
  ...oauthDocuments,
  ...adminDocuments,
  ...backfillDocuments,
  ...sampleDocuments,
  ...keyDocuments,
];
