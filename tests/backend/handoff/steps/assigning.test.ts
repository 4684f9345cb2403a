import type { Handoff, HandoffStatus } from '../../../../backend/handoff/handoff.ts';
import type { HandoffChange } from '../../../../backend/handoff/handoff-change.ts';
import { assign, hold, ownerConfirmed, reassign } from '../../../../backend/handoff/steps/assigning.ts';
import { startClock } from '../../../../backend/handoff/steps/first-call-clock.ts';
import { stillWanted } from '../../../../backend/handoff/steps/writing.ts';
import { assignedTo, nobodyFor } from '../../../support/assignments.ts';
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

function held(handoff: Handoff): HandoffChange {
  const assignment = nobodyFor(maria);
  return hold(handoff, { assignment, playbookVersion: 1, alsoWrite: {}, tryAt: now, returnCheckAt: null, now });
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

  it.each<[HandoffStatus, Partial<Handoff>]>([
    ['in_review', {}],
    ['return_due', { returnDueAt: now }],
    ['won', { closedAt: now }],
  ])('of one that is %s gives it to nobody, and holds nothing', (status, change) => {
    const handoff = waitingHandoff({ status, ...change });
    expect(assigned(handoff)).toEqual({ handoff, effects: [], receipts: [] });
    expect(held(handoff)).toEqual({ handoff, effects: [], receipts: [] });
  });

  it('to whom HubSpot has already lets no earlier handoff clear the owner any more', () => {
    const { handoff, effects } = assign(waitingHandoff({ handoffId: 6 }), {
      assignment: { ...assignedTo(maria), setByUs: false },
      ...{ playbookVersion: 1, clock, callback: null, alsoWrite: {}, returnCheckAt: null, now },
    });
    expect(effects).toEqual([]);
    const late = { fields: { hubspot_owner_id: '' }, key: 'handoff-fields:5:3' };
    expect(stillWanted(late, waitingHandoff(), handoff)).toEqual({});
  });

  it('one whose call was made without an owner starts no clock', () => {
    const touch = { at: now, by: 'somebody', kind: 'call', via: 'HubSpot', minutes: 0 } as const;
    const { handoff } = assigned(held(waitingHandoff({ touch })).handoff);
    expect(handoff).toMatchObject({ status: 'engaged', owner: { id: '71' }, clock: null, dueAt: null });
  });
});

describe('an owner whom HubSpot has', () => {
  const given = assigned(waitingHandoff()).handoff;

  it('is the one whose write it acknowledged, not one of before', () => {
    expect(given).toMatchObject({ ownerKey: 'handoff-fields:5', ownerConfirmedAt: null });
    expect(ownerConfirmed(given, 'handoff-fields:5', now + 1).handoff).toMatchObject({
      ownerKey: null,
      ownerConfirmedAt: now + 1,
    });
    const step = { reason: 'r', why: 'w', by: 'clock', clock, mustWrite: true, assignment: null, now: now + 2 };
    const { handoff } = reassign({ ...given, revision: 3 }, { ...step, to: tom });
    expect(ownerConfirmed(handoff, 'handoff-fields:5', now + 3).handoff.ownerConfirmedAt).toBeNull();
    expect(ownerConfirmed(handoff, 'handoff-fields:5:3', now + 4).handoff.ownerConfirmedAt).toBe(now + 4);
  });

  it('made there needs no write, and is not cleared by a return', () => {
    const step = { reason: 'r', why: 'w', by: 'HubSpot', clock, mustWrite: false, assignment: null, now: now + 2 };
    const { handoff, effects } = reassign(given, { ...step, to: tom });
    expect([effects, handoff.owner?.setByUs, handoff.ownerConfirmedAt]).toEqual([[], false, now + 2]);
  });
});
