import { effectSettled, type Settled } from '../../../backend/handoff/effect-settled.ts';
import type { AlertState, Handoff, WaitingCallback } from '../../../backend/handoff/handoff.ts';
import type { HandoffChange, HandoffContext } from '../../../backend/handoff/handoff-change.ts';
import { alertedHandoff, dayMs, now, waitingHandoff } from '../../support/handoffs.ts';

function settle(handoff: Handoff, settled: Settled): HandoffChange {
  const { change } = effectSettled(settled, now)({ handoff } as HandoffContext);
  if (change === undefined) throw new Error('nothing changed');
  return change;
}

const dm = 'alert:5:dm:maria@acme.test';
const channel = 'alert:5:channel:#pql-handoff';
const posted: AlertState = { state: 'posted', channel: 'C1', ts: '2.1', link: null, at: now };
const call = (change: Partial<WaitingCallback> = {}): WaitingCallback => ({
  callbackId: 'cb-1',
  action: 'send-slack-handoff',
  effectKeys: [dm, channel],
  isHeld: false,
  ...change,
});
const queued = (waitingCallbacks: WaitingCallback[]) =>
  alertedHandoff({
    status: 'assigned',
    alerts: { [dm]: { state: 'queued' }, [channel]: { state: 'queued' } },
    waitingCallbacks,
  });

describe('a settled effect', () => {
  it('completes a waiting call only when all its effects have settled', () => {
    const first = settle(queued([call()]), { what: 'alert', key: dm, state: posted });
    expect(first).toMatchObject({ effects: [], handoff: { waitingCallbacks: [{ effectKeys: [channel] }] } });
    const second = settle(first.handoff, { what: 'alert', key: channel, state: { state: 'failed', reason: 'no' } });
    expect(second.handoff.waitingCallbacks).toEqual([]);
    expect(second.effects).toMatchObject([
      {
        kind: 'complete callback',
        callbackId: 'cb-1',
        key: 'callback:cb-1',
        outputs: { zo_delivery_status: 'sent', hs_execution_state: 'SUCCESS' },
      },
    ]);
  });

  it('records the outputs of a held call instead of calling HubSpot', () => {
    const change = settle(queued([call({ isHeld: true, effectKeys: [dm] })]), {
      what: 'alert',
      key: dm,
      state: posted,
    });
    expect(change.effects).toEqual([]);
    expect(change.completedCalls).toMatchObject([{ callbackId: 'cb-1', outputs: { zo_delivery_status: 'sent' } }]);
  });

  it('leaves calls that wait for something else', () => {
    const change = settle(queued([call({ effectKeys: [channel] })]), { what: 'alert', key: dm, state: posted });
    expect(change.handoff.waitingCallbacks).toEqual([call({ effectKeys: [channel] })]);
  });

  it('tells the workflow and the operator when HubSpot did not take the owner', () => {
    const waiting = call({ action: 'assign-owner', effectKeys: ['handoff-fields:5'] });
    const change = settle(queued([waiting]), { what: 'fields', key: 'handoff-fields:5', problem: 'no such owner' });
    expect(change).toMatchObject({
      handoff: { status: 'assigned' },
      effects: [{ outputs: { zo_error: 'not_written' } }],
      alarm: { key: 'handoff-fields:5', message: expect.stringContaining('no such owner') },
    });
  });

  it('of a return closes the handoff and tells marketing once, however often it settles', () => {
    const due = alertedHandoff({ status: 'return_due', returnReasons: ['score 22, below 30'] });
    const note = { channel: '#marketing', text: 'Back to you' };
    const settled: Settled = { what: 'return', key: 'return:5', problem: null, note };
    const first = settle(due, settled);
    expect(first).toMatchObject({
      handoff: { status: 'returned', closedAt: now },
      effects: [{ kind: 'post note', key: 'note:return:5' }],
    });
    const closed = { ...first.handoff, closedAt: now - dayMs };
    expect(settle(closed, settled)).toMatchObject({ handoff: closed, effects: [], receipts: [] });
  });

  it('of a return that failed leaves it due and tells the workflow', () => {
    const due = alertedHandoff({
      status: 'return_due',
      waitingCallbacks: [call({ action: 'return-to-marketing', effectKeys: ['return:5'] })],
    });
    expect(settle(due, { what: 'return', key: 'return:5', problem: 'read back SQL', note: null })).toMatchObject({
      handoff: { status: 'return_due', closedAt: null },
      effects: [{ outputs: { zo_return_status: 'failed', zo_error: 'stage_not_moved' } }],
      alarm: { key: 'return:5' },
    });
  });

  it('of nobody’s handoff changes nothing', () => {
    const context = { handoff: null } as HandoffContext;
    expect(effectSettled({ what: 'alert', key: dm, state: posted }, now)(context)).toEqual({ answer: false });
  });
});

describe('an alert', () => {
  it('that was posted makes the handoff alerted, also when nobody could be assigned', () => {
    for (const handoff of [alertedHandoff({ status: 'assigned' }), waitingHandoff({ firstCallAt: now })]) {
      expect(settle(handoff, { what: 'alert', key: channel, state: posted }).handoff.status).toBe('alerted');
    }
  });

  it('that failed leaves the handoff as it is', () => {
    const change = settle(queued([]), { what: 'alert', key: dm, state: { state: 'failed', reason: 'x' } });
    expect(change.handoff).toMatchObject({ status: 'assigned', alerts: { [dm]: { state: 'failed' } } });
  });

  it('that was posted stays posted, whatever comes later', () => {
    const change = settle(alertedHandoff(), { what: 'alert', key: dm, state: { state: 'unconfirmed', reason: 'x' } });
    expect(change.handoff.alerts[dm]).toMatchObject({ state: 'posted', ts: '1.2' });
  });
});
