import type { Handoff } from '../../../../backend/handoff/handoff.ts';
import type { HandoffChange } from '../../../../backend/handoff/handoff-change.ts';
import { assign } from '../../../../backend/handoff/steps/assigning.ts';
import { startClock } from '../../../../backend/handoff/steps/first-call-clock.ts';
import { assignedTo } from '../../../support/assignments.ts';
import { clockTerms, dayMs, hourMs, maria, now, tom, waitingHandoff } from '../../../support/handoffs.ts';

const clock = startClock(clockTerms, now);

function assigned(handoff: Handoff, owner = maria, callbackId: string | null = null): HandoffChange {
  return assign(handoff, {
    assignment: assignedTo(owner),
    playbookVersion: 1,
    clock,
    callback: callbackId === null ? null : { callbackId, action: 'assign-owner', isHeld: false },
    alsoWrite: {},
    returnCheckAt: now + 14 * dayMs,
    now,
  });
}

describe('assigning', () => {
  it('gives the handoff its AE, starts the clock and waits for HubSpot to take the owner', () => {
    const change = assigned(waitingHandoff(), maria, 'cb-1');
    expect(change).toMatchObject({
      handoff: {
        status: 'assigned',
        owner: { id: '71', setByUs: true },
        handedOffAt: now,
        clock,
        dueAt: now + 2 * hourMs,
        waitingCallbacks: [{ callbackId: 'cb-1', effectKeys: ['handoff-fields:5'] }],
      },
      effects: [{ kind: 'write handoff fields', fields: { hubspot_owner_id: '71' } }],
      ledger: { [maria.email]: { ideal: 1, handoffs: 1 } },
    });
    expect(change.handoff.timers).toEqual({ clock: now + hourMs, 'return rule': now + 14 * dayMs });
  });

  it('again keeps the AE it has', () => {
    const first = assigned(waitingHandoff()).handoff;
    expect(assigned(first, tom)).toEqual({ handoff: first, effects: [], receipts: [] });
  });
});
