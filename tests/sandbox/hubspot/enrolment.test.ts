import { createHash } from 'node:crypto';
import path from 'node:path';
import { startClockServer } from '../../../sandbox/clock/clock-server.ts';
import { type HubspotSandbox, startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';
import { type ActionReceiver, startActionReceiver } from './action-receiver.ts';
import { callsTo, gateFlow, gateProperty, setStatic, single, until } from './sandbox-calls.ts';

const secret = 'fixture-secret';
const dayMs = 86_400_000;
let receiver: ActionReceiver;
let sandbox: HubspotSandbox;
let clock: Awaited<ReturnType<typeof startClockServer>>;
let call: ReturnType<typeof callsTo>;

beforeEach(async () => {
  receiver = await startActionReceiver();
  clock = await startClockServer();
  sandbox = await startHubspotSandbox({
    clockUrl: clock.url,
    clientSecret: secret,
    // Longer than a request takes on a busy machine: what is written within the delay is written before it ends.
    enrolmentDelayMs: 400,
    propertyVisibilityDelayMs: 0,
    actionUrl: receiver.url,
    actionRetryMs: 20,
    actionTimeoutMs: 500,
    projectDir: path.join(import.meta.dirname, 'fixture-project'),
  });
  call = callsTo(sandbox);
  await call('POST', '/crm/v3/properties/contacts', gateProperty);
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
  await clock.close();
});

const scoreAction = (next?: string) => {
  const definition = sandbox.portal().actionDefinitions[0]!;
  return single('1', `1-${definition.definitionId}`, { model: 'default' }, next, definition.version);
};
const enable = async (flow: unknown): Promise<string> => {
  const created = await call('POST', '/automation/v4/flows', flow);
  expect(created).toMatchObject({ status: 201, body: { isEnabled: false } });
  const enabled = await call('PUT', `/automation/v4/flows/${created.body.id}`, { ...created.body, isEnabled: true });
  expect(enabled).toMatchObject({ status: 200, body: { isEnabled: true } });
  return created.body.id;
};
const sarah = async () =>
  (await call('GET', '/crm/v3/objects/contacts/sarah@finpilot.test?idProperty=email')).body.id as string;
const write = async (id: string, properties: Record<string, string>) => {
  expect((await call('PATCH', `/crm/v3/objects/contacts/${id}`, { properties })).status).toBe(200);
};
const values = (id: string) => sandbox.portal().records['0-1'].get(id)!.values;
const enrolments = () => sandbox.portal().enrolments;
const ended = (index = 0) => until(() => (enrolments()[index]?.endedAt ? enrolments()[index] : null));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('enrolment', () => {
  it('enrols a contact that starts to meet the stored filters, after the delay, and runs the actions', async () => {
    await enable(
      gateFlow([
        setStatic('1', 'jobtitle', 'Buyer', '2'),
        single('2', '0-5', {
          property_name: 'hubspot_owner_id',
          value: { type: 'STATIC_VALUE', staticValue: [...sandbox.portal().owners.keys()][1] },
        }),
      ]),
    );
    const id = await sarah();
    await write(id, { gate: 'open' });
    expect(enrolments().map((one) => one.status)).toEqual(['scheduled']);
    const enrolment = await ended();
    expect(enrolment).toMatchObject({ status: 'completed', steps: [{ outcome: 'done' }, { outcome: 'done' }] });
    expect(values(id)).toMatchObject({ jobtitle: 'Buyer', hubspot_owner_id: [...sandbox.portal().owners.keys()][1] });
  });

  it('does not enrol those who already meet the filters when the flow is enabled', async () => {
    const id = await sarah();
    await write(id, { gate: 'open' });
    await enable(gateFlow([setStatic('1', 'jobtitle', 'Buyer')]));
    await write(id, { firstname: 'Sara' });
    await pause(900);
    expect(enrolments()).toEqual([]);
  });

  it('checks the filters again after the delay', async () => {
    await enable(gateFlow([setStatic('1', 'jobtitle', 'Buyer')]));
    const id = await sarah();
    await write(id, { gate: 'open' });
    await write(id, { gate: 'closed' });
    expect(await ended()).toMatchObject({ status: 'not enrolled', steps: [] });
  });

  it('enrols again only when a trigger property turns', async () => {
    await enable(gateFlow([setStatic('1', 'jobtitle', 'Buyer')]));
    const id = await sarah();
    await write(id, { gate: 'open' });
    await ended(0);
    await write(id, { firstname: 'Sara' });
    await write(id, { gate: 'closed' });
    await write(id, { gate: 'open' });
    expect(await ended(1)).toMatchObject({ status: 'completed', reason: 're-enrolment: gate became open' });
    expect(enrolments()).toHaveLength(2);
  });

  it('enrols a contact when its company starts to fit', async () => {
    await enable(gateFlow([setStatic('1', 'jobtitle', 'Buyer')]));
    const contact = (
      await call('GET', '/crm/v3/objects/contacts/lone@soloworks.test?idProperty=email&associations=companies')
    ).body;
    await write(contact.id, { gate: 'open' });
    expect(enrolments()).toEqual([]);
    const companyId = contact.associations.companies.results[0]?.id;
    await call('PATCH', `/crm/v3/objects/companies/${companyId}`, { properties: { numberofemployees: '30' } });
    expect(await ended()).toMatchObject({ status: 'completed', objectId: contact.id });
  });

  it.each([
    ['deleted', (id: string) => call('DELETE', `/sandbox/flows/${id}`)],
    ['disabled', (id: string) => call('PATCH', `/sandbox/flows/${id}`, { isEnabled: false })],
  ])('does nothing once the flow is %s', async (_what, end) => {
    const flowId = await enable(gateFlow([scoreAction()]));
    await end(flowId);
    await write(await sarah(), { gate: 'open' });
    await pause(900);
    expect([enrolments().filter((one) => one.status !== 'not enrolled'), receiver.received]).toEqual([[], []]);
  });

  it('keeps the lifecycle stage from going backwards unless an action before it clears it', async () => {
    const id = await sarah();
    await write(id, { lifecyclestage: 'salesqualifiedlead' });
    const flowId = await enable(gateFlow([setStatic('1', 'lifecyclestage', 'marketingqualifiedlead')]));
    await write(id, { gate: 'open' });
    await ended(0);
    expect(values(id).lifecyclestage).toBe('salesqualifiedlead');
    const edited = await call('PATCH', `/sandbox/flows/${flowId}`, {
      actions: [setStatic('1', 'lifecyclestage', '', '2'), setStatic('2', 'lifecyclestage', 'marketingqualifiedlead')],
    });
    expect(edited.status).toBe(200);
    await write(id, { gate: 'closed' });
    await write(id, { gate: 'open' });
    await ended(1);
    expect(values(id).lifecyclestage).toBe('marketingqualifiedlead');
  });
});

describe('custom actions', () => {
  const isSignedV2 = () => {
    const { headers, url, rawBody } = receiver.received[0]!;
    const expected = createHash('sha256').update(`${secret}POST${url}${rawBody}`).digest('hex');
    return headers['x-hubspot-signature'] === expected && headers['x-hubspot-signature-version'] === 'v2';
  };

  it('posts a signed call with the asked-for properties and uses the outputs later', async () => {
    receiver.reply = () => ({ body: { outputFields: { score: 82, hs_execution_state: 'SUCCESS' } } });
    await enable(
      gateFlow([
        scoreAction('2'),
        single('2', '0-5', {
          property_name: 'jobtitle',
          value: { type: 'FIELD_DATA', actionId: '1', dataKey: 'score' },
        }),
      ]),
    );
    const id = await sarah();
    await write(id, { gate: 'open' });
    const enrolment = await ended();
    expect(isSignedV2()).toBe(true);
    expect(receiver.received[0]).toMatchObject({
      path: '/actions/score',
      body: {
        callbackId: enrolment.steps[0]?.callbackId,
        origin: { portalId: 424242 },
        object: { objectId: Number(id), objectType: 'CONTACT', properties: { email: 'sarah@finpilot.test' } },
        inputFields: { model: 'default' },
        fields: { model: 'default' },
      },
    });
    expect(values(id).jobtitle).toBe('82');
  });

  it('repeats a call after 5xx, 429 and silence with the same callback id', async () => {
    receiver.reply = (_request, index) => [{ status: 500 }, { status: 429 }, { hangUp: true }][index] ?? {};
    await enable(gateFlow([scoreAction()]));
    await write(await sarah(), { gate: 'open' });
    expect(await ended()).toMatchObject({ status: 'completed', steps: [{ outcome: 'done', attempts: 4 }] });
    expect(new Set(receiver.received.map((request) => request.body.callbackId)).size).toBe(1);
  });

  it.each([
    ['4xx', { status: 403 }],
    ['FAIL_CONTINUE', { body: { outputFields: { hs_execution_state: 'FAIL_CONTINUE' } } }],
  ])('marks the action failed on %s and goes on', async (_what, reply) => {
    receiver.reply = () => reply;
    await enable(gateFlow([scoreAction('2'), setStatic('2', 'jobtitle', 'Reached')]));
    const id = await sarah();
    await write(id, { gate: 'open' });
    expect(await ended()).toMatchObject({ steps: [{ outcome: 'failed' }, { outcome: 'done' }] });
    expect(values(id).jobtitle).toBe('Reached');
  });

  it.each(['single', 'batch'])('waits for a blocked action until its %s completion', async (how) => {
    receiver.reply = () => ({
      body: { outputFields: { hs_execution_state: 'BLOCK', hs_expiration_duration: 'PT1H' } },
    });
    await enable(
      gateFlow([
        scoreAction('2'),
        single('2', '0-5', {
          property_name: 'jobtitle',
          value: { type: 'FIELD_DATA', actionId: '1', dataKey: 'score' },
        }),
      ]),
    );
    const id = await sarah();
    await write(id, { gate: 'open' });
    const callbackId = await until(() => enrolments()[0]?.steps.find((step) => step.outcome === 'blocked')?.callbackId);
    const completion = { outputFields: { hs_execution_state: 'SUCCESS', score: '77' }, typedOutputs: {} };
    const base = '/automation/v4/actions/callbacks';
    const answer =
      how === 'single'
        ? await call('POST', `${base}/${callbackId}/complete`, completion)
        : await call('POST', `${base}/complete`, { inputs: [{ callbackId, ...completion }] });
    expect(answer.status).toBe(204);
    await ended();
    expect(values(id).jobtitle).toBe('77');
  });

  it('goes on when a blocked action expires', async () => {
    receiver.reply = () => ({
      body: { outputFields: { hs_execution_state: 'BLOCK', hs_expiration_duration: 'PT0S' } },
    });
    await enable(gateFlow([scoreAction()]));
    await write(await sarah(), { gate: 'open' });
    expect(await ended()).toMatchObject({ status: 'completed', steps: [{ outcome: 'expired' }] });
  });

  it('survives a jump of 14 days while a signed call is in flight', async () => {
    receiver.reply = () => ({ delayMs: 150, body: { outputFields: { hs_execution_state: 'SUCCESS' } } });
    await call('PATCH', '/sandbox/settings', { signActionsWithV3: true });
    await enable(gateFlow([scoreAction()]));
    await write(await sarah(), { gate: 'open' });
    await until(() => receiver.received.length === 1);
    const before = Number(receiver.received[0]!.headers['x-hubspot-request-timestamp']);
    await clock.advance(14 * dayMs);
    const enrolment = await ended();
    expect(enrolment).toMatchObject({ status: 'completed', steps: [{ outcome: 'done', attempts: 1 }] });
    expect(enrolment.endedAt! - before).toBeGreaterThan(14 * dayMs - 1);
    expect(enrolment.steps[0]!.endedMonotonicMs! - enrolment.steps[0]!.startedMonotonicMs).toBeLessThan(5_000);
  });

  it('ends a delay of a day when time moves by a day', async () => {
    await enable(gateFlow([single('1', '0-1', { delta: '1440', time_unit: 'MINUTES' })]));
    await write(await sarah(), { gate: 'open' });
    await until(() => enrolments()[0]?.steps[0]?.outcome === 'waiting');
    await clock.advance(dayMs);
    expect(await ended()).toMatchObject({ status: 'completed' });
  });

  it('asks for the options of an input, signed', async () => {
    receiver.reply = () => ({ body: { options: [{ label: 'Default', value: 'default' }] } });
    const answer = await call('POST', '/sandbox/action-options', { action: 'fixture_score', field: 'model', q: 'def' });
    expect(answer.body.body).toEqual({ options: [{ label: 'Default', value: 'default' }] });
    expect(isSignedV2()).toBe(true);
    expect(receiver.received[0]?.body).toMatchObject({ inputFieldName: 'model', fetchOptions: { q: 'def' } });
  });
});
