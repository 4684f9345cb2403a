import { properties } from '@zo/shared';
import { keepingInMemory, makeProperties, startTestPortal } from '../../support/hubspot-portal.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { asked, doing, provisionDesk, threeUsers } from '../../support/provision-desk.ts';
import { actionIdsOf, provisionedPlaybook as playbook, stepWords } from '../../support/provisioner.ts';

const { portal, kept, zo, flows, flow, lists, property, writes } = provisionDesk();

describe('a plan', () => {
  it('is everything, in an order that works, for an empty portal, and writes nothing', async () => {
    const { steps, asWanted, notes, refusals } = await zo.plan({ goLive: true });
    expect(doing(steps)).toEqual([
      'create contact property group product_activity',
      'create company property group product_activity',
      'create contact property zo_plan',
      'create contact property zo_pql_score',
      'create contact property zo_sql_ready',
      'create contact property zo_conditions_missing',
      'create contact property zo_handoff_gate',
      'create contact property zo_handoff_status',
      'create contact property zo_handoff_at',
      'create company property zo_company_id',
      'create company property zo_company_active_users',
      'create company property zo_expected_acv',
      'create workflow "Zo | SQL handoff"',
      'create workflow "Zo | Return to marketing"',
      'create list "Zo | SQL ready"',
      'create list "Zo | One condition away"',
      'switch on workflow "Zo | SQL handoff"',
      'switch on workflow "Zo | Return to marketing"',
    ]);
    expect({ asWanted, notes, refusals }).toEqual({ asWanted: [], notes: [], refusals: [] });
    expect(await writes()).toEqual([]);
  });

  it('is empty once it was applied, and applying it again writes nothing', async () => {
    const { applied } = await zo.apply({ goLive: true });
    expect(applied.done.filter(({ result }) => result.outcome !== 'done')).toEqual([]);
    expect(flows().map(({ isEnabled }) => isEnabled)).toEqual([true, true]);
    await portal().forget();
    const { plan } = await zo.apply();
    expect(plan).toMatchObject({ steps: [], notes: [], refusals: [] });
    expect(plan.asWanted).toHaveLength(16);
    expect(await writes()).toEqual([]);
  });

  it('takes for ours what is there as it should be, though there is no record of making it', async () => {
    await zo.apply();
    for (const key of Object.keys(kept())) delete kept()[key];
    const { plan } = await zo.apply();
    expect(plan.steps).toEqual([]);
    expect(Object.keys(kept())).toHaveLength(16);
  });

  it('says which action ids are missing, and makes everything else', async () => {
    const { plan } = await zo.apply({ actionIds: {} });
    expect(plan.notes).toEqual([
      expect.stringContaining('the ids of compute-pql-score, assign-owner, send-slack-handoff are not known'),
      expect.stringContaining('the ids of return-to-marketing are not known'),
    ]);
    expect([flows(), lists().length]).toEqual([[], 2]);
  });

  it('takes the action ids from the list of action types where the portal has it', async () => {
    portal().sandbox.portal().switches.actionTypesBeta = true;
    await zo.apply({ actionIds: {} });
    expect(flows()).toHaveLength(2);
  });

  it('says what is not possible without the optional scopes, and goes on', async () => {
    const { scopes } = portal().sandbox.portal().switches;
    for (const scope of ['automation', 'crm.lists.read', 'crm.lists.write']) scopes.delete(scope);
    const { plan, applied } = await zo.apply({ scopes: [...scopes] });
    expect(plan.notes).toEqual([
      expect.stringMatching(/^workflows: not made, .*; direct mode serves$/),
      'lists "Zo | SQL ready" and "Zo | One condition away": not made, the app has not been granted crm.lists.read and crm.lists.write',
    ]);
    expect(applied.workflows).toEqual({ handoff: null, return: null });
    expect(property()).toBeDefined();
  });

  it('knows no workflow for a return the playbook does not have', async () => {
    const { plan } = await zo.apply({ playbook: acmePlaybook() });
    expect(plan.notes).toEqual(['workflow "Zo | Return to marketing": not needed, the playbook has no return rule']);
  });
});

