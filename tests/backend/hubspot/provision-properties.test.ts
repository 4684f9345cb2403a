import { properties } from '@zo/shared';
import type { LiveProperty } from '../../../backend/hubspot/property-calls.ts';
import { asNewProperty, planProperties } from '../../../backend/hubspot/property-plan.ts';
import { ensureProperties } from '../../../backend/hubspot/provision-properties.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

const plan = properties.find(({ name }) => name === 'zo_plan')!;
const status = properties.find(({ name }) => name === 'zo_handoff_status')!;
const userId = properties.find(({ name }) => name === 'zo_user_id')!;
const owner = properties.find(({ name }) => name === 'zo_handoff_owner')!;

const live = (property = plan, change: Partial<LiveProperty> = {}): LiveProperty => ({
  hasUniqueValue: false,
  referencedObjectType: null,
  ...asNewProperty(property),
  options: asNewProperty(property).options ?? [],
  ...change,
});
const planned = (property: typeof plan, existing: LiveProperty[]) =>
  planProperties([property], { contact: existing, company: [] });

describe('what to do about a property', () => {
  it('creates a missing one', () => {
    expect(planned(plan, [])).toMatchObject({ create: [plan], change: [], conflicts: [] });
  });

  it('leaves one alone that is as it should be, whatever people call it', () => {
    const renamed = live(plan, { label: 'Our plan', groupName: 'contactinformation' });
    expect(planned(plan, [renamed])).toMatchObject({ unchanged: [plan], change: [] });
  });

  it.each([
    ['another type', plan, live(plan, { type: 'number' }), 'has type number, needed is string'],
    [
      'no unique values',
      userId,
      live(userId, { hasUniqueValue: false }),
      'does not require unique values, needed is unique',
    ],
    ['no owner', owner, live(owner, { referencedObjectType: null }), 'does not hold an owner, needed is one'],
  ])('reports a conflict, and writes nothing, for %s', (_name, wanted, existing, reason) => {
    expect(planned(wanted, [existing])).toEqual({
      create: [],
      change: [],
      unchanged: [],
      conflicts: [{ object: 'contact', name: wanted.name, reason }],
    });
  });

  it('corrects the meaning', () => {
    const [change] = planned(plan, [live(plan, { description: 'Whatever' })]).change;
    expect(change?.change).toEqual({ description: plan.description });
  });

  it('adds missing options behind those of the portal, which stay', () => {
    const mine = { value: 'parked', label: 'Parked', displayOrder: 0, hidden: false };
    const [change] = planned(status, [live(status, { options: [mine] })]).change;
    expect(change?.change.options?.[0]).toEqual(mine);
    expect(change?.change.options).toHaveLength(1 + status.options!.length);
  });
});

describe('provisioning properties', () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await startTestPortal({ propertyVisibilityDelayMs: 300 });
  });
  afterEach(() => portal.close());

  const writes = async () => (await portal.calls()).filter((call) => !call.startsWith('GET'));

  it('makes the group and all properties, and writes nothing the second time', async () => {
    const first = await ensureProperties(portal.gateway);
    expect(first.created).toHaveLength(properties.length + 2);
    await portal.forget();
    const second = await ensureProperties(portal.gateway);
    expect(second).toMatchObject({ created: [], changed: [], conflicts: [] });
    expect(await writes()).toEqual([]);
  });

  it('returns only when HubSpot shows what was created', async () => {
    await ensureProperties(portal.gateway);
    const names = (await portal.gateway.listProperties('contact')).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['zo_user_id', 'zo_handoff_outcome']));
  });

  it('finishes what an interrupted run began', async () => {
    await portal.fail({ mode: 'status', status: 500, match: { method: 'POST', bodyContains: 'zo_pql_score' } });
    await expect(ensureProperties(portal.gateway)).rejects.toMatchObject({ code: 'retry later' });
    const report = await ensureProperties(portal.gateway);
    expect(report.conflicts).toEqual([]);
    expect(report.created).toContain('contact zo_pql_score');
    expect(report.unchanged).toContain('contact zo_user_id');
  });

  it('is not troubled by a creation whose answer was lost', async () => {
    await portal.fail({ mode: 'reset-after-commit', match: { method: 'POST', bodyContains: 'zo_pql_score' } });
    await expect(ensureProperties(portal.gateway)).rejects.toMatchObject({ code: 'retry later' });
    expect((await ensureProperties(portal.gateway)).conflicts).toEqual([]);
  });

  it('reports a property of the same name and another type, and makes the others', async () => {
    await portal.gateway.createProperty('contact', {
      name: 'zo_plan',
      label: 'Mine',
      type: 'number',
      fieldType: 'number',
      groupName: 'contactinformation',
      description: '',
    });
    const report = await ensureProperties(portal.gateway);
    expect(report.conflicts).toEqual([
      { object: 'contact', name: 'zo_plan', reason: 'has type number, needed is string' },
    ]);
    expect(await portal.gateway.readProperty('contact', 'zo_plan')).toMatchObject({ type: 'number', label: 'Mine' });
  });
});
