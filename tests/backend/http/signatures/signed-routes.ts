/** Every route that proves its caller by a signature: how it is signed, a genuine call of it, and what a repeated one does. */
import {
  companyCardPath,
  contactCardPath,
  contactHistoryPath,
  contactReceiptsPath,
  contactTimelinePath,
  handoffCommandPath,
  homeExportPath,
  homePath,
  homeTablePath,
  linkProductUserPath,
  sampleActivityPath,
  settingsPaths,
  workflowActionNames,
} from '@zo/shared';

export type Scheme = 'v1' | 'v2' | 'v3' | 'slack';

export type Replay =
  /** It only reads, or says the same twice. */
  | 'changes nothing'
  /** What it tells of is read again from HubSpot. */
  | 'read again'
  /** The same signature is taken once. */
  | 'signature'
  /** The member of the body that names the deed: the same name does it once, which that test shows. */
  | { key: string; shownBy: string };

export type SignedRoute = {
  /** As the list of documented routes has it. */
  route: string;
  /** Where it is called, when the route has parameters. */
  path?: string;
  /** What a genuine call may be signed with. */
  schemes: Scheme[];
  query?: string;
  body?: object;
  replay: Replay;
};

const portal = { portalId: 4711 };
/** As HubSpot's proxy appends it; the escape of "+" stays in what is signed. */
const asPage = 'portalId=4711&userId=9&userEmail=ana%2Bx%40acme.test&appId=1';
const requestId = 'request-0001';

const page = (route: string, about: Partial<SignedRoute> = {}): SignedRoute => ({
  route,
  schemes: ['v3'],
  replay: 'changes nothing',
  ...about,
  query: [about.query, asPage].filter(Boolean).join('&'),
});
const saving = (path: string, body: object, shownBy = 'tests/backend/settings/run-once.test.ts') =>
  page(`POST ${path}`, { body: { requestId, ...body }, replay: { key: 'requestId', shownBy } });

export const signedRoutes: SignedRoute[] = [
  ...workflowActionNames.map(
    (name): SignedRoute => ({
      route: `POST /hubspot/actions/${name}`,
      schemes: ['v2', 'v3'],
      body: { callbackId: 'callback-1', origin: portal, object: { objectId: 501 }, inputFields: {} },
      replay: { key: 'callbackId', shownBy: 'tests/end-to-end/workflow-mode.test.ts' },
    }),
  ),
  {
    route: 'POST /hubspot/options/{field}',
    path: '/hubspot/options/owner',
    schemes: ['v2', 'v3'],
    body: { origin: portal, inputFieldName: 'owner' },
    replay: 'changes nothing',
  },
  {
    route: 'POST /hubspot/webhooks',
    schemes: ['v1', 'v3'],
    body: [{ ...portal, subscriptionType: 'object.creation', objectTypeId: '0-3', objectId: 5 }],
    replay: 'read again',
  },
  page(`GET ${contactCardPath}`, { query: 'contactId=501' }),
  page(`POST ${handoffCommandPath}`, {
    body: { contactId: '501', handoffId: 1, command: 'accept', idempotencyKey: 'key-00001' },
    replay: { key: 'idempotencyKey', shownBy: 'tests/backend/http/handoff-command.test.ts' },
  }),
  page(`POST ${linkProductUserPath}`, { body: { contactId: '501', productUser: 'user-1' } }),
  page(`GET ${companyCardPath}`, { query: 'companyId=601' }),
  page(`GET ${contactHistoryPath}`, { query: 'contactId=501' }),
  page(`GET ${contactTimelinePath}`, { query: 'contactId=501' }),
  page(`GET ${contactReceiptsPath}`, { query: 'contactId=501' }),
  page(`GET ${sampleActivityPath}`),
  page(`POST ${sampleActivityPath}`, {
    body: { action: 'load', idempotencyKey: 'key-00002' },
    replay: { key: 'idempotencyKey', shownBy: 'tests/end-to-end/sample-activity.test.ts' },
  }),
  page(`GET ${homePath}`),
  page(`GET ${homeTablePath}`, { query: 'name=today' }),
  page(`GET ${homeExportPath}`, { query: 'name=today' }),
  page(`GET ${settingsPaths.playbook}`),
  page(`GET ${settingsPaths.version}`, { query: 'version=1' }),
  page(`POST ${settingsPaths.check}`, { body: { source: 'signals: {}' } }),
  page(`POST ${settingsPaths.edit}`, {
    body: { source: 'signals: {}', edits: [{ kind: 'value', path: 'cooldown', value: '10 days' }] },
  }),
  page(`POST ${settingsPaths.simulate}`, { body: { source: 'signals: {}' } }),
  saving(settingsPaths.save, {
    source: 'signals: {}',
    expectedVersion: 0,
    reason: 'first',
    alertReady: false,
    allowEveryone: false,
  }),
  page(`GET ${settingsPaths.hubspot}`),
  saving(settingsPaths.provision, { goLive: false, force: [] }),
  page(`POST ${settingsPaths.lookForDrift}`, { body: {} }),
  saving(settingsPaths.restore, { workflow: 'handoff' }),
  page(`GET ${settingsPaths.slack}`),
  saving(settingsPaths.testMessage, { use: 'you' }),
  page(`GET ${settingsPaths.keys}`),
  saving(settingsPaths.makeKey, { source: 'server', name: 'of the tests' }),
  saving(settingsPaths.revokeKey, { keyId: '00000000' }),
  page(`GET ${settingsPaths.people}`),
  saving(settingsPaths.grant, { email: 'ben@acme.test' }),
  saving(settingsPaths.takeBack, { email: 'ben@acme.test' }),
  {
    route: 'POST /slack/interactivity',
    schemes: ['slack'],
    // Of a kind that needs nothing but to be acknowledged.
    body: { type: 'view_closed' },
    replay: 'signature',
  },
];
