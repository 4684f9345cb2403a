import path from 'node:path';
import { parseDefinition, properties } from '@zo/shared';
import { buildHandoffWorkflow } from '../../../backend/hubspot/handoff-workflow.ts';
import { applyPlan } from '../../../backend/provision/apply-plan.ts';
import type { KeptArtefacts } from '../../../backend/provision/keeping.ts';
import { overwriteWorkflow } from '../../../backend/provision/overwrite-workflow.ts';
import { keepingInMemory, makeProperties, startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import {
  actionIdsOf,
  type Provisioner,
  provisionedPlaybook as playbook,
  provisioner,
  someProperties,
  stepWords,
} from '../../support/provisioner.ts';

const projectDir = path.resolve(import.meta.dirname, '../../../hubspot-project');
const handoffName = 'Zo | SQL handoff';
let portal: TestPortal;
let kept: KeptArtefacts;
let zo: Provisioner;

beforeEach(async () => {
  portal = await startTestPortal(
    { projectDir, tenSecondlyLimit: 5_000, searchIndexDelayMs: 0 },
    { pacing: { limit: 5_000, searchesPerSecond: 1_000 } },
  );
  portal.sandbox.portal().settings.searchPerSecond = 1_000;
  kept = {};
  zo = provisioner(portal.gateway, keepingInMemory(kept), {
    actionIds: actionIdsOf(portal.sandbox),
    properties: someProperties(properties),
  });
});
afterEach(() => portal.close());

const flows = () => [...portal.sandbox.portal().flows.values()];
const flow = (name = handoffName) => flows().find((candidate) => candidate.name === name)!;
const lists = () => [...portal.sandbox.portal().lists.values()];
const property = (name = 'zo_plan') => portal.sandbox.portal().properties['0-1'].get(name)!;
const writes = async () =>
  (await portal.calls()).filter((call) => /^(PUT|PATCH|DELETE)|POST (?!.*(search|access-token-info))/.test(call));
const doing = (steps: Parameters<typeof stepWords>[0][]) => steps.map(stepWords);
const asked = (sentence: string, signals: string[] = []) => {
  const parsed = parseDefinition(sentence, { signals });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { ...acmePlaybook({ definition: parsed.value }), return: playbook.return };
};
const threeUsers = asked('A free user becomes an SQL when zo_company_active_users >= 3');

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
    await portal.forget();
    const { plan } = await zo.apply();
    expect(plan).toMatchObject({ steps: [], notes: [], refusals: [] });
    expect(plan.asWanted).toHaveLength(16);
    expect(await writes()).toEqual([]);
  });

  it('takes for ours what is there as it should be, though there is no record of making it', async () => {
    await zo.apply();
    for (const key of Object.keys(kept)) delete kept[key];
    const { plan } = await zo.apply();
    expect(plan.steps).toEqual([]);
    expect(Object.keys(kept)).toHaveLength(16);
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
    portal.sandbox.portal().switches.actionTypesBeta = true;
    await zo.apply({ actionIds: {} });
    expect(flows()).toHaveLength(2);
  });

  it('says what is not possible without the optional scopes, and goes on', async () => {
    const { scopes } = portal.sandbox.portal().switches;
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
    const ids = actionIdsOf(portal.sandbox);
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
    const live = await portal.gateway.readFlow(id);
    await portal.gateway.updateFlow(id, { ...live, name: 'Our handoff', description: 'Ours.' });
    const { plan } = await zo.apply();
    expect(doing(plan.steps)).toEqual(['leave alone workflow "Zo | SQL handoff"']);
    expect(flows()).toHaveLength(2);
    // Only its description is another one: that keeps nobody from going live.
    await zo.apply({ goLive: true });
    expect(flow('Our handoff').isEnabled).toBe(true);
  });
});

