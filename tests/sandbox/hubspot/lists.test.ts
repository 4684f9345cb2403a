import { type HubspotSandbox, startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';
import { anyOf, callsTo, filterOf, gateFlow, gateProperty, setStatic } from './sandbox-calls.ts';

let sandbox: HubspotSandbox;
let call: ReturnType<typeof callsTo>;

const path = '/crm/v3/lists';
/** The filters of a workflow: an OR of ANDs. */
const filters = (...wanted: unknown[]) => {
  const root = gateFlow([setStatic('1', 'jobtitle', 'x')]).enrollmentCriteria.listFilterBranch;
  const [and] = root.filterBranches;
  return { ...root, filterBranches: [{ ...and, filters: wanted, filterBranches: [] }] };
};
const list = (name: string, filterBranch: unknown = filters(anyOf('gate', 'open'))) => ({
  name,
  objectTypeId: '0-1',
  processingType: 'DYNAMIC',
  filterBranch,
});
type List = { listId: string; name: string; listVersion: number; [other: string]: unknown };
const create = async (name: string) => (await call('POST', path, list(name))).body.list as List;

beforeEach(async () => {
  sandbox = await startHubspotSandbox({ seed: 'empty', propertyVisibilityDelayMs: 0, tenSecondlyLimit: 10_000 });
  call = callsTo(sandbox);
  await call('POST', '/crm/v3/properties/contacts', gateProperty);
});
afterEach(() => sandbox.close());

describe('the lists API', () => {
  it('makes a list and reads it by id and by name, with its filters only when asked', async () => {
    const created = await call('POST', path, list('Ready'));
    expect(created).toMatchObject({ status: 200, body: { list: { name: 'Ready', listVersion: 1 } } });
    const { listId, filterBranch } = created.body.list as List;
    expect(filterBranch).toEqual(list('Ready').filterBranch);
    expect((await call('GET', `${path}/${listId}`)).body.list).not.toHaveProperty('filterBranch');
    const byName = await call('GET', `${path}/object-type-id/0-1/name/ready?includeFilters=true`);
    expect(byName.body.list).toMatchObject({ listId, filterBranch });
    expect((await call('GET', `/crm/lists/2026-09/${listId}`)).status).toBe(200);
  });

  it('changes filters and name, and counts versions', async () => {
    const { listId } = await create('Ready');
    const changed = await call('PUT', `${path}/${listId}/update-list-filters`, {
      filterBranch: filters(anyOf('gate', 'closed')),
    });
    expect(changed).toMatchObject({ status: 200, body: { updatedList: { listVersion: 2 } } });
    await call('PUT', `${path}/${listId}/update-list-name?listName=Ours`);
    expect((await call('GET', `${path}/${listId}`)).body.list).toMatchObject({ name: 'Ours', listVersion: 3 });
  });

  it('finds lists by a part of their name, page by page', async () => {
    for (const name of ['Zo | one', 'Zo | two', 'Other']) await create(name);
    const first = await call('POST', `${path}/search`, { query: 'zo |', count: 1 });
    expect(first.body).toMatchObject({ total: 2, hasMore: true, offset: 1, lists: [{ name: 'Zo | one' }] });
    const second = await call('POST', `${path}/search`, { query: 'zo |', count: 1, offset: 1 });
    expect(second.body).toMatchObject({ hasMore: false, lists: [{ name: 'Zo | two' }] });
  });

  it('keeps a deleted list readable by id, frees its name, and restores it while the name is free', async () => {
    const { listId } = await create('Ready');
    expect((await call('DELETE', `${path}/${listId}`)).status).toBe(204);
    expect((await call('GET', `${path}/${listId}`)).body.list).toHaveProperty('deletedAt');
    expect((await call('GET', `${path}/object-type-id/0-1/name/Ready`)).status).toBe(404);
    expect((await call('GET', `${path}/${listId}/memberships`)).status).toBe(404);
    expect((await call('PUT', `${path}/${listId}/restore`)).status).toBe(204);
    expect((await call('GET', `${path}/object-type-id/0-1/name/Ready`)).status).toBe(200);
    await call('DELETE', `${path}/${listId}`);
    await create('Ready');
    expect((await call('PUT', `${path}/${listId}/restore`)).status).toBe(400);
  });

  it('holds the contacts that pass the filters now', async () => {
    const { listId } = await create('Ready');
    const ids: string[] = [];
    for (const gate of ['open', 'closed', 'open']) {
      ids.push((await call('POST', '/crm/v3/objects/contacts', { properties: { gate } })).body.id);
    }
    const members = async () => (await call('GET', `${path}/${listId}/memberships?limit=1`)).body;
    expect(await members()).toMatchObject({ total: 2, results: [{ recordId: ids[0] }], paging: { next: {} } });
    await call('PATCH', `/crm/v3/objects/contacts/${ids[0]}`, { properties: { gate: 'closed' } });
    expect(await members()).toMatchObject({ total: 1, results: [{ recordId: ids[2] }] });
  });

  it('lets people rename, edit and delete a list', async () => {
    const { listId } = await create('Ready');
    await call('PATCH', `/sandbox/lists/${listId}`, { name: 'Hot', filterBranch: filters(anyOf('gate', 'closed')) });
    expect((await call('GET', `${path}/${listId}`)).body.list).toMatchObject({ name: 'Hot' });
    await call('DELETE', `/sandbox/lists/${listId}`);
    expect((await call('GET', `${path}/${listId}`)).body.list).toHaveProperty('deletedAt');
  });

  it('does not let a property go that a list uses', async () => {
    const { listId } = await create('Ready');
    const refused = await call('DELETE', '/crm/v3/properties/contacts/gate');
    expect(refused).toMatchObject({ status: 400, body: { subCategory: expect.stringContaining('IN_USE') } });
    await call('DELETE', `${path}/${listId}`);
    expect((await call('DELETE', '/crm/v3/properties/contacts/gate')).status).toBe(204);
  });

  it.each<[string, unknown, number, string]>([
    ['a taken name', list('TAKEN'), 400, 'not unique'],
    ['a list without name', { ...list('x'), name: undefined }, 400, 'required fields were not set: [name]'],
    ['a list without filters', { ...list('x'), filterBranch: undefined }, 400, 'needs a filterBranch'],
    ['filters of an unknown property', list('x', filters(anyOf('nothing', 'a'))), 400, 'does not exist'],
    [
      'an operation that does not fit',
      list('x', filters(filterOf('gate', { operationType: 'NUMBER', operator: 'IS_EQUAL_TO', value: 1 }))),
      400,
      'does not fit',
    ],
    ['a list of chosen members', { ...list('x'), processingType: 'MANUAL' }, 501, 'does not imitate'],
  ])('refuses %s', async (_what, body, status, message) => {
    await create('Taken');
    expect(await call('POST', path, body)).toMatchObject({
      status,
      body: { message: expect.stringContaining(message) },
    });
  });

  it('asks for its two scopes', async () => {
    const { listId } = await create('Ready');
    sandbox.portal().switches.scopes.delete('crm.lists.write');
    expect((await call('POST', path, list('Second'))).status).toBe(403);
    expect((await call('GET', `${path}/${listId}`)).status).toBe(200);
    sandbox.portal().switches.scopes.delete('crm.lists.read');
    expect((await call('GET', `${path}/${listId}`)).status).toBe(403);
  });
});

it('a failure asked for after some calls lets those pass', async () => {
  await call('POST', '/sandbox/failures', { match: { path }, after: 1, mode: 'status', status: 503 });
  const statuses: number[] = [];
  for (const name of ['a', 'b', 'c']) statuses.push((await call('POST', path, list(name))).status);
  expect(statuses).toEqual([200, 503, 200]);
});
