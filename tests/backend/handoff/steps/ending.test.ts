import { dealClosed, notAFit, undoNotAFit } from '../../../../backend/handoff/steps/ending.ts';
import { alertedHandoff, clockTerms, dayMs, hourMs, maria, now } from '../../../support/handoffs.ts';

const refusal = { by: maria.email, reason: 'Too small', leadStatus: 'UNQUALIFIED', leadStatusBefore: null, now };

describe('a deal', () => {
  it.each(['won', 'lost'] as const)('%s ends it, with nothing left to remind of', (outcome) => {
    const change = dealClosed(alertedHandoff(), outcome, now - hourMs, now);
    expect(change).toMatchObject({
      handoff: { status: outcome, closedAt: now, timers: {} },
      receipts: [{ kind: 'outcome', body: { outcome, dealClosedAt: now - hourMs } }],
    });
    expect(dealClosed(change.handoff, 'lost', now, now + 1)).toEqual({
      handoff: change.handoff,
      effects: [],
      receipts: [],
    });
  });
});

describe('not a fit', () => {
  it('clears only an owner we set, and leaves the lead status alone where the playbook says so', () => {
    const theirs = alertedHandoff({ owner: { ...alertedHandoff().owner!, setByUs: false } });
    expect(notAFit(theirs, { ...refusal, leadStatus: null }).effects).toEqual([]);
    expect(notAFit(theirs, refusal).effects).toMatchObject([{ fields: { hs_lead_status: 'UNQUALIFIED' } }]);
    expect(notAFit(alertedHandoff(), { ...refusal, leadStatus: null }).effects).toMatchObject([
      { fields: { hubspot_owner_id: '' } },
    ]);
  });

  it('names the condition that crossed last in its receipt', () => {
    expect(notAFit(alertedHandoff(), refusal).receipts).toMatchObject([
      { body: { outcome: 'not_a_fit', by: maria.email, reason: 'Too small', condition: null } },
    ]);
  });

  it('undone leaves a call that was made as it was made', () => {
    const touch = { at: now, by: 'owner', kind: 'call', via: 'Slack', minutes: 0 } as const;
    const engaged = alertedHandoff({ status: 'engaged', touch, breachedAt: now });
    const closed = { ...notAFit(engaged, refusal).handoff, revision: 7 };
    const undone = undoNotAFit(closed, maria.email, clockTerms, now + dayMs);
    expect(undone.handoff).toMatchObject({ status: 'engaged', touch, breachedAt: now, clock: null });
    expect(undone.handoff.timers).toEqual({ 'return rule': now + dayMs });
    // Only this write says that HubSpot has the owner again.
    expect(undone.effects).toMatchObject([{ key: undone.handoff.ownerKey, fields: { hs_lead_status: '' } }]);
    expect(undoNotAFit(undone.handoff, maria.email, clockTerms, now)).toMatchObject({ effects: [], receipts: [] });
  });
});
