/** What people change in HubSpot is theirs: left alone, said, and overwritten only when it is named. */
import { properties } from '@zo/shared';
import { buildHandoffWorkflow } from '../../../backend/hubspot/handoff-workflow.ts';
import { applyPlan } from '../../../backend/provision/apply-plan.ts';
import { overwriteWorkflow } from '../../../backend/provision/overwrite-workflow.ts';
import { keepingInMemory } from '../../support/hubspot-portal.ts';
import { doing, handoffName, provisionDesk, threeUsers } from '../../support/provision-desk.ts';
import { actionIdsOf, someProperties, stepWords } from '../../support/provisioner.ts';

const { portal, kept, zo, flows, flow, lists, property } = provisionDesk();

describe('what a person changed', () => {
  const editFilters = async () => {
    const criteria = structuredClone(flow().enrollmentCriteria) as { listFilterBranch: { filterBranches: unknown[] } };
    criteria.listFilterBranch.filterBranches.pop();
    const live = await portal().gateway.readFlow(flow().id);
    await portal().gateway.updateFlow(flow().id, { ...live, enrollmentCriteria: criteria });
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
      actionIds: actionIdsOf(portal().sandbox) as Required<ReturnType<typeof actionIdsOf>>,
    });
    const todo = { kind: 'handoff', wanted, knownFlowId: flow().id, goLive: true } as const;
    const { flowId } = await overwriteWorkflow({ gateway: portal().gateway, keeping: keepingInMemory(kept()) }, todo);
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
    const live = await portal().gateway.readFlow(flow().id);
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
    await portal().gateway.updateFlow(flow().id, { ...live, actions: withDelay });
    expect((await zo.apply()).plan.steps).toEqual([]);
    await zo.apply({ playbook: threeUsers });
    expect(flow().actions).toHaveLength(6);

    const actionIds = actionIdsOf(portal().sandbox);
    const scoring = actionIds['compute-pql-score']!;
    const definition = portal()
      .sandbox.portal()
      .actionDefinitions.find(({ definitionId }) => definitionId === scoring.definitionId)!;
    definition.version = scoring.version + 1;
    const newer = { actionIds: actionIdsOf(portal().sandbox), playbook: threeUsers };
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
      gateway: portal().gateway,
      keeping: keepingInMemory(kept()),
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
    const live = await portal().gateway.readFlow(flow().id);
    await portal().gateway.updateFlow(flow().id, { ...live, isEnabled: false });
    const { plan } = await zo.apply({ wereOn: ['handoff', 'return'] });
    expect(plan.steps).toMatchObject([{ act: 'leave alone', words: ['is off; it was on'] }]);
    expect(flow().isEnabled).toBe(false);
    await zo.apply({ goLive: true, wereOn: ['handoff', 'return'] });
    expect(flow().isEnabled).toBe(true);
  });

  it('by deleting a workflow, a list or a property is said, and it is created again', async () => {
    await zo.apply();
    await portal().gateway.deleteFlow(flow().id);
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
