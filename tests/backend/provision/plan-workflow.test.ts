import type { Flow } from '../../../backend/hubspot/flows.ts';
import { buildReturnWorkflow } from '../../../backend/hubspot/return-workflow.ts';
import type { WorkflowBody } from '../../../backend/hubspot/workflow-body.ts';
import { planWorkflow, type WorkflowToPlan } from '../../../backend/provision/plan-workflow.ts';
import type { Kept } from '../../../backend/provision/three-way.ts';
import { partsOfFlow } from '../../../backend/provision/workflow-parts.ts';
import { stepWords } from '../../support/provisioner.ts';

const bodyOf = (days: number): WorkflowBody =>
  buildReturnWorkflow({
    ...{ sentence: `A handoff returns after ${days} days.`, link: null },
    actionIds: { 'return-to-marketing': { definitionId: '7', version: 1 } },
  });
const flow = (body: WorkflowBody, change: Partial<Flow> = {}): Flow => ({
  ...body,
  ...{ id: '55', revisionId: '3', isEnabled: false },
  ...change,
});
const kept = (body: WorkflowBody, change: Partial<Kept> = {}): Kept => ({
  ...{ id: '55', sent: partsOfFlow(body), returned: partsOfFlow(flow(body)), pending: null },
  ...change,
});
const manual = { enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: true } };
const todo = (change: Partial<WorkflowToPlan> = {}): WorkflowToPlan => ({
  kind: 'return',
  wanted: { wanted: bodyOf(1) },
  live: flow(bodyOf(1)),
  kept: kept(bodyOf(1)),
  goLive: false,
  wasOn: false,
  names: new Map(),
  ...change,
});
const planned = (change: Partial<WorkflowToPlan>, force = false) => {
  const { steps, asWanted, notes } = planWorkflow(todo(change), () => force);
  return [...steps.map(stepWords), ...asWanted.map(() => 'as wanted'), ...notes];
};
const name = 'workflow "Zo | Return to marketing"';

describe('what to do about a workflow', () => {
  it.each<[string, Partial<WorkflowToPlan>, string[]]>([
    ['nothing while it is as wanted', {}, ['as wanted']],
    ['create it when it is not there', { live: null, kept: null }, [`create ${name}`]],
    [
      'create it and switch it on to go live',
      { live: null, kept: null, goLive: true },
      [`create ${name}`, `switch on ${name}`],
    ],
    ['switch it on to go live', { goLive: true }, [`switch on ${name}`, 'as wanted']],
    ['leave it on', { goLive: true, live: flow(bodyOf(1), { isEnabled: true }) }, ['as wanted']],
    ['follow another return rule', { wanted: { wanted: bodyOf(2) } }, [`change ${name}`]],
    ['say that it was switched off', { wasOn: true }, [`leave alone ${name}`, 'as wanted']],
    ['leave alone what a person made of it', { live: flow(bodyOf(1), manual) }, [`leave alone ${name}`]],
    ['leave alone one there is no record of', { live: flow(bodyOf(1), manual), kept: null }, [`leave alone ${name}`]],
    [
      'not switch on what a person made of it',
      { live: flow(bodyOf(1), manual), goLive: true },
      [`leave alone ${name}`, `leave alone ${name}`],
    ],
    [
      'say that HubSpot does not keep it as written, and not write it again and again',
      { live: flow(bodyOf(1), manual), kept: kept(bodyOf(1), { returned: partsOfFlow(flow(bodyOf(1), manual)) }) },
      [`refuse ${name}`],
    ],
    [
      'say why there is none',
      { wanted: { state: 'not wanted', reason: 'the playbook has no return rule' } },
      [`${name}: not needed, the playbook has no return rule`],
    ],
  ])('%s', (_what, change, steps) => {
    expect(planned(change)).toEqual(steps);
  });

  it('overwrites a person’s changes when told to, and goes live with it', () => {
    expect(planned({ live: flow(bodyOf(1), manual), goLive: true }, true)).toEqual([
      `change ${name}`,
      `switch on ${name}`,
    ]);
  });

  it('says of a deleted one that it was deleted, and of one whose creation was cut off that it may be there', () => {
    const [deleted] = planWorkflow(todo({ live: null }), () => false).steps;
    expect(deleted).toMatchObject({ wasDeleted: true, work: { mayExist: false } });
    const cutOff: Kept = { id: null, sent: {}, returned: {}, pending: partsOfFlow(bodyOf(1)) };
    const [begun] = planWorkflow(todo({ live: null, kept: cutOff }), () => false).steps;
    expect(begun).toMatchObject({ wasDeleted: false, work: { mayExist: true } });
  });
});
