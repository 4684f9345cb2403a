import { type CheckedWorkflow, standingDifference } from '../../../backend/drift/drift.ts';
import { noteDifferences } from '../../../backend/drift/note-differences.ts';

const name = 'Zo | SQL handoff';
const asSaid: CheckedWorkflow = { kind: 'handoff', name, state: 'as the playbook says', flowId: '7' };
const differs = (...differences: string[]): CheckedWorkflow => ({
  kind: 'handoff',
  name,
  state: 'differs',
  flowId: '7',
  differences,
});

describe('what follows from a check of the workflows', () => {
  it('the same difference keeps its moment, and so its one note', () => {
    const first = noteDifferences([], [differs('the workflow is off')], 1_000);
    const second = noteDifferences(first.workflows, [differs('the workflow is off')], 2_000);
    expect(first.notes).toEqual([
      expect.objectContaining({ key: 'drift:handoff:1000', lines: ['the workflow is off'], lane: 'slack:operator' }),
    ]);
    expect(second).toEqual(first);
    expect(first.raise).toEqual([
      {
        key: 'drift:handoff',
        message:
          'The workflow "Zo | SQL handoff" is not as the playbook says: the workflow is off. `zo drift --restore` restores it.',
      },
    ]);
    expect(first.clear).toEqual([]);
  });

  it('another difference, or the same one again after it was gone, is noted anew', () => {
    const first = noteDifferences([], [differs('the workflow is off')], 1_000);
    const more = noteDifferences(first.workflows, [differs('the workflow is off', 'an action is missing')], 2_000);
    expect(more.notes.map(({ key }) => key)).toEqual(['drift:handoff:2000']);
    const gone = noteDifferences(more.workflows, [asSaid], 3_000);
    expect(gone).toMatchObject({ raise: [], notes: [], clear: ['drift:handoff'] });
    const again = noteDifferences(gone.workflows, [differs('the workflow is off')], 4_000);
    expect(again.notes.map(({ key }) => key)).toEqual(['drift:handoff:4000']);
  });

  it('a workflow that could not be compared neither raises nor clears', () => {
    const before = noteDifferences([], [differs('the workflow is off')], 1_000).workflows;
    const unknown: CheckedWorkflow = { kind: 'handoff', name, state: 'not compared', reason: 'HubSpot is away' };
    expect(noteDifferences(before, [unknown], 2_000)).toMatchObject({ raise: [], clear: [], notes: [] });
  });

  it('a difference that is there again after looks that could not compare is the same, and has its one note', () => {
    const first = noteDifferences([], [differs('the workflow is off')], 1_000);
    const unknown: CheckedWorkflow = { kind: 'handoff', name, state: 'not compared', reason: 'HubSpot is away' };
    const away = noteDifferences(first.workflows, [unknown], 2_000);
    const stillAway = noteDifferences(away.workflows, [unknown], 3_000);
    expect(stillAway.workflows.map(standingDifference)).toEqual(first.workflows);
    expect(noteDifferences(stillAway.workflows, [differs('the workflow is off')], 4_000)).toEqual(first);
    const other = noteDifferences(stillAway.workflows, [differs('an action is missing')], 4_000);
    expect(other.notes.map(({ key }) => key)).toEqual(['drift:handoff:4000']);
  });

  it('a workflow that is not provisioned any more takes its alarm with it', () => {
    const before = noteDifferences([], [differs('the workflow is off')], 1_000).workflows;
    expect(noteDifferences(before, [], 2_000).clear).toEqual(['drift:handoff']);
  });
});
