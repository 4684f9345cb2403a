import { isBeforeSql, readLifecycleStages, stagesBeforeSql } from '../../../backend/hubspot/lifecycle-stages.ts';
import { moveStagesBack } from '../../../backend/hubspot/move-stage-back.ts';
import { priorities } from '../../../backend/outbox/effect.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

const stages = ['subscriber', 'lead', '4711', 'marketingqualifiedlead', 'salesqualifiedlead', 'customer', 'other'];

describe('lifecycle stages', () => {
  it.each([
    [null, true],
    ['', true],
    ['lead', true],
    ['4711', true],
    ['salesqualifiedlead', false],
    ['customer', false],
    ['other', false],
    ['unheard of', false],
  ])('stage %p is before SQL: %p', (stage, expected) => {
    expect(isBeforeSql(stage, stages)).toBe(expected);
  });

  it('leaves "other" out wherever the portal shows it', () => {
    expect(stagesBeforeSql(['other', 'lead', 'salesqualifiedlead'])).toEqual(['lead']);
    expect(stagesBeforeSql(['lead', 'customer'])).toEqual([]);
  });
});

describe('moving a stage back', () => {
  let portal: TestPortal;
  let id: string;
  beforeEach(async () => {
    portal = await startTestPortal({ seed: 'acme' });
    const owner = (await portal.gateway.owners())[0]!;
    const outcome = (
      await portal.gateway.createContacts([
        {
          trace: 't',
          properties: { email: 'x@finpilot.test', lifecyclestage: 'salesqualifiedlead', hubspot_owner_id: owner.id },
        },
      ])
    ).get('t');
    id = outcome?.ok ? outcome.id : '';
  });
  afterEach(() => portal.close());

  const move = () =>
    moveStagesBack(
      portal.gateway,
      [{ contactId: id, stage: 'marketingqualifiedlead', clearOwner: true }],
      priorities.routine,
    );
  const read = async () => {
    const records = await portal.gateway.readContacts({
      by: 'id',
      values: [id],
      properties: ['lifecyclestage', 'hubspot_owner_id'],
    });
    const found = records.get(id);
    return found === 'not found' || found === undefined ? null : found.properties;
  };

  it('reads the order of stages from the portal', async () => {
    expect((await readLifecycleStages(portal.gateway)).slice(0, 4)).toEqual([
      'subscriber',
      'lead',
      'marketingqualifiedlead',
      'salesqualifiedlead',
    ]);
  });

  it('clears the stage first, because HubSpot keeps the later one otherwise', async () => {
    await portal.gateway.updateRecords('contact', [{ id, properties: { lifecyclestage: 'marketingqualifiedlead' } }]);
    expect(await read()).toMatchObject({ lifecyclestage: 'salesqualifiedlead' });
    expect((await move()).get(id)).toEqual({ ok: true });
    expect(await read()).toMatchObject({ lifecyclestage: 'marketingqualifiedlead', hubspot_owner_id: null });
  });

  it('is finished by the next attempt when it is interrupted between clearing and setting', async () => {
    await portal.fail({
      mode: 'status',
      status: 500,
      match: { path: 'batch/update', bodyContains: 'marketingqualifiedlead' },
    });
    expect((await move()).get(id)).toMatchObject({ ok: false, kind: 'retry' });
    expect((await move()).get(id)).toEqual({ ok: true });
  });

  it('believes only what it reads back', async () => {
    await portal.fail({
      mode: 'status',
      status: 200,
      body: { status: 'COMPLETE', results: [{ id, properties: {} }] },
      match: { path: 'batch/update' },
      times: 2,
    });
    expect((await move()).get(id)).toMatchObject({
      ok: false,
      kind: 'retry',
      reason: expect.stringContaining('keeps stage'),
    });
  });

  it('says when the contact is gone', async () => {
    const outcomes = await moveStagesBack(
      portal.gateway,
      [{ contactId: '999', stage: 'lead', clearOwner: false }],
      priorities.routine,
    );
    expect(outcomes.get('999')).toMatchObject({ ok: false, kind: 'gone' });
  });
});
