import { alarmsOver } from '../../../../backend/handoff/handoff-alarms.ts';
import {
  gateStayedUnwritten,
  gateWritten,
  workflowCalled,
  workflowPatienceMs,
  workflowStayedSilent,
} from '../../../../backend/handoff/steps/opening.ts';
import { now, waitingHandoff } from '../../../support/handoffs.ts';

describe('waiting for HubSpot', () => {
  it('is two minutes from the gate’s write, by the clock', () => {
    const change = gateWritten(waitingHandoff(), now);
    expect(change).toMatchObject({ handoff: { gateWrittenAt: now, timers: { workflow: now + workflowPatienceMs } } });
    expect(gateWritten(change!.handoff, now + 1)).toBeNull();
    expect(workflowStayedSilent(change!.handoff)).toMatchObject({ alarm: { key: 'waiting-for-hubspot:5' } });
  });

  it('is over with the first call', () => {
    const called = workflowCalled(waitingHandoff({ gateWrittenAt: now }), now + 1)!;
    expect(alarmsOver(called.handoff)).toContain('waiting-for-hubspot:5');
    expect(called.handoff.timers).toEqual({});
    expect(workflowStayedSilent(called.handoff)).toBeNull();
    expect(gateStayedUnwritten(called.handoff, null, now)).toBeNull();
    expect(workflowCalled(called.handoff, now + 2)).toBeNull();
  });

  it('for a gate that could not be written says why, and looks again', () => {
    expect(gateStayedUnwritten(waitingHandoff(), 'property refused', now)).toMatchObject({
      handoff: { timers: { workflow: now + workflowPatienceMs } },
      alarm: { message: expect.stringContaining('property refused') },
    });
  });
});
