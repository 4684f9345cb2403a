/**
 * The matrix: for each mounted route the calls that name something of one portal. Each is made by our own portal three times:
 * naming what the other portal has, what nobody has, and what is its own.
 */
import { firstRunPaths, privacyPaths, settingsPaths, workflowActionNames } from '@zo/shared';
import { adminRows } from './admin-rows.ts';
import type { Ids } from './ids.ts';
import { ofPortal, type Row, requestOf, saving, signed } from './row.ts';

const contactRow = (route: string) => signed(route, ({ contact }) => [{ query: `contactId=${contact}`, status: 200 }]);

const ingestMessage = (ids: Ids, type: string) => ({
  type,
  userId: ids.userId,
  messageId: `${ids.messageId}-${type}`,
  event: 'Teammate Invited',
  name: '/pricing',
  groupId: ids.groupId,
  previousId: `${ids.userId}-before`,
  traits: { email: ids.email },
});
const ingestRow = (path: string, type: string): Row => ({
  route: `POST /v1/${path}`,
  credential: 'write key',
  calls: (ids) => [{ body: ingestMessage(ids, type), status: 200 }],
});
const batchRow = (path: string): Row => ({
  route: `POST /v1/${path}`,
  credential: 'write key',
  calls: (ids) => [
    { body: { batch: [{ ...ingestMessage(ids, 'track'), messageId: ids.messageId }] }, status: 200 },
    { body: { batch: ['identify', 'group', 'track'].map((type) => ingestMessage(ids, type)) }, status: 200 },
  ],
});

const linking =
  (deed: string): Row['calls'] =>
  (ids, { own }) => {
    const idempotencyKey = requestOf(ids, deed);
    return [
      { body: { contactId: ids.contact, productUser: own.userId, idempotencyKey }, status: 200 },
      { body: { contactId: own.contact, productUser: ids.userId, idempotencyKey: `${idempotencyKey}-2` }, status: 200 },
    ];
  };

const commands = ['accept', 'call', 'return', 'undo', 'hand off'] as const;

const press = (ids: Ids, actionId: string, value: string, team: string) => ({
  type: 'block_actions',
  trigger_id: `press.${actionId}.${value}.${team}`,
  user: { id: 'U0MARIA01' },
  team: { id: team },
  container: { channel_id: ids.slackChannel, message_ts: ids.slackTs },
  actions: [{ action_id: actionId, action_ts: '1.1', value }],
});
const submission = (ids: Ids, team: string) => ({
  type: 'view_submission',
  user: { id: 'U0MARIA01' },
  team: { id: team },
  view: {
    id: `view-${ids.portalId}`,
    callback_id: 'zo_reason',
    private_metadata: JSON.stringify({
      button: 'return',
      portalId: ids.portalId,
      handoffId: ids.handoff,
      channel: ids.slackChannel,
      ts: ids.slackTs,
      threadTs: null,
    }),
    state: { values: { reason: { reason: { selected_option: { value: 'Too small' } } } } },
  },
});

const page = {
  contact: '/app/contact-card',
  history: '/app/contact-history',
};

const anotherBrowser = 'it says that another browser began it, and nothing of whose it is';