describe('the workflow', () => {
  it('carries sentence, link and the five steps, and is off', async () => {
    await zo.apply();
    const { description, actions, isEnabled } = flow();
    expect(isEnabled).toBe(false);
    for (const words of [playbook.definition.sentence, 'https://app.hubspot.test/contacts/424242'])
      expect(description).toContain(words);
    const ids = actionIdsOf(portal().sandbox);
    expect(actions.map((action) => ('actionTypeId' in action ? [action.actionTypeId, action.fields] : action))).toEqual(
      [
        [`1-${ids['compute-pql-score']!.definitionId}`, {}],
        [`1-${ids['assign-owner']!.definitionId}`, { keep_existing_owner: 'yes' }],
        [
          '0-5',
          { property_name: 'lifecyclestage', value: { type: 'STATIC_VALUE', staticValue: 'salesqualifiedlead' } },
        ],
        ['0-5', { property_name: 'zo_handoff_at', value: { type: 'TIMESTAMP', timestampType: 'EXECUTION_TIME' } }],
        [`1-${ids['send-slack-handoff']!.definitionId}`, { deliver_to: 'owner_and_channel' }],
      ],
    );
  });

  it('follows a new definition while it is on, and stays on', async () => {
    await zo.apply({ goLive: true });
    const { plan } = await zo.apply({ playbook: threeUsers });
    // The return is as it was, and so is its workflow.
    expect(doing(plan.steps)).toEqual(['change workflow "Zo | SQL handoff"']);
    expect(plan.steps[0]!.words.join()).toContain('3');
    expect(JSON.stringify(flow().enrollmentCriteria)).toContain('"value":3');
    expect(flow()).toMatchObject({
      isEnabled: true,
      description: expect.stringContaining(threeUsers.definition.sentence),
    });
  });

  it('is taken by HubSpot with every kind of condition', async () => {
    const every = asked(
      `A free user becomes an SQL when zo_pql_score is not between 10 and 20 AND zo_pql_score is known
      AND (company number of employees >= 50 OR company number of employees is empty OR zo_company_active_users is one of (1, 2))
      AND zo_plan is not one of (a, "b c") AND zo_plan does not contain x AND zo_last_key_action is one of (a, b)
      AND zo_email_domain_type is not one of (personal, disposable) AND zo_user_id is known
      AND visited pricing in the last 14 days AND zo_last_active_at is within the last 7 days`,
      ['visited pricing'],
    );
    const { applied } = await zo.apply({ playbook: every, properties });
    expect(applied.done.filter(({ result }) => result.outcome !== 'done')).toEqual([]);
    expect(JSON.stringify(flow().enrollmentCriteria)).toContain('"zo_sql_ready"');
  });

  it('is found after somebody renamed it and took our marker away', async () => {
    await zo.apply();
    const { id } = flow();
    const live = await portal().gateway.readFlow(id);
    await portal().gateway.updateFlow(id, { ...live, name: 'Our handoff', description: 'Ours.' });
    const { plan } = await zo.apply();
    expect(doing(plan.steps)).toEqual(['leave alone workflow "Zo | SQL handoff"']);
    expect(flows()).toHaveLength(2);
    // Only its description is another one: that keeps nobody from going live.
    await zo.apply({ goLive: true });
    expect(flow('Our handoff').isEnabled).toBe(true);
  });
});

it('a property of the same name and another type is refused, and the others are made', async () => {
  await portal().gateway.createProperty('contact', {
    ...{ name: 'zo_plan', label: 'Mine', type: 'number', fieldType: 'number', groupName: 'contactinformation' },
    description: '',
  });
  const { plan, applied } = await zo.apply({ force: ['zo_plan'] });
  expect(plan.steps).toContainEqual(
    expect.objectContaining({ act: 'refuse', words: ['has type number, needed is string'] }),
  );
  // The workflow and the list that ask for it as text are refused by HubSpot, in its words.
  const refused = applied.done.filter(({ result }) => result.outcome === 'refused').map(({ step }) => stepWords(step));
  expect(refused).toEqual(['create workflow "Zo | SQL handoff"', 'create list "Zo | SQL ready"']);
  expect(property()).toMatchObject({ type: 'number', label: 'Mine' });
});

it('the lists follow the playbook, and hold who they say', async () => {
  await zo.apply();
  const create = (email: string, values: Record<string, string>) => ({
    trace: email,
    properties: { email, ...values },
  });
  await portal().gateway.createContacts([
    create('a@finpilot.test', { zo_sql_ready: 'yes', lifecyclestage: 'lead' }),
    create('b@finpilot.test', { zo_sql_ready: 'yes', lifecyclestage: 'customer' }),
    create('c@finpilot.test', { zo_sql_ready: 'no', zo_conditions_missing: '1' }),
    create('d@finpilot.test', { zo_sql_ready: 'yes', zo_plan: 'pro' }),
  ]);
  const members = async () => {
    const found: Record<string, string[]> = {};
    for (const { listId, name } of lists()) {
      const response = await fetch(`${portal().sandbox.url}/crm/v3/lists/${listId}/memberships`, {
        headers: { authorization: `Bearer ${portal().sandbox.accessToken}` },
      });
      const { results } = (await response.json()) as { results: { recordId: string }[] };
      const records = portal().sandbox.portal().records['0-1'];
      found[name] = results.map(({ recordId }) => records.get(recordId)!.values.email!);
    }
    return found;
  };
  expect(await members()).toEqual({
    'Zo | SQL ready': ['a@finpilot.test'],
    'Zo | One condition away': ['c@finpilot.test'],
  });
  const { plan } = await zo.apply({ playbook: { ...playbook, freePlans: ['free', 'trial', 'pro'] } });
  expect(doing(plan.steps)).toEqual(['change workflow "Zo | SQL handoff"', 'change list "Zo | SQL ready"']);
  expect((await members())['Zo | SQL ready']).toEqual(['a@finpilot.test', 'd@finpilot.test']);
});

it('two runs at once, the one not seeing yet what the other has just made, end as one', async () => {
  const slow = await startTestPortal({ propertyVisibilityDelayMs: 300, tenSecondlyLimit: 5_000 });
  const keeping = keepingInMemory();
  const reports = await Promise.all([makeProperties(slow.gateway, keeping), makeProperties(slow.gateway, keeping)]);
  expect(reports.map(({ conflicts }) => conflicts)).toEqual([[], []]);
  expect(await makeProperties(slow.gateway, keeping)).toMatchObject({
    created: [],
    changed: [],
    leftAlone: [],
    conflicts: [],
  });
  await slow.close();
});
