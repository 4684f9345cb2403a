/** A decision that is made because everybody is decided again, not because something happened to the person. */
import { decide } from '../../../backend/handoff/decide.ts';
import { priorities } from '../../../backend/outbox/effect.ts';
import { decisionContext, decisionInput, record } from '../../support/handoffs.ts';

const syncOf = (decision: ReturnType<typeof decide>) => decision.effects.find(({ kind }) => kind === 'sync contact');
/** Nobody of a company: nothing crosses. */
const alone = { company: null };

it('writes what changed behind everything that happens live', () => {
  expect(syncOf(decide(decisionInput({ ...alone, dirtySince: null }), decisionContext()))?.priority).toBe(
    priorities.backfill,
  );
  expect(syncOf(decide(decisionInput({ ...alone }), decisionContext()))?.priority).toBe(priorities.routine);
});

it('asks for nothing that was wanted already', () => {
  const { wanted } = decide(decisionInput(alone), decisionContext());
  const known = record({ wanted, written: {} });
  expect(
    syncOf(decide(decisionInput({ ...alone, record: known, dirtySince: null }), decisionContext())),
  ).toBeUndefined();
  expect(syncOf(decide(decisionInput({ ...alone, record: known }), decisionContext()))).toBeDefined();
});

it('opens a handoff as urgently as ever', () => {
  const decision = decide(decisionInput({ dirtySince: null }), decisionContext());
  expect(decision.opens).not.toBeNull();
  expect(syncOf(decision)?.priority).toBe(priorities.crossing);
});
