/** The settings' routes for `/openapi.json`. */
import { privacyPaths, settingsPaths } from '@zo/shared';
import type { z } from 'zod';
import type { DocumentedRoute } from '../openapi.ts';
import {
  allowListDoneSchema,
  allowListRequestSchema,
  privacyTabSchema,
  retentionDoneSchema,
  retentionRequestSchema,
} from './privacy-schemas.ts';
import {
  checkAnswerSchema,
  editAnswerSchema,
  playbookTabSchema,
  playbookVersionSchema,
  saveAnswerSchema,
  simulateAnswerSchema,
} from './settings-answers.ts';
import {
  disconnectRequestSchema,
  disconnectSlackSchema,
  editsSchema,
  grantSchema,
  hubspotQuerySchema,
  lookForDriftSchema,
  makeKeySchema,
  peopleQuerySchema,
  provisionRequestSchema,
  restoreRequestSchema,
  revokeKeySchema,
  saveSchema,
  settingsQuerySchema,
  slackLinkSchema,
  sourceSchema,
  testMessageSchema,
  versionQuerySchema,
} from './settings-requests.ts';
import {
  connectionSchema,
  disconnectDoneSchema,
  disconnectSlackDoneSchema,
  grantDoneSchema,
  hubspotTabSchema,
  keysTabSchema,
  lookForDriftAnswerSchema,
  makeKeyDoneSchema,
  peopleTabSchema,
  provisionDoneSchema,
  restoreDoneSchema,
  revokeKeyDoneSchema,
  slackLinkAnswerSchema,
  slackTabSchema,
  testMessageDoneSchema,
} from './settings-tab-answers.ts';

function route(
  method: DocumentedRoute['method'],
  path: string,
  summary: string,
  answer: z.ZodType,
  { query = settingsQuerySchema, body }: { query?: z.ZodObject; body?: z.ZodType } = {},
): DocumentedRoute {
  return {
    method,
    path,
    group: 'Settings',
    summary,
    proof: 'HubSpot signature',
    query,
    body,
    answers: {
      200: { description: 'What became of it', schema: answer },
      400: { description: 'Not a request this route knows' },
      401: { description: 'Not signed by HubSpot' },
    },
  };
}

const read = (path: string, summary: string, answer: z.ZodType, query?: z.ZodObject) =>
  route('get', path, summary, answer, { query });
const write = (path: string, summary: string, body: z.ZodType, answer: z.ZodType) =>
  route('post', path, summary, answer, { body });

export const settingsDocuments: DocumentedRoute[] = [
  read(settingsPaths.playbook, 'The playbook, and what it can be made of', playbookTabSchema),
  read(settingsPaths.version, 'The text of a version', playbookVersionSchema, versionQuerySchema),
  write(settingsPaths.check, 'Check a text; saves nothing', sourceSchema, checkAnswerSchema),
  write(settingsPaths.edit, 'Edits of the form, in place in the text; saves nothing', editsSchema, editAnswerSchema),
  write(settingsPaths.simulate, 'What a text would change, with names', sourceSchema, simulateAnswerSchema),
  write(settingsPaths.save, 'Save a text as the next version', saveSchema, saveAnswerSchema),
  read(
    settingsPaths.hubspot,
    'What provisioning and going live would do, and what differs',
    hubspotTabSchema,
    hubspotQuerySchema,
  ),
  write(settingsPaths.provision, 'Provision, or go live', provisionRequestSchema, provisionDoneSchema),
  write(settingsPaths.lookForDrift, 'Look for drift now', lookForDriftSchema, lookForDriftAnswerSchema),
  write(settingsPaths.restore, 'Make a workflow what the playbook says again', restoreRequestSchema, restoreDoneSchema),
  read(settingsPaths.connection, 'How the account is connected, and what disconnecting it does', connectionSchema),
  write(
    settingsPaths.disconnect,
    'Take the app out of the account; for the owner alone',
    disconnectRequestSchema,
    disconnectDoneSchema,
  ),
  read(settingsPaths.slack, 'Whether Slack is connected, and where messages go', slackTabSchema),
  write(
    settingsPaths.slackLink,
    'A link that connects Slack, for ten minutes and one browser',
    slackLinkSchema,
    slackLinkAnswerSchema,
  ),
  write(settingsPaths.disconnectSlack, 'Disconnect Slack', disconnectSlackSchema, disconnectSlackDoneSchema),
  write(settingsPaths.testMessage, 'Post a test message', testMessageSchema, testMessageDoneSchema),
  read(settingsPaths.keys, 'Write keys', keysTabSchema),
  write(settingsPaths.makeKey, 'Make a write key; shown once', makeKeySchema, makeKeyDoneSchema),
  write(settingsPaths.revokeKey, 'Revoke a write key', revokeKeySchema, revokeKeyDoneSchema),
  read(privacyPaths.tab, 'How long what is kept, and what is kept of messages', privacyTabSchema),
  write(privacyPaths.retention, 'Change how long what is kept', retentionRequestSchema, retentionDoneSchema),
  write(privacyPaths.allowList, 'Change what is kept of future messages', allowListRequestSchema, allowListDoneSchema),
  read(settingsPaths.people, 'Who may change settings, and what was changed', peopleTabSchema, peopleQuerySchema),
  write(settingsPaths.grant, 'Let somebody change settings', grantSchema, grantDoneSchema),
  write(settingsPaths.takeBack, 'Take that back', grantSchema, grantDoneSchema),
];
