import { handoffValues } from '../../../../backend/handoff/handoff-values.ts';
import { dealClosed, notAFit, undoNotAFit } from '../../../../backend/handoff/steps/ending.ts';
import { alertedHandoff, clockTerms, dayMs, hourMs, maria, minuteMs, now } from '../../../support/handoffs.ts';

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

  describe('undone before a first call was made', () => {
    const endedAt = (at: number) => ({ ...refusal, now: at });
    const due = now + 2 * hourMs;

    it('keeps a missed one as it was missed, and whoever was told is not told again', () => {
      const clock = { ...alertedHandoff().clock!, done: 'due' as const };
      const missed = alertedHandoff({ status: 'breached', breachedAt: due, clock });
      const closed = notAFit(missed, endedAt(due + 10 * minuteMs)).handoff;
      const undone = undoNotAFit(closed, maria.email, clockTerms, due + 20 * minuteMs).handoff;
      expect(undone).toMatchObject({ status: 'breached', breachedAt: due, dueAt: due });
      // The manager is told as much later as it was closed.
      expect(undone.clock).toEqual({ ...clock, furtherAt: clock.furtherAt + 10 * minuteMs });
      expect(undone.timers.clock).toBe(clock.furtherAt + 10 * minuteMs);
      expect(handoffValues(undone)).toMatchObject({
        zo_sla_status: 'breached',
        zo_first_call_due_at: new Date(due).toISOString(),
      });
    });

    it('does not move a due time that had passed with nobody having looked', () => {
      const closed = notAFit(alertedHandoff(), endedAt(due + minuteMs)).handoff;
      const undone = undoNotAFit(closed, maria.email, clockTerms, due + 10 * minuteMs).handoff;
      expect(undone).toMatchObject({
        status: 'alerted',
        breachedAt: null,
        dueAt: due,
        timers: { clock: now + hourMs },
      });
    });

    it('goes on with the working time that was left', () => {
      const closed = notAFit(alertedHandoff(), endedAt(now + 30 * minuteMs)).handoff;
      // Three days later, of which 24 hours are working time.
      const undone = undoNotAFit(closed, maria.email, clockTerms, now + 30 * minuteMs + 3 * dayMs).handoff;
      expect(undone).toMatchObject({ status: 'alerted', dueAt: due + 3 * dayMs, clock: { startedAt: now } });
    });

    it('takes up a snooze that still runs, and none that has ended', () => {
      const until = now + 3 * hourMs;
      const snoozed = alertedHandoff({ status: 'snoozed', snooze: { until, by: maria.email } });
      const closed = notAFit(snoozed, endedAt(now + minuteMs)).handoff;
      expect(undoNotAFit(closed, maria.email, clockTerms, until - 1).handoff).toMatchObject({
        status: 'snoozed',
        snooze: { until, by: maria.email },
        timers: { snooze: until },
      });
      expect(undoNotAFit(closed, maria.email, clockTerms, until).handoff).toMatchObject({
        status: 'alerted',
        snooze: null,
      });
    });
  });
});