export const rows: Row[] = [
  { route: 'GET /openapi.json', credential: 'none', calls: () => [{ status: 200 }] },
  { route: 'GET /health', credential: 'none', calls: () => [{ status: 200 }] },
  { route: 'GET /ready', credential: 'none', calls: () => [{ status: 200 }] },
  { route: 'GET /metrics', credential: 'none', calls: () => [{ status: 200 }] },
  { route: 'POST /v1/m', credential: 'none', calls: () => [{ body: {}, status: 204 }] },
  {
    route: 'GET /v1/projects/{key}/settings',
    credential: 'none',
    // What the other portal has of a key is its id, which is no key.
    calls: ({ keyId }) => [{ path: `/v1/projects/${keyId}/settings`, status: 401 }],
  },
  ...workflowActionNames.map((name) =>
    signed(`POST /hubspot/actions/${name}`, ({ contact, callbackId }, { own }) => [
      {
        body: {
          callbackId: `${callbackId}-${name}`,
          origin: { portalId: own.portalId },
          object: { objectId: contact },
          inputFields: {},
        },
        status: 200,
      },
      {
        body: { callbackId, origin: { portalId: own.portalId }, object: { objectId: contact }, inputFields: {} },
        status: 200,
      },
    ]),
  ),
  signed('POST /hubspot/options/{field}', (_ids, { own }) =>
    ['owner', 'slack-channel'].map((field) => ({
      path: `/hubspot/options/${field}`,
      body: { origin: { portalId: own.portalId } },
      status: 200,
    })),
  ),
  signed('POST /hubspot/webhooks', ({ contact, company }, { own: { portalId } }) => [
    { body: [{ portalId, subscriptionType: 'contact.propertyChange', objectId: contact }], status: 200 },
    { body: [{ portalId, subscriptionType: 'company.deletion', objectId: company }], status: 200 },
    {
      body: [
        {
          portalId,
          subscriptionType: 'contact.merge',
          primaryObjectId: contact,
          mergedObjectIds: ['999999990'],
          newObjectId: contact,
        },
      ],
      status: 200,
    },
  ]),

  contactRow(`GET ${page.contact}`),
  signed('POST /app/handoff-command', ({ contact, handoff, cardKey }) =>
    commands.map((command) => ({
      body: {
        contactId: contact,
        handoffId: handoff,
        command,
        reason: 'Too small',
        idempotencyKey: `${cardKey}-${command.replace(' ', '-')}`,
      },
      status: 200,
    })),
  ),
  signed('GET /app/company-card', ({ company }) => [{ query: `companyId=${company}`, status: 200 }]),
  contactRow(`GET ${page.history}`),
  contactRow(`GET ${page.history}/timeline`),
  contactRow(`GET ${page.history}/receipts`),
  ofPortal('GET /app/sample-activity'),
  ofPortal('POST /app/sample-activity', { action: 'remove', idempotencyKey: 'sample-key-0001' }),
  ofPortal('GET /app/home'),
  ...['table', 'export'].map((what) =>
    signed(`GET /app/home/${what}`, ({ email }) =>
      ['today', 'owners', 'alarms', 'failed'].map((name) => ({
        query: `name=${name}&filter=${encodeURIComponent(email)}`,
        status: 200,
      })),
    ),
  ),

  ofPortal(`GET ${settingsPaths.playbook}`),
  signed(`GET ${settingsPaths.version}`, ({ playbookVersion }) => [
    { query: `version=${playbookVersion}`, status: 200 },
  ]),
  ofPortal(`POST ${settingsPaths.check}`, { source: 'signals: {}' }),
  ofPortal(`POST ${settingsPaths.edit}`, {
    source: 'signals: {}',
    edits: [{ kind: 'value', path: 'cooldown', value: '10 days' }],
  }),
  ofPortal(`POST ${settingsPaths.simulate}`, { source: 'signals: {}' }),
  saving(`POST ${settingsPaths.save}`, (ids) => ({
    requestId: requestOf(ids, 'save'),
    source: 'signals: {}',
    expectedVersion: ids.playbookVersion,
    reason: 'of the matrix',
    alertReady: false,
    allowEveryone: false,
  })),
  ofPortal(`GET ${settingsPaths.hubspot}`),
  saving(`POST ${settingsPaths.provision}`, (ids) => ({
    requestId: requestOf(ids, 'provision'),
    goLive: false,
    force: [],
  })),
  ofPortal(`POST ${settingsPaths.lookForDrift}`, {}),
  saving(`POST ${settingsPaths.restore}`, (ids) => ({ requestId: requestOf(ids, 'restore'), workflow: 'handoff' })),
  ofPortal(`GET ${settingsPaths.connection}`),
  ofPortal(`GET ${settingsPaths.slack}`),
  ofPortal(`POST ${settingsPaths.slackLink}`, {}),
  saving(`POST ${settingsPaths.testMessage}`, (ids) => ({ requestId: requestOf(ids, 'test'), use: 'alerts' })),
  ofPortal(`GET ${settingsPaths.keys}`),
  saving(`POST ${settingsPaths.makeKey}`, (ids) => ({
    requestId: requestOf(ids, 'key'),
    source: 'server',
    name: 'of the matrix',
  })),
  saving(`POST ${settingsPaths.revokeKey}`, (ids) => ({ requestId: requestOf(ids, 'revoke'), keyId: ids.keyId })),
  ofPortal(`GET ${privacyPaths.tab}`),
  saving(`POST ${privacyPaths.retention}`, (ids) => ({ requestId: requestOf(ids, 'days'), days: { events: 500 } })),
  saving(`POST ${privacyPaths.allowList}`, (ids) => ({
    requestId: requestOf(ids, 'allow'),
    allowed: ['traits.seats'],
  })),
  ofPortal(`GET ${firstRunPaths.tab}`),
  saving(`POST ${firstRunPaths.testAlert}`, (ids) => ({ requestId: requestOf(ids, 'test-alert') })),
  ofPortal(`GET ${settingsPaths.people}`),
  saving(`POST ${settingsPaths.grant}`, (ids) => ({ requestId: requestOf(ids, 'grant'), email: ids.grantee })),
  // A request of the other portal, by its very name.
  saving(`POST ${settingsPaths.takeBack}`, ({ requestId, grantee }) => ({ requestId, email: grantee })),

  {
    route: 'POST /slack/interactivity',
    credential: 'Slack signature',
    calls: (ids, { own }) => [
      { body: press(ids, 'zo_accept', `${ids.portalId}:${ids.handoff}`, own.slackTeam), status: 200 },
      { body: press(ids, 'zo_return', `${ids.portalId}:${ids.handoff}`, own.slackTeam), status: 200 },
      { body: press(ids, 'zo_restore_workflow', `${ids.portalId}:handoff:1`, own.slackTeam), status: 200 },
      { body: press(ids, 'zo_accept', `${own.portalId}:${ids.handoff}`, own.slackTeam), status: 200 },
      { body: submission(ids, own.slackTeam), status: 200 },
    ],
  },
  {
    route: 'POST /slack/events',
    credential: 'Slack signature',
    // Whose workspace is lost is what the event says, and Slack signs it: our own portal's stays out of it.
    calls: (_ids, { own }) => [
      {
        body: {
          type: 'event_callback',
          team_id: own.slackTeam,
          event_id: `Ev${own.slackTeam}`,
          event_time: 1_700_000_000,
          event: { type: 'tokens_revoked', tokens: { bot: ['U0ZOBOT01', 'U1ZOBOT01'] } },
        },
        status: 200,
      },
    ],
  },
  {
    route: 'GET /slack/oauth/install',
    credential: 'state',
    calls: ({ slackLink }) => [{ query: `link=${slackLink}`, status: 400 }],
  },
  {
    route: 'GET /slack/oauth/callback',
    credential: 'state',
    calls: ({ slackState }) => [{ query: `state=${slackState}&code=code-1`, status: 403 }],
    differs: anotherBrowser,
  },
  {
    route: 'POST /slack/oauth/confirm',
    credential: 'state',
    calls: ({ slackOffer }) => [{ body: { offer: slackOffer, answer: 'connect' }, status: 400 }],
  },
  { route: 'GET /hubspot/oauth/install', credential: 'none', calls: () => [{ status: 302 }] },
  {
    route: 'GET /hubspot/oauth/callback',
    credential: 'state',
    calls: ({ hubspotState }) => [{ query: `state=${hubspotState}&code=code-1`, status: 400 }],
    differs: anotherBrowser,
  },

  ...adminRows,

  // From here on our own portal knows people by the names that the other portal has for its own.
  ...(['track', 'identify', 'group', 'page', 'screen', 'alias'] as const).flatMap((type) => [
    ingestRow(type, type),
    ingestRow(type[0]!, type),
  ]),
  batchRow('batch'),
  batchRow('b'),
  ingestRow('event', 'track'),
  signed('POST /app/link-product-user', linking('link')),
  signed('POST /app/unlink-product-user', linking('unlink'), {
    differs: 'the row before linked our own user with a contact of that number in our own account',
  }),

  // Last, because they end something of our own portal.
  {
    ...saving(`POST ${settingsPaths.disconnectSlack}`, (ids) => ({ requestId: requestOf(ids, 'no-slack') })),
    differs: 'the second time there is nothing to end',
  },
  {
    ...saving(`POST ${settingsPaths.disconnect}`, (ids) => ({ requestId: requestOf(ids, 'leave'), confirm: true })),
    differs: 'the second time there is nothing to end',
    foreignOnly: 'it would end our own portal; that it ends no other is shown by portal-life',
  },
];
