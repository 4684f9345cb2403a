/** What Slack, and whoever connects it, asks of us. */
import { slackPaths } from '../slack/connect/paths.ts';
import type { DocumentedRoute } from './openapi.ts';
import { slackCallbackSchema, slackConfirmSchema, slackInstallSchema } from './slack-oauth-routes.ts';

const slackPage = {
  200: { description: 'A page that says what became of it' },
  400: { description: 'Not a link of ours, used already, or too late' },
  404: { description: 'SLACK_CLIENT_ID is not set' },
};

export const slackDocuments: DocumentedRoute[] = [
  {
    method: 'post',
    path: slackPaths.interactivity,
    group: 'Slack',
    summary: 'What somebody did with a message: pressed, chose, or sent a form; kept, then answered, then followed',
    proof: 'Slack signature',
    answers: { 200: { description: 'Taken' }, 401: { description: 'Not signed by Slack, or taken before' } },
  },
  {
    method: 'get',
    path: slackPaths.install,
    group: 'Slack',
    summary: 'Begin to connect Slack, with a link asked for in the settings of a portal; once, within ten minutes',
    proof: 'state',
    query: slackInstallSchema,
    answers: { 302: { description: 'On to Slack, with a cookie' }, ...slackPage },
  },
  {
    method: 'get',
    path: slackPaths.callback,
    group: 'Slack',
    summary: 'Back from Slack: connects the workspace, or asks first',
    proof: 'state',
    query: slackCallbackSchema,
    answers: { ...slackPage, 403: { description: 'Another browser began it' } },
  },
  {
    method: 'post',
    path: slackPaths.confirm,
    group: 'Slack',
    summary: 'Connect the workspace after all, or keep everything as it is',
    proof: 'state',
    body: slackConfirmSchema,
    answers: slackPage,
  },
  {
    method: 'post',
    path: slackPaths.events,
    group: 'Slack',
    summary: 'What Slack tells of the app: a challenge, a revoked token, a removal; each followed once',
    proof: 'Slack signature',
    answers: { 200: { description: 'Taken' }, 401: { description: 'Not signed by Slack' } },
  },
];
