import { checkEntrypoints, entrypointsOf } from '../../../scripts/hubspot-check/checks/entrypoints.ts';
import { checkFolders } from '../../../scripts/hubspot-check/checks/folders.ts';
import { checkPackages, checkShared } from '../../../scripts/hubspot-check/checks/packages.ts';
import { checkRequiredKeys } from '../../../scripts/hubspot-check/checks/required-keys.ts';
import { checkJustified, checkScopes } from '../../../scripts/hubspot-check/checks/scopes.ts';
import { checkRelease, checkUrls } from '../../../scripts/hubspot-check/checks/urls.ts';
import { checkWebhooks } from '../../../scripts/hubspot-check/checks/webhooks.ts';
import type { HubspotProject, JsonObject } from '../../../scripts/hubspot-check/project.ts';
import { sampleAction, sampleApp, sampleCard, sampleProject, withComponent } from './sample-project.ts';

const scopes = { required: ['oauth', 'contacts.read'], optional: ['automation'] };
const calls = scopes.required.concat(scopes.optional).map((scope) => ({ scope, feature: 'everything' }));

it('accepts the sample project in every check', () => {
  const project = sampleProject();
  expect([
    ...checkFolders(project),
    ...checkRequiredKeys(project),
    ...checkEntrypoints(project),
    ...checkScopes(project, scopes),
    ...checkJustified(project, calls),
    ...checkUrls(project),
    ...checkRelease(project),
    ...checkPackages(project),
  ]).toEqual([]);
});

describe('folders', () => {
  it.each<[string, HubspotProject, string]>([
    [
      'a card in a foreign folder',
      withComponent({ ...sampleCard(), file: 'app/settings/usage-hsmeta.json' }),
      'app/settings/usage-hsmeta.json: a card belongs in app/cards/, not in app/settings/',
    ],
    [
      'an unknown type',
      withComponent({ ...sampleCard(), type: 'widget' }),
      'app/cards/usage-hsmeta.json: HubSpot knows no component type "widget"',
    ],
    [
      'a key of a newer platform version',
      withComponent({ ...sampleCard(), keys: ['uid', 'type', 'config', 'permissions'] }),
      'app/cards/usage-hsmeta.json: "permissions" is not a key HubSpot allows here',
    ],
    ['no app', sampleProject({ components: [] }), 'the project has 0 app components; it needs exactly one'],
  ])('refuses %s', (_, project, problem) => {
    expect(checkFolders(project)).toContain(problem);
  });

  it('refuses a second settings component', () => {
    const settings = { ...sampleCard(), type: 'settings', config: {} };
    const components = ['a', 'b'].map((name) => ({ ...settings, file: `app/settings/${name}-hsmeta.json` }));
    expect(checkFolders(sampleProject({ components: [sampleApp(), ...components] }))).toEqual([
      'app/settings/a-hsmeta.json, app/settings/b-hsmeta.json: an app may have only one settings component',
    ]);
  });
});

describe('required keys', () => {
  it.each<[string, HubspotProject, string]>([
    ['a missing key', withComponent(sampleApp({ support: {} })), 'config.support.supportEmail is missing'],
    ['an empty text', withComponent(sampleCard({ name: ' ' })), 'config.name must be a text, not empty'],
    [
      'a card where HubSpot has no place for one',
      withComponent(sampleCard({ location: 'crm.footer' })),
      'config.location must be one of crm.record.tab, crm.record.sidebar, crm.preview, helpdesk.sidebar',
    ],
    [
      'an action without inputs declared',
      withComponent(sampleAction({ inputFields: 'none' })),
      'config.inputFields must be a list, not empty',
    ],
    [
      'the marketplace without OAuth',
      withComponent(sampleApp({ auth: { type: 'static', requiredScopes: [] } })),
      'distribution "marketplace" requires auth.type "oauth"',
    ],
    [
      'OAuth with nowhere to come back to',
      withComponent(sampleApp({ auth: { type: 'oauth', requiredScopes: [] } })),
      'auth.redirectUrls needs at least one address for oauth',
    ],
    [
      'redirects with static auth',
      withComponent(
        sampleApp({ distribution: 'private', auth: { type: 'static', requiredScopes: [], redirectUrls: [] } }),
      ),
      'static auth takes no auth.redirectUrls',
    ],
  ])('refuses %s', (_, project, problem) => {
    expect(checkRequiredKeys(project)).toContainEqual(expect.stringContaining(problem));
  });
});

