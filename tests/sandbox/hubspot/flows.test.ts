import { type HubspotSandbox, startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';
import { callsTo, filterOf, gateFlow, gateProperty, setStatic, single } from './sandbox-calls.ts';

let sandbox: HubspotSandbox;
let call: ReturnType<typeof callsTo>;

beforeAll(async () => {
  sandbox = await startHubspotSandbox({ propertyVisibilityDelayMs: 0, tenSecondlyLimit: 10_000 });
  call = callsTo(sandbox);
  await call('POST', '/crm/v3/properties/contacts', gateProperty);
});
afterAll(() => sandbox.close());

const path = '/automation/v4/flows';
const good = () => gateFlow([setStatic('1', 'jobtitle', 'x', '2'), setStatic('2', 'jobtitle', 'y')]);

describe('the flows API', () => {
  it('answers the normalised flow with id and revision, and lists rows without actions', async () => {
    const created = await call('POST', path, { ...good(), isEnabled: true, unknownKey: 1, nextAvailableActionId: '9' });
    expect(created).toMatchObject({
      status: 201,
      body: {
        revisionId: '1',
        isEnabled: false,
        nextAvailableActionId: '3',
        dataSources: [],
        crmObjectCreationStatus: 'COMPLETE',
      },
    });
    expect(created.body).not.toHaveProperty('unknownKey');
    expect((await call('GET', `${path}/${created.body.id}`)).body).toEqual(created.body);
    const row = (await call('GET', path)).body.results.find((flow) => flow.id === created.body.id);
    expect(row).not.toHaveProperty('actions');
  });

  it('refuses a stale revision and accepts the current one', async () => {
    const { body } = await call('POST', path, good());
    const changed = await call('PUT', `${path}/${body.id}`, { ...body, name: 'Second' });
    expect(changed).toMatchObject({ status: 200, body: { name: 'Second', revisionId: '2' } });
    expect((await call('PUT', `${path}/${body.id}`, { ...body, name: 'Third' })).status).toBe(409);
  });

  it.each<[string, unknown, number, string]>([
    ['a missing type', { ...good(), type: undefined }, 400, 'required fields not set: [type]'],
    [
      'an action nobody reaches',
      gateFlow([setStatic('1', 'jobtitle', 'x'), setStatic('2', 'jobtitle', 'y')]),
      400,
      'Invalid request to flow creation',
    ],
    [
      'an empty connection',
      gateFlow([{ ...setStatic('1', 'jobtitle', 'x'), connection: {} }]),
      400,
      'Invalid request to flow creation',
    ],
    [
      'a set-property value without type',
      gateFlow([single('1', '0-5', { property_name: 'jobtitle', value: { staticValue: 'x' } })]),
      500,
      'internal error',
    ],
    [
      'a misspelt field',
      gateFlow([single('1', '0-5', { propertyName: 'jobtitle', value: { type: 'STATIC_VALUE', staticValue: 'x' } })]),
      500,
      'internal error',
    ],
    ['an unknown custom action', gateFlow([single('1', '1-999', {})]), 400, 'unknown action type'],
    ['an action it does not imitate', gateFlow([single('1', '0-4', { content_id: '1' })]), 501, 'does not imitate'],
  ])('refuses %s', async (_what, flow, status, message) => {
    const answer = await call('POST', path, flow);
    expect([answer.status, answer.body.message]).toEqual([status, expect.stringContaining(message)]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'a filter without includeObjectsWithNoValueSet',
      filterOf('gate', {
        operationType: 'ENUMERATION',
        operator: 'IS_ANY_OF',
        values: ['open'],
        includeObjectsWithNoValueSet: undefined,
      }),
      'includeObjectsWithNoValueSet',
    ],
    [
      'an unknown property',
      filterOf('nowhere', { operationType: 'ALL_PROPERTY', operator: 'IS_KNOWN' }),
      'does not exist',
    ],
    [
      'an operation that does not fit the property',
      filterOf('gate', { operationType: 'STRING', operator: 'IS_EQUAL_TO', value: 'open' }),
      'does not fit',
    ],
    ['IS_NOT_KNOWN', filterOf('gate', { operationType: 'ALL_PROPERTY', operator: 'IS_NOT_KNOWN' }), 'IS_NOT_KNOWN'],
  ])('refuses %s', async (_what, filter, message) => {
    const flow = good();
    flow.enrollmentCriteria.listFilterBranch.filterBranches[0]!.filters = [filter];
    const answer = await call('POST', path, flow);
    expect([answer.status, answer.body.message]).toEqual([400, expect.stringContaining(message)]);
  });

  it('needs the scope automation', async () => {
    await call('POST', '/sandbox/settings', { withoutScopes: ['automation'] });
    const answer = await call('GET', path);
    await call('POST', '/sandbox/settings', { scopes: [...sandbox.portal().switches.scopes, 'automation'] });
    expect(answer).toMatchObject({
      status: 403,
      body: { category: 'MISSING_SCOPES', errors: [{ context: { requiredGranularScopes: ['automation'] } }] },
    });
  });

  it('serves the beta list of action types only when switched on', async () => {
    const beta = '/automation/2026-09-beta/flows/action-types';
    expect((await call('GET', beta)).status).toBe(404);
    await call('POST', '/sandbox/settings', { actionTypesBeta: true });
    expect((await call('GET', beta)).status).toBe(200);
  });
});
