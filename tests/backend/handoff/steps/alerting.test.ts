import { alertSettled, sendAlerts } from '../../../../backend/handoff/steps/alerting.ts';
import type { AlertPlace } from '../../../../backend/outbox/effect.ts';
import { alertedHandoff, maria, now, waitingHandoff } from '../../../support/handoffs.ts';

const dm: AlertPlace = { to: 'dm', email: maria.email };
const channel: AlertPlace = { to: 'channel', channel: '#pql-handoff' };
const call = (callbackId: string) => ({ callbackId, action: 'send-slack-handoff', isHeld: false });

describe('alerts', () => {
  it('go to each place once, and the call waits for those under way', () => {
    const first = sendAlerts(alertedHandoff(), [dm, channel], call('cb-1'));
    expect(first.effects.map(({ key, lane }) => [key, lane])).toEqual([
      ['alert:5:channel:#pql-handoff', 'slack:#pql-handoff'],
    ]);
    expect(first.handoff.waitingCallbacks).toMatchObject([{ effectKeys: ['alert:5:channel:#pql-handoff'] }]);
    const second = sendAlerts(first.handoff, [dm, channel], call('cb-2'));
    expect(second.effects).toEqual([]);
    expect(second.handoff.waitingCallbacks.map(({ callbackId }) => callbackId)).toEqual(['cb-1', 'cb-2']);
  });

  it('are not sent of one that goes back', () => {
    const due = waitingHandoff({ status: 'return_due', returnDueAt: now });
    expect(sendAlerts(due, [dm, channel], call('cb-1'))).toEqual({ handoff: due, effects: [], receipts: [] });
  });
});

describe('what became of a message', () => {
  const key = 'alert:5:dm:maria@acme.test';
  const posted = { state: 'posted', channel: 'D1', ts: '9.9', link: null, at: now } as const;
  const gone = { state: 'gone', reason: 'deleted' } as const;

  it('that was posted is only that it is gone; then nothing more', () => {
    const alerted = alertedHandoff();
    expect(alertSettled(alerted, key, { state: 'unconfirmed', reason: 'x' })).toMatchObject({
      handoff: alerted,
      receipts: [],
    });
    const lost = alertSettled(alerted, key, gone);
    expect(lost).toMatchObject({
      handoff: { status: 'alerted', alerts: { [key]: gone } },
      receipts: [{ kind: 'alert' }],
    });
    expect(alertSettled(lost.handoff, key, posted)).toMatchObject({ handoff: lost.handoff, receipts: [] });
  });

  it('that nobody could be sure of may still be that it was posted', () => {
    const unsure = alertSettled(alertedHandoff({ status: 'assigned', alerts: {} }), key, {
      state: 'unconfirmed',
      reason: 'x',
    });
    expect(unsure.handoff.status).toBe('assigned');
    expect(alertSettled(unsure.handoff, key, posted).handoff.status).toBe('alerted');
  });
});
