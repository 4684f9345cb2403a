import { sendAlerts } from '../../../../backend/handoff/steps/alerting.ts';
import type { AlertPlace } from '../../../../backend/outbox/effect.ts';
import { alertedHandoff, maria } from '../../../support/handoffs.ts';

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
});
