import { alertedHandoff, dayMs, now, waitingHandoff } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { wake } from '../../support/wakes.ts';

const playbook = acmePlaybook();
const inDirectModeIfSilent = {
  playbook: { ...playbook, handoff: { ...playbook.handoff, whenWorkflowSilent: 'direct mode' as const } },
};

describe('a workflow that stays silent', () => {
  const handoff = waitingHandoff({ gateWrittenAt: now, timers: { workflow: now } });

  it('is told to the operator, and the handoff waits on', () => {
    expect(wake({ handoff })).toMatchObject({
      handoff: { ...handoff, timers: {} },
      effects: [],
      receipts: [{ body: { step: 'waiting for HubSpot' } }],
      alarm: { key: 'waiting-for-hubspot:5' },
    });
  });

  it('is stood in for where the playbook says so', () => {
    const change = wake({ handoff }, inDirectModeIfSilent);
    expect(change?.handoff).toMatchObject({ status: 'assigned', owner: { email: 'maria@acme.test' } });
    expect(change?.effects).toHaveLength(3);
  });
});

describe('a return that HubSpot’s workflow was to perform', () => {
  const due = alertedHandoff({
    status: 'return_due',
    returnDueAt: now,
    returnReasons: ['score 22, below 30'],
    timers: { workflow: now },
  });

  it('raises an alarm when the workflow stays silent', () => {
    expect(wake({ handoff: due })).toMatchObject({
      handoff: { status: 'return_due', timers: {} },
      effects: [],
      alarm: { message: expect.stringContaining('"Zo | Return to marketing" has not called') },
    });
  });

  it('is performed by the backend where the playbook lets direct mode take over', () => {
    expect(wake({ handoff: due }, inDirectModeIfSilent)).toMatchObject({
      handoff: { returnReasons: ['score 22, below 30'] },
      effects: [{ kind: 'return contact' }],
    });
  });

  it('is left alone while a call of the workflow waits for it', () => {
    const waitingCallbacks = [
      { callbackId: 'c', action: 'return-to-marketing', effectKeys: ['return:1'], isHeld: false },
    ];
    expect(wake({ handoff: { ...due, waitingCallbacks } })?.alarm).toBeUndefined();
  });
});

describe('a wake', () => {
  it('that nothing asks for changes nothing', () => {
    const handoff = alertedHandoff();
    expect(wake({ handoff })).toEqual({ handoff, effects: [], receipts: [] });
    expect(wake({ handoff: null })).toBeUndefined();
  });

  it('takes the timers of a handoff that has ended', () => {
    const won = alertedHandoff({ status: 'won', closedAt: now });
    expect(wake({ handoff: won }, {}, now + 15 * dayMs)).toEqual({
      handoff: { ...won, timers: {} },
      effects: [],
      receipts: [],
    });
  });

  it('never leaves a timer in the past', () => {
    const timers = { 'take up': now, workflow: now, review: now, held: now, owner: now, snooze: now } as const;
    const change = wake({ handoff: alertedHandoff({ timers: { ...timers, 'return rule': now } }) });
    expect(change).toMatchObject({ handoff: { status: 'alerted' }, effects: [], receipts: [] });
    expect(change?.handoff.timers).toEqual({});
  });
});
