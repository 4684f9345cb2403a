import { type HubspotSandbox, startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';
import { callsTo, gateFlow, gateProperty, setStatic } from './sandbox-calls.ts';

let sandbox: HubspotSandbox;
let call: ReturnType<typeof callsTo>;
const path = '/crm/v3/properties/contacts';
const text = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  label: name,
  type: 'string',
  fieldType: 'text',
  groupName: 'contactinformation',
  ...more,
});
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

beforeAll(async () => {
  sandbox = await startHubspotSandbox({ propertyVisibilityDelayMs: 60, tenSecondlyLimit: 10_000 });
  call = callsTo(sandbox);
});
afterAll(() => sandbox.close());

describe('properties', () => {
  it('shows a new property a moment after its creation, and refuses the name at once', async () => {
    expect((await call('POST', path, text('late'))).status).toBe(201);
    expect((await call('GET', `${path}/late`)).status).toBe(404);
    expect(await call('POST', path, text('late'))).toMatchObject({
      status: 409,
      body: { category: 'OBJECT_ALREADY_EXISTS', subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS' },
    });
    await pause(80);
    expect((await call('GET', `${path}/late`)).status).toBe(200);
  });

  it('brings an archived property back with its values when it is created again', async () => {
    await call('POST', path, text('comeback'));
    const contact = await call('POST', '/crm/v3/objects/contacts', {
      properties: { email: 'comeback@example.test', comeback: 'kept' },
    });
    expect((await call('DELETE', `${path}/comeback`)).status).toBe(204);
    expect((await call('DELETE', `${path}/comeback`)).status).toBe(404);
    expect((await call('POST', path, text('comeback', { fieldType: 'textarea' }))).status).toBe(201);
    const read = await call('GET', `/crm/v3/objects/contacts/${contact.body.id}?properties=comeback`);
    expect(read.body.properties.comeback).toBe('kept');
  });

  it('replaces options as a whole, and keeps them when none are sent', async () => {
    await call('POST', path, gateProperty);
    const relabelled = await call('PATCH', `${path}/gate`, { label: 'The gate' });
    const replaced = await call('PATCH', `${path}/gate`, { options: [{ label: 'Ajar', value: 'ajar' }] });
    const valuesOf = (body: Record<string, unknown>) =>
      (body.options as { value: string }[]).map((option) => option.value);
    expect([valuesOf(relabelled.body), valuesOf(replaced.body)]).toEqual([['open', 'closed'], ['ajar']]);
    await call('PATCH', `${path}/gate`, { options: gateProperty.options });
  });

  it('refuses to archive a property that a workflow uses, enabled or not', async () => {
    const flow = await call('POST', '/automation/v4/flows', gateFlow([setStatic('1', 'jobtitle', 'x')]));
    expect(flow.status).toBe(201);
    expect(await call('DELETE', `${path}/gate`)).toMatchObject({
      status: 400,
      body: {
        subCategory: 'PropertyValidationError.CANNOT_DELETE_PROPERTY_IN_USE',
        errors: [{ context: { parentName: ['Gate flow'] } }],
      },
    });
  });

  it('nests the refusal to archive a group with properties inside the message', async () => {
    await call('POST', `${path}/groups`, { name: 'product', label: 'Product activity' });
    expect((await call('POST', `${path}/groups`, { name: 'product', label: 'Product activity' })).status).toBe(409);
    await call('POST', path, text('grouped', { groupName: 'product' }));
    const answer = await call('DELETE', `${path}/groups/product`);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body.message)).toMatchObject({
      subCategory: 'PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES',
    });
  });

  it('allows ten unique properties, and no value twice', async () => {
    for (let index = 0; index < 10; index += 1)
      await call('POST', path, text(`unique_${index}`, { hasUniqueValue: true }));
    expect((await call('POST', path, text('unique_11', { hasUniqueValue: true }))).status).toBe(400);
    const create = (email: string) =>
      call('POST', '/crm/v3/objects/contacts', { properties: { email, unique_0: 'u1' } });
    expect([(await create('u1@example.test')).status, (await create('u2@example.test')).status]).toEqual([201, 400]);
  });

  it.each([
    ['date', 'date', '2026-11-22', '2026-11-22'],
    ['date', 'date', '1764028800000', '2025-11-25'],
    ['date', 'date', '1764028800001', null],
    ['datetime', 'date', '2026-11-22T10:00:00Z', '2026-11-22T10:00:00.000Z'],
    ['datetime', 'date', 'yesterday', null],
    ['number', 'number', '12.5', '12.5'],
    ['number', 'number', 'many', null],
    ['string', 'text', '007', '007'],
  ])('a %s (%s) takes %s as %s', async (type, fieldType, sent, stored) => {
    const name = `typed_${type}`;
    await call('POST', path, text(name, { type, fieldType }));
    const email = `${type}-${sent.replace(/\W/g, '-')}@example.test`;
    const created = await call('POST', '/crm/v3/objects/contacts', { properties: { email, [name]: sent } });
    expect(created.status === 201 ? created.body.properties[name] : null).toBe(stored);
  });
});
