/** Slack that is connected in the settings: how it stands, and what its buttons answer. */
import { settingsNow } from './settings-head.ts';
import { slack } from './settings-tabs-answers.ts';

const day = 24 * 3_600_000;
const bySettings = {
  ...slack,
  via: 'settings',
  connected: { by: 'ops@acme.test', at: settingsNow - 12 * day },
} as const;

export const slackConnections = {
  slackConnected: bySettings,
  slackToConnect: {
    ...bySettings,
    connected: null,
    connection: { status: 'not connected', remedy: 'Connect it in the settings, under Slack.' },
  },
  slackLost: {
    ...bySettings,
    connection: {
      status: 'lost',
      team: 'Acme',
      reason: 'somebody removed the app from the Slack workspace',
      at: settingsNow - 2 * 3_600_000,
    },
  },
  slackShared: {
    ...bySettings,
    places: [
      {
        use: 'alerts',
        place: '#with-finpilot',
        state: 'found',
        words:
          '#with-finpilot is shared with another company (Slack Connect): its people read the names, addresses and scores posted there.',
        sharing: 'external',
      },
      ...slack.places.slice(1),
    ],
  },
  slackLink: {
    status: 'made',
    url: 'https://zo.acme.test/slack/oauth/install?link=dGhpcyBpcyBubyByZWFsIGxpbms',
    validUntil: settingsNow + 10 * 60_000,
  },
  slackDisconnected: { status: 'done', isGivenBack: true },
} as const;