describe('what a person changed', () => {
  const editFilters = async () => {
    const criteria = structuredClone(flow().enrollmentCriteria) as { listFilterBranch: { filterBranches: unknown[] } };
    criteria.listFilterBranch.filterBranches.pop();
    const live = await portal.gateway.readFlow(flow().id);
    await portal.gateway.updateFlow(flow().id, { ...live, enrollmentCriteria: criteria });
  };

  it('in a workflow is left alone, said in words, and overwritten only when named', async () => {
    await zo.apply();
    await editFilters();
    const edited = flow().enrollmentCriteria;
    const { plan } = await zo.apply({ playbook: threeUsers, force: [] });
    expect(plan.steps.find(({ act }) => act === 'leave alone')).toMatchObject({
      act: 'leave alone',
      artefact: { name: handoffName },
      words: expect.arrayContaining([expect.stringMatching(/^HubSpot /)]),
      remedy: '--force "Zo | SQL handoff" overwrites it',
    });
    // The description is older than the playbook and nobody's edit, so it follows.
    expect(flow()).toMatchObject({
      enrollmentCriteria: edited,
      description: expect.stringContaining(threeUsers.definition.sentence),
    });
    const forced = await zo.apply({ playbook: threeUsers, force: [handoffName] });
    expect(forced.plan.steps).toMatchObject([{ act: 'change', isForced: true }]);
    expect(JSON.stringify(flow().enrollmentCriteria)).toContain('"value":3');
    expect((await zo.plan({ playbook: threeUsers })).steps).toEqual([]);
  });

  it('and somebody restored is ours again, also for a later playbook', async () => {
    await zo.apply({ goLive: true });
    await editFilters();
    const wanted = buildHandoffWorkflow({
      ...{ playbook: threeUsers, link: null, stagesBeforeSql: ['subscriber', 'lead'] },
      actionIds: actionIdsOf(portal.sandbox) as Required<ReturnType<typeof actionIdsOf>>,
    });
    const todo = { kind: 'handoff', wanted, knownFlowId: flow().id, goLive: true } as const;
    const { flowId } = await overwriteWorkflow({ gateway: portal.gateway, keeping: keepingInMemory(kept) }, todo);
    expect([flowId, flow().isEnabled]).toEqual([flow().id, true]);
    expect((await zo.apply()).plan.steps.map(({ act }) => act)).toEqual(['change']);
  });

  it('in the filters of a workflow that is off keeps it off when going live', async () => {
    await zo.apply();
    await editFilters();
    const { plan, applied } = await zo.apply({ goLive: true });
    expect(doing(plan.steps)).toEqual([
      'leave alone workflow "Zo | SQL handoff"',
      'leave alone workflow "Zo | SQL handoff"',
      'switch on workflow "Zo | Return to marketing"',
    ]);
    expect(plan.steps[1]!.words).toEqual(['stays off, because it is not as the playbook wants it']);
    expect(applied.workflows).toMatchObject({ handoff: { isOn: false }, return: { isOn: true } });
  });

  it('between our actions stays', async () => {
    await zo.apply();
    const live = await portal.gateway.readFlow(flow().id);
    const [first, ...others] = structuredClone(flow().actions);
    const delay = {
      type: 'SINGLE_CONNECTION',
      actionId: '6',
      actionTypeId: '0-1',
      actionTypeVersion: 0,
      fields: { delta: '5', time_unit: 'MINUTES' },
      connection: { edgeType: 'STANDARD', nextActionId: '2' },
    };
    const withDelay = [{ ...first, connection: { edgeType: 'STANDARD', nextActionId: '6' } }, ...others, delay];
    await portal.gateway.updateFlow(flow().id, { ...live, actions: withDelay });
    expect((await zo.apply()).plan.steps).toEqual([]);
    await zo.apply({ playbook: threeUsers });
    expect(flow().actions).toHaveLength(6);

    const actionIds = actionIdsOf(portal.sandbox);
    const scoring = actionIds['compute-pql-score']!;
    const definition = portal.sandbox
      .portal()
      .actionDefinitions.find(({ definitionId }) => definitionId === scoring.definitionId)!;
    definition.version = scoring.version + 1;
    const newer = { actionIds: actionIdsOf(portal.sandbox), playbook: threeUsers };
    const { plan } = await zo.apply(newer);
    expect(doing(plan.steps)).toEqual(['change workflow "Zo | SQL handoff"']);
    const [updated, ...asBefore] = withDelay;
    expect(flow().actions).toEqual([{ ...updated, actionTypeVersion: definition.version }, ...asBefore]);
    expect((await zo.plan(newer)).steps).toEqual([]);
    // Under another id ours would have to be put anew, and the delay would go.
    const elsewhere = { ...newer.actionIds, 'compute-pql-score': { definitionId: '1', version: 1 } };
    expect((await zo.plan({ ...newer, actionIds: elsewhere })).steps).toMatchObject([{ act: 'leave alone' }]);
  });

  it('in a workflow between the plan and its application is not overwritten', async () => {
    await zo.apply();
    const plan = await zo.plan({ playbook: threeUsers });
    await editFilters();
    const edited = flow().enrollmentCriteria;
    const { done } = await applyPlan(plan, {
      gateway: portal.gateway,
      keeping: keepingInMemory(kept),
      sleep: async () => undefined,
    });
    expect(done[0]?.result).toEqual({
      outcome: 'refused',
      reason: 'somebody saved it in the meantime: run this again',
    });
    expect(flow().enrollmentCriteria).toEqual(edited);
    expect(doing((await zo.plan({ playbook: threeUsers })).steps)).toContain('leave alone workflow "Zo | SQL handoff"');
  });

  it('by switching a workflow off is left alone until going live is asked for', async () => {
    await zo.apply({ goLive: true });
    const live = await portal.gateway.readFlow(flow().id);
    await portal.gateway.updateFlow(flow().id, { ...live, isEnabled: false });
    const { plan } = await zo.apply({ wereOn: ['handoff', 'return'] });
    expect(plan.steps).toMatchObject([{ act: 'leave alone', words: ['is off; it was on'] }]);
    expect(flow().isEnabled).toBe(false);
    await zo.apply({ goLive: true, wereOn: ['handoff', 'return'] });
    expect(flow().isEnabled).toBe(true);
  });

  it('by deleting a workflow, a list or a property is said, and it is created again', async () => {
    await zo.apply();
    await portal.gateway.deleteFlow(flow().id);
    lists()[1]!.deletedAt = 1;
    property('zo_conditions_missing').archivedAt = 1;
    const { plan } = await zo.apply();
    expect(plan.steps.map((step) => [stepWords(step), 'wasDeleted' in step && step.wasDeleted])).toEqual([
      ['create contact property zo_conditions_missing', true],
      ['create workflow "Zo | SQL handoff"', true],
      ['create list "Zo | One condition away"', true],
    ]);
    expect((await zo.plan()).steps).toEqual([]);
    expect(flows()).toHaveLength(2);
  });

  it('in a property is left alone, while its other parts follow ours', async () => {
    await zo.apply();
    property('zo_sql_ready').label = 'Is it hot?';
    property('zo_sql_ready').options.push({ value: 'maybe', label: 'Maybe', displayOrder: 9, hidden: false });
    const wanted = someProperties(properties).map((one) =>
      one.name === 'zo_sql_ready' ? { ...one, description: 'A better meaning.' } : one,
    );
    const { plan } = await zo.apply({ properties: wanted });
    expect(plan.steps).toMatchObject([
      { act: 'change', words: [expect.stringMatching(/^description: ".*" → "A better meaning."$/)] },
      {
        act: 'leave alone',
        words: [expect.stringMatching(/^label: "Is it hot\?" → "/)],
        remedy: '--force zo_sql_ready overwrites it',
      },
    ]);
    expect(property('zo_sql_ready')).toMatchObject({ label: 'Is it hot?', description: 'A better meaning.' });
    await zo.apply({ properties: wanted, force: ['zo_sql_ready'] });
    expect(property('zo_sql_ready').label).not.toBe('Is it hot?');
    expect(property('zo_sql_ready').options.map(({ value }) => value)).toContain('maybe');
  });

  it('in a list is left alone, and overwritten when named', async () => {
    await zo.apply();
    const [ready] = lists();
    ready!.filterBranch = structuredClone(lists()[1]!.filterBranch);
    expect((await zo.apply()).plan.steps).toMatchObject([{ act: 'leave alone', artefact: { name: 'Zo | SQL ready' } }]);
    await zo.apply({ force: ['Zo | SQL ready'] });
    expect(JSON.stringify(lists()[0]!.filterBranch)).toContain('"zo_sql_ready"');
    expect((await zo.plan()).steps).toEqual([]);
  });
});

it('a property of the same name and another type is refused, and the others are made', async () => {
  await portal.gateway.createProperty('contact', {
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
  await portal.gateway.createContacts([
    create('a@finpilot.test', { zo_sql_ready: 'yes', lifecyclestage: 'lead' }),
    create('b@finpilot.test', { zo_sql_ready: 'yes', lifecyclestage: 'customer' }),
    create('c@finpilot.test', { zo_sql_ready: 'no', zo_conditions_missing: '1' }),
    create('d@finpilot.test', { zo_sql_ready: 'yes', zo_plan: 'pro' }),
  ]);
  const members = async () => {
    const found: Record<string, string[]> = {};
    for (const { listId, name } of lists()) {
      const response = await fetch(`${portal.sandbox.url}/crm/v3/lists/${listId}/memberships`, {
        headers: { authorization: `Bearer ${portal.sandbox.accessToken}` },
      });
      const { results } = (await response.json()) as { results: { recordId: string }[] };
      const records = portal.sandbox.portal().records['0-1'];
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
