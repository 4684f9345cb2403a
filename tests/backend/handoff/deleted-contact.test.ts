/** Somebody deleted the contact in HubSpot: the crossing of then is over, and only one of after that makes it anew. */
import { decide } from '../../../backend/handoff/decide.ts';
import { messageView } from '../../../backend/handoff/message-view.ts';
import { contactDeleted } from '../../../backend/handoff/steps/ending.ts';
import {
  alertedHandoff,
  dayMs,
  decisionContext,
  decisionInput,
  facts,
  hourMs,
  minuteMs,
  now,
  previousDecision,
  record,
  waitingHandoff,
} from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const ready = previousDecision({}, { activeUsers: 2 });
/** As it is kept of somebody whose contact was deleted `ago` milliseconds ago. */
const deleted = (ago: number) =>
  record({
    recordId: null,
    deleted: { id: '501', at: now - ago },
    facts: facts({ exists: false, contactId: null, primaryCompany: null }),
  });

it('ends an open handoff, whoever has it, and its messages say why', () => {
  for (const handoff of [waitingHandoff(), alertedHandoff()]) {
    const { handoff: over, effects, receipts } = contactDeleted(handoff, now);
    expect(over).toMatchObject({ status: 'withdrawn', closedAt: now, timers: {}, ending: { kind: 'contact deleted' } });
    expect([effects, receipts]).toEqual([
      [],
      [{ kind: 'withdrawal', body: { gate: 'do_not_contact', because: 'the contact was deleted in HubSpot' } }],
    ]);
    for (const key of Object.keys(over.alerts)) {
      expect(messageView(over, key)).toEqual({ state: { is: 'contact deleted' }, buttons: [] });
    }
    expect(contactDeleted(over, now + 1)).toMatchObject({ effects: [], receipts: [] });
  }
});

it.each(['create at crossing', 'create all', 'update only'] as const)(
  'with `contacts: %s` nobody who was ready then is handed off or made anew',
  (contacts) => {
    const context = decisionContext({ playbook: acmePlaybook({ contacts }) });
    const decision = decide(decisionInput({ previous: ready, record: deleted(minuteMs) }), context);
    expect(decision).toMatchObject({ gate: 'do_not_contact', opens: null });
    for (const effect of decision.effects) expect(effect).not.toMatchObject({ createIfMissing: true });
  },
);

it('a crossing of after that makes the contact anew, where the playbook lets it', () => {
  const crosses = decisionInput({ previous: previousDecision(), record: deleted(dayMs) });
  const decision = decide({ ...crosses, record: { ...crosses.record!, factsAt: now } }, decisionContext());
  expect(decision.gate).toBe('open');
  expect(decision.opens).not.toBeNull();
  expect(decision.effects).toContainEqual(expect.objectContaining({ kind: 'sync contact', createIfMissing: true }));
});

it('time alone is no crossing: nobody is made anew when a cool-down ends', () => {
  const input = decisionInput({
    previous: { ...ready, crossedAt: now - 60 * dayMs },
    record: deleted(50 * dayMs),
    returnedAt: now - 50 * dayMs,
  });
  expect(decide(input, decisionContext())).toMatchObject({ gate: 'do_not_contact', opens: null });
});

it('restored, it cools down', () => {
  const input = decisionInput({ previous: ready, record: record(), returnedAt: now - hourMs / 2 });
  expect(decide(input, decisionContext())).toMatchObject({ gate: 'cooling_down', opens: null });
});