describe('entry files', () => {
  it('lists each once, relative to the source folder', () => {
    const components = [sampleCard(), { ...sampleCard(), uid: 'other' }];
    expect(entrypointsOf(sampleProject({ components }))).toEqual(['app/cards/Usage.tsx']);
  });

  it.each([
    ['/app/cards/Gone.tsx', 'entrypoint /app/cards/Gone.tsx does not exist'],
    ['app/cards/Usage.tsx', 'entrypoint "app/cards/Usage.tsx" must begin with "/"'],
    ['/app/settings/Usage.tsx', 'entrypoint /app/settings/Usage.tsx lies outside /app/cards/'],
    ['/app/cards/Usage.vue', 'HubSpot cannot bundle /app/cards/Usage.vue'],
  ])('refuses %s', (entrypoint, problem) => {
    const project = withComponent(sampleCard({ entrypoint }));
    expect(checkEntrypoints(project)).toEqual([`app/cards/usage-hsmeta.json: ${problem}`]);
  });

  it('refuses a preview image that is not there', () => {
    const project = withComponent(sampleCard({ previewImage: { file: './card.png', altText: 'The card' } }));
    expect(checkEntrypoints(project)).toEqual(['app/cards/usage-hsmeta.json: preview image ./card.png does not exist']);
  });
});

describe('scopes', () => {
  it('refuses scopes that differ from those of the backend', () => {
    const required = ['oauth', 'deals.read', 'deals.read'];
    const app = sampleApp({ auth: { type: 'oauth', requiredScopes: required, optionalScopes: ['automation'] } });
    expect(checkScopes(withComponent(app), scopes)).toEqual([
      'app/app-hsmeta.json: auth.requiredScopes lacks contacts.read',
      'app/app-hsmeta.json: auth.requiredScopes asks for deals.read, which the backend does not',
      'app/app-hsmeta.json: auth.requiredScopes asks for deals.read, which the backend does not',
      'app/app-hsmeta.json: auth.requiredScopes names deals.read twice',
    ]);
  });

  it('wants all scopes but "oauth" as required ones of a static app', () => {
    const auth = { type: 'static', requiredScopes: ['contacts.read', 'automation'] };
    expect(checkScopes(withComponent(sampleApp({ distribution: 'private', auth })), scopes)).toEqual([]);
  });

  it('refuses a scope nobody can explain', () => {
    expect(checkJustified(sampleProject(), calls.slice(0, 2))).toEqual([
      'app/app-hsmeta.json: nothing says why automation is needed',
    ]);
  });
});

describe('addresses', () => {
  it.each([
    ['http://zo.test/hubspot/actions/greet', 'http://zo.test/hubspot/actions/greet must use https'],
    ['https://other.test/greet', 'https://other.test is not covered by permittedUrls.fetch of the app'],
    ['https://zo.test.evil.test/greet', 'https://zo.test.evil.test is not covered by permittedUrls.fetch of the app'],
    ['/hubspot/actions/greet', '"/hubspot/actions/greet" is not an address'],
  ])('refuses %s', (actionUrl, problem) => {
    expect(checkUrls(withComponent(sampleAction({ actionUrl })))).toEqual([
      `app/workflow-actions/greet-hsmeta.json: config.actionUrl: ${problem}`,
    ]);
  });

  it.each([
    ['https://*.zo.test', 'https://*.zo.test has a wildcard, which HubSpot does not document'],
    ['https://localhost:4400', 'HubSpot refuses localhost here; local.json maps it in development'],
  ])('does not permit %s', (address, problem) => {
    const app = sampleApp({ permittedUrls: { fetch: ['https://zo.test', address] } });
    expect(checkUrls(withComponent(app))).toEqual([`app/app-hsmeta.json: config.permittedUrls.fetch.1: ${problem}`]);
  });

  it.each([
    ['https://zo.example.com/greet', 'is a sample address'],
    ['https://localhost:4400/greet', 'is this machine'],
    ['https://127.0.0.1/greet', 'is this machine'],
    ['$'.concat('{BASE_URL}/greet'), 'has a variable that the profile does not set'],
  ])('does not release %s', (actionUrl, problem) => {
    expect(checkRelease(withComponent(sampleAction({ actionUrl })))).toEqual([
      `app/workflow-actions/greet-hsmeta.json: config.actionUrl: "${actionUrl}" ${problem}`,
    ]);
  });
});

