/** What HubSpot sends to the app says which portal it is about, and stops where the app is not installed. */
import path from 'node:path';
import { signatureV2, signatureV3 } from '../../../sandbox/hubspot/signing/sign-request.ts';
import { type HubspotSandbox, startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';
import { type ActionReceiver, startActionReceiver } from './action-receiver.ts';
import { callsAs, callsTo, gateFlow, gateProperty, setStatic, single, until } from './sandbox-calls.ts';

const portalId = 77002;
let receiver: ActionReceiver;
let sandbox: HubspotSandbox;
let call: ReturnType<typeof callsTo>;
let two: ReturnType<typeof callsTo>;

beforeEach(async () => {
  receiver = await startActionReceiver();
  sandbox = await startHubspotSandbox({
    enrolmentDelayMs: 20,
    propertyVisibilityDelayMs: 0,
    actionUrl: receiver.url,
    actionRetryMs: 10,
    projectDir: path.join(import.meta.dirname, 'fixture-project'),
  });
  call = callsTo(sandbox);
  two = callsAs(sandbox, 'token-of-two');
  const users = ['ana@two.test', 'bob@two.test'];
  await call('POST', '/sandbox/portals', { portalId, seed: 'acme', accessToken: 'token-of-two', users });
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

async function enrolSarah(): Promise<void> {
  const definition = sandbox.portal(portalId).actionDefinitions[0]!;
  await two('POST', '/crm/v3/properties/contacts', gateProperty);
  const actions = [
    single('1', `1-${definition.definitionId}`, { model: 'default' }, '2', definition.version),
    setStatic('2', 'jobtitle', 'Done'),
  ];
  const { body } = await two('POST', '/automation/v4/flows', gateFlow(actions));
  await two('PUT', `/automation/v4/flows/${body.id}`, { ...body, isEnabled: true });
  const { body: sarah } = await two('GET', '/crm/v3/objects/contacts/sarah@finpilot.test?idProperty=email');
  await two('PATCH', `/crm/v3/objects/contacts/${sarah.id}`, { properties: { gate: 'open' } });
}

const ended = () =>
  until(() => {
    const [enrolment] = sandbox.portal(portalId).enrolments;
    return enrolment?.status === 'completed' ? enrolment : null;
  }, 10_000);

describe('a second portal', () => {
  it('calls the actions of its workflows with its own id, signed v2', async () => {
    await enrolSarah();
    await ended();
    const { url, rawBody, headers, body } = receiver.received[0]!;
    expect(body.origin).toMatchObject({ portalId });
    expect(String(body.callbackId)).toMatch(new RegExp(`^ap-${portalId}-`));
    expect(headers['x-hubspot-signature']).toBe(
      signatureV2(sandbox.clientSecret, { method: 'POST', url, body: rawBody }),
    );
    expect(sandbox.portal().enrolments).toEqual([]);
  });

  it('asks for options with its own id', async () => {
    await call('POST', `/sandbox/action-options?portal=${portalId}`, { action: 'fixture_score', field: 'model' });
    expect(receiver.received[0]?.body.origin).toMatchObject({ portalId });
  });

  it('sends what cards fetch with its id, and the person who looks with their number, signed v3', async () => {
    await call('POST', `/sandbox/hubspot-fetch?portal=${portalId}`, {
      url: `${receiver.url}/app/card`,
      userEmail: 'bob@two.test',
    });
    const { url, headers } = receiver.received[0]!;
    const { body: owners } = await two('GET', '/crm/v3/owners?email=bob@two.test');
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      portalId: String(portalId),
      userId: String(owners.results[0]?.userId),
      userEmail: 'bob@two.test',
      appId: '1001',
    });
    const timestamp = Number(headers['x-hubspot-request-timestamp']);
    expect(headers['x-hubspot-signature-v3']).toBe(
      signatureV3(sandbox.clientSecret, { method: 'GET', url, body: '' }, timestamp),
    );
  });
});

describe('a portal that uninstalled the app', () => {
  beforeEach(() => call('POST', '/sandbox/oauth/uninstall', { portalId }).then(() => {}));

  it('has no cards and no options of the app', async () => {
    const card = await call('POST', `/sandbox/hubspot-fetch?portal=${portalId}`, { url: `${receiver.url}/app/card` });
    const options = await call('POST', `/sandbox/action-options?portal=${portalId}`, {
      action: 'fixture_score',
      field: 'model',
    });
    expect([card.status, options.status, receiver.received]).toEqual([400, 400, []]);
    expect((await call('POST', '/sandbox/hubspot-fetch', { url: `${receiver.url}/app/card` })).status).toBe(200);
  });
});

describe('workflows of a portal that uninstalls the app', () => {
  it('go on without its actions, also when one was being repeated', async () => {
    receiver.reply = () => ({ status: 500 });
    await enrolSarah();
    await until(() => receiver.received.length > 0, 10_000);
    await call('POST', '/sandbox/oauth/uninstall', { portalId });
    expect(await ended()).toMatchObject({
      steps: [{ outcome: 'failed', detail: 'the app is not installed' }, { outcome: 'done' }],
    });
    const { length } = receiver.received;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(receiver.received).toHaveLength(length);
  });
});
