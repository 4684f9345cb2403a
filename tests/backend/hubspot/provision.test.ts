import path from 'node:path';
import { parseDefinition, type WorkflowActionName, workflowActionNames, workflowActions } from '@zo/shared';
import type { ActionIds } from '../../../backend/hubspot/action-ids.ts';
import { type ProvisionOptions, provision } from '../../../backend/hubspot/provision.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const projectDir = path.resolve(import.meta.dirname, '../../../hubspot-project');
const playbook = acmePlaybook({ return: { when: [], channel: null, text: '14 days without AE activity' } });
const quiet = { debug: () => undefined, warn: () => undefined };

describe('provisioning a portal', () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await startTestPortal({ projectDir });
  });
  afterEach(() => portal.close());

  const learned = (): ActionIds => {
    const definitions = portal.sandbox.portal().actionDefinitions;
    const idOf = (name: WorkflowActionName) => definitions.find(({ uid }) => uid === workflowActions[name].uid)!;
    return Object.fromEntries(
      workflowActionNames.map((name) => [name, { definitionId: idOf(name).definitionId, version: idOf(name).version }]),
    );
  };
  const run = (change: Partial<ProvisionOptions> = {}) =>
    provision({
      gateway: portal.gateway,
      playbook,
      version: 3,
      goLive: false,
      settingActionIds: {},
      learnedActionIds: learned(),
      knownFlowIds: {},
      link: 'https://app.hubspot.com/app/424242/1001',
      log: quiet,
      ...change,
    });
  const flows = () => [...portal.sandbox.portal().flows.values()];
  const flow = (name = 'Zo | SQL handoff') => flows().find((candidate) => candidate.name === name)!;
  const writes = async () =>
    (await portal.calls()).filter((call) => /^(PUT|PATCH|DELETE)|POST (?!.*search)/.test(call));

  it('creates both workflows, off, with sentence, version, link and the five steps', async () => {
    const { workflows } = await run();
    expect(workflows).toMatchObject([
      { kind: 'handoff', state: 'off', done: ['created'], differences: [] },
      { kind: 'return', state: 'off', done: ['created'], differences: [] },
    ]);
    const { description, actions, isEnabled } = flow();
    expect(isEnabled).toBe(false);
    expect(description).toContain(playbook.definition.sentence);
    expect(description).toContain('Playbook version 3.');
    expect(description).toContain('https://app.hubspot.com/app/424242/1001');
    const ids = learned();
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

  it('writes nothing the second time', async () => {
    await run();
    await portal.forget();
    const { workflows } = await run();
    expect(workflows).toMatchObject([{ done: [] }, { done: [] }]);
    expect(await writes()).toEqual([]);
  });

  it('switches on only when asked to, and leaves on what is on', async () => {
    await run();
    expect((await run({ goLive: true })).workflows).toMatchObject([
      { state: 'live', done: ['switched on'] },
      { state: 'live', done: ['switched on'] },
    ]);
    expect((await run()).workflows).toMatchObject([
      { state: 'live', done: [] },
      { state: 'live', done: [] },
    ]);
    expect(flows().map(({ isEnabled }) => isEnabled)).toEqual([true, true]);
  });

  it('brings a new definition and its version into a live workflow, which stays on', async () => {
    await run({ goLive: true });
    const expression = { ...playbook.definition.expression, value: 3 } as typeof playbook.definition.expression;
    const sentence = 'A free user becomes an SQL when zo_company_active_users >= 3';
    const changed = acmePlaybook({ definition: { ...playbook.definition, expression, sentence } });
    const [handoff] = (await run({ playbook: { ...changed, return: playbook.return }, version: 4 })).workflows;
    expect(handoff).toMatchObject({ state: 'live', done: ['changed'], differences: [] });
    expect(JSON.stringify(flow().enrollmentCriteria)).toContain('"value":3');
    expect(flow().description).toContain(sentence);
  });

  it('is taken by HubSpot with every kind of condition', async () => {
    const sentence = `A free user becomes an SQL when zo_pql_score is not between 10 and 20 AND zo_pql_score is known
      AND (company number of employees >= 50 OR company number of employees is empty OR zo_company_active_users is one of (1, 2))
      AND zo_plan is not one of (a, "b c") AND zo_plan does not contain x AND zo_last_key_action is one of (a, b)
      AND zo_email_domain_type is not one of (personal, disposable) AND zo_user_id is known
      AND visited pricing in the last 14 days AND zo_last_active_at is within the last 7 days`;
    const parsed = parseDefinition(sentence, { signals: ['visited pricing'] });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const asked = acmePlaybook({ definition: parsed.value });
    const [handoff] = (await run({ playbook: { ...asked, return: playbook.return } })).workflows;
    expect(handoff).toMatchObject({ differences: [] });
    expect(JSON.stringify(flow().enrollmentCriteria)).toContain('"zo_sql_ready"');
  });

  it('mends an edited filter and keeps an action that people added between ours', async () => {
    await run();
    const { id } = flow();
    const edited = await portal.gateway.readFlow(id);
    const actions = structuredClone(flow().actions);
    const [first] = actions;
    const delay = {
      type: 'SINGLE_CONNECTION',
      actionId: '6',
      actionTypeId: '0-1',
      actionTypeVersion: 0,
      fields: { delta: '5', time_unit: 'MINUTES' },
      connection: { edgeType: 'STANDARD', nextActionId: '2' },
    };
    const withDelay = [
      { ...first, connection: { edgeType: 'STANDARD', nextActionId: '6' } },
      ...actions.slice(1),
      delay,
    ];
    const criteria = structuredClone(flow().enrollmentCriteria) as { listFilterBranch: { filterBranches: unknown[] } };
    criteria.listFilterBranch.filterBranches.pop();
    await portal.gateway.updateFlow(id, { ...edited, actions: withDelay, enrollmentCriteria: criteria });
    const [handoff] = (await run()).workflows;
    expect(handoff).toMatchObject({
      found: [expect.stringMatching(/^HubSpot does not enrol those with .*zo_plan = trial$/)],
      differences: [],
    });
    expect(flow().actions).toHaveLength(6);
  });

  it('creates a deleted workflow again', async () => {
    await run();
    await portal.gateway.deleteFlow(flow().id);
    expect((await run()).workflows).toMatchObject([{ done: ['created'] }, { done: [] }]);
  });

  it('finds a renamed workflow by its id and marker', async () => {
    const [handoff] = (await run()).workflows;
    const id = handoff !== undefined && 'flowId' in handoff ? handoff.flowId : '';
    await portal.gateway.updateFlow(id, { ...(await portal.gateway.readFlow(id)), name: 'Our handoff' });
    expect((await run({ knownFlowIds: { handoff: id } })).workflows).toMatchObject([{ flowId: id, done: [] }, {}]);
    expect(flows()).toHaveLength(2);
  });

  it('never creates a workflow twice when the answer to its creation is lost', async () => {
    await portal.fail({ mode: 'reset-after-commit', match: { method: 'POST', path: '/automation/v4/flows' } });
    expect((await run()).workflows).toMatchObject([{ state: 'off', done: ['created'] }, { state: 'off' }]);
    expect(flows()).toHaveLength(2);
  });

  it('goes on where it was interrupted', async () => {
    await portal.fail({ mode: 'status', status: 401, match: { method: 'POST', path: '/automation/v4/flows' } });
    await expect(run()).rejects.toMatchObject({ code: 'reconnect' });
    expect((await run({ goLive: true })).workflows).toMatchObject([{ state: 'live' }, { state: 'live' }]);
    expect(flows()).toHaveLength(2);
  });

  it('says which action ids are missing, and makes no workflow without them', async () => {
    const { workflows, created } = await run({ learnedActionIds: {} });
    expect(workflows).toEqual([
      { kind: 'handoff', state: 'no action ids', missing: ['compute-pql-score', 'assign-owner', 'send-slack-handoff'] },
      { kind: 'return', state: 'no action ids', missing: ['return-to-marketing'] },
    ]);
    expect(created).toContain('contact zo_user_id');
    expect(flows()).toEqual([]);
  });

  it('takes the ids from the list of action types where the portal has it', async () => {
    portal.sandbox.portal().switches.actionTypesBeta = true;
    const { workflows, actionIdsFrom } = await run({ learnedActionIds: {} });
    expect(workflows).toMatchObject([{ state: 'off' }, { state: 'off' }]);
    expect(actionIdsFrom['assign-owner']).toBe('flows/action-types');
  });

  it('leaves the portal to direct mode when workflows are not permitted', async () => {
    portal.sandbox.portal().switches.scopes.delete('automation');
    expect((await run()).workflows).toMatchObject([
      { kind: 'handoff', state: 'not permitted' },
      { kind: 'return', state: 'not permitted' },
    ]);
  });

  it('counts the free contacts that meet the definition now', async () => {
    await run();
    const ready = (email: string, stage: string) => ({
      trace: email,
      properties: { email, zo_sql_ready: 'yes', lifecyclestage: stage },
    });
    await portal.gateway.createContacts([
      ready('a@finpilot.test', 'lead'),
      ready('b@finpilot.test', ''),
      ready('c@finpilot.test', 'customer'),
      { trace: 'd', properties: { email: 'd@finpilot.test', zo_sql_ready: 'no' } },
    ]);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await run()).matchingNow).toBe(2);
  });
});