describe('webhooks', () => {
  const subscription = (change: JsonObject = {}): JsonObject => ({
    subscriptionType: 'object.propertyChange',
    objectType: 'contact',
    propertyName: 'hubspot_owner_id',
    active: true,
    ...change,
  });
  const withWebhooks = (crmObjects: JsonObject[], others: JsonObject = {}) => {
    const project = withComponent(
      sampleApp({
        auth: { requiredScopes: ['crm.objects.contacts.read'], optionalScopes: ['crm.objects.deals.read'] },
      }),
    );
    const config = { subscriptions: { crmObjects, ...others } };
    const file = 'app/webhooks/webhooks-hsmeta.json';
    const webhooks = { uid: 'webhooks', type: 'webhooks', file, keys: [], config };
    return sampleProject({ components: [...project.components, webhooks] });
  };

  it('accepts what HubSpot tells of objects that the app asks to read, if only optionally', () => {
    const deal = { subscriptionType: 'object.creation', objectType: 'deal', active: false };
    expect(checkWebhooks(withWebhooks([subscription(), deal]))).toEqual([]);
    expect(checkWebhooks(sampleProject())).toEqual([]);
  });

  it.each<[JsonObject, string]>([
    [
      { subscriptionType: 'contact.propertyChange' },
      'contact contact.propertyChange hubspot_owner_id: subscriptionType must be one of object.creation, object.deletion, object.propertyChange, object.merge, object.restore, object.associationChange',
    ],
    [
      { objectType: 'company' },
      'company propertyChange hubspot_owner_id: needs the scope crm.objects.companies.read, which the app does not ask for',
    ],
    [
      { objectType: 'ticket' },
      'ticket propertyChange hubspot_owner_id: objectType must be one of contact, company, deal',
    ],
    [{ propertyName: '' }, 'contact propertyChange: propertyName is missing'],
    [
      { propertyName: 'hs_lastmodifieddate' },
      'contact propertyChange hs_lastmodifieddate: HubSpot does not tell of this property',
    ],
    [
      { propertyName: 'zo_pql_score' },
      'contact propertyChange zo_pql_score: we write this property ourselves, and would hear our own writes',
    ],
    [
      { subscriptionType: 'object.creation' },
      'contact creation hubspot_owner_id: propertyName belongs to object.propertyChange only',
    ],
    [{ active: 'yes' }, 'contact propertyChange hubspot_owner_id: active must be true or false'],
  ])('refuses %j', (change, problem) => {
    expect(checkWebhooks(withWebhooks([subscription(change)]))).toEqual([
      `app/webhooks/webhooks-hsmeta.json: ${problem}`,
    ]);
  });

  it('accepts that somebody is to be forgotten, and no other event of HubSpot as a whole', () => {
    const told = (subscriptionType: string, active: boolean | number = true) =>
      checkWebhooks(withWebhooks([], { hubEvents: [{ subscriptionType, active }] }));
    expect(told('contact.privacyDeletion')).toEqual([]);
    expect(told('conversation.newMessage')).toEqual([
      'app/webhooks/webhooks-hsmeta.json: conversation.newMessage: subscriptionType must be contact.privacyDeletion',
    ]);
    expect(told('contact.privacyDeletion', 1)).toEqual([
      'app/webhooks/webhooks-hsmeta.json: contact.privacyDeletion: active must be true or false',
    ]);
  });

  it('refuses one twice, too many, and lists it does not check', () => {
    const twice = withWebhooks([subscription(), subscription()], { legacyCrmObjects: [{ active: true }] });
    expect(checkWebhooks(twice)).toEqual([
      'app/webhooks/webhooks-hsmeta.json: contact propertyChange hubspot_owner_id is subscribed to twice',
      'app/webhooks/webhooks-hsmeta.json: only crmObjects and hubEvents are checked here; leave legacyCrmObjects empty',
    ]);
    const many = Array.from({ length: 1_001 }, (_, index) => subscription({ propertyName: `property_${index}` }));
    expect(checkWebhooks(withWebhooks(many))).toEqual([
      'app/webhooks/webhooks-hsmeta.json: HubSpot takes at most 1000 subscriptions',
    ]);
  });
});

describe('packages', () => {
  it.each([
    [
      { dependencies: { '@zo/shared': 'file:../../shared' } },
      '@zo/shared is "file:../../shared"; share code through the workspaces of app/package.json instead',
    ],
    [{ dependencies: { react: '19.0.0' } }, 'react is 19.0.0, and must be 18.3.1'],
    [{ dependencies: { lodash: '^4.0.0' } }, 'lodash is "^4.0.0", not an exact version'],
    [
      { optionalDependencies: { fsevents: '2.0.0' } },
      "fsevents is optional, and HubSpot's cloud build leaves those out",
    ],
    [{ scripts: { postinstall: 'node build.js' } }, "the postinstall script never runs in HubSpot's cloud build"],
  ])('refuses %j', (content, problem) => {
    const packages = [{ file: 'app/cards/package.json', content }];
    expect(checkPackages(sampleProject({ packages }))).toEqual([`app/cards/package.json: ${problem}`]);
  });

  it('refuses a workspaces root without its lock file', () => {
    expect(checkPackages(sampleProject({ files: ['app/package.json'] }))).toEqual([
      'app/package-lock.json is missing; run npm install in its folder and commit it',
    ]);
  });

  it('refuses shared code with a dependency', () => {
    expect(checkShared({ file: 'shared/package.json', content: { dependencies: { zod: '4.0.0' } } })).toEqual([
      'shared/package.json: shared code depends on zod; it may not',
    ]);
  });
});
