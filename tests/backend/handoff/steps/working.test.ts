import { accept, called, snooze, touched } from '../../../../backend/handoff/steps/working.ts';
import { alertedHandoff, clockTerms, dayMs, hourMs, maria, minuteMs, now } from '../../../support/handoffs.ts';

const time = { hours: clockTerms.hours, zone: clockTerms.zone };
const touch = (at: number) => ({ at, by: 'owner', kind: 'call', via: 'HubSpot' }) as const;

describe('"I’m on it"', () => {
  it('is noted once, and nothing stops because of it', () => {
    const { handoff, receipts } = accept(alertedHandoff(), maria.email, now);
    expect(handoff).toEqual(alertedHandoff({ acceptedAt: now, lastActivityAt: now }));
    expect(receipts).toEqual([{ kind: 'work', body: { step: 'accepted', by: maria.email } }]);
    expect(accept(handoff, maria.email, now + 1)).toEqual({ handoff, effects: [], receipts: [] });
  });
});

describe('the first human touch', () => {
  it('stops the clock and ends a snooze; minutes are working time from the handoff', () => {
    const snoozed = snooze(alertedHandoff(), now + dayMs, maria.email, now).handoff;
    const change = touched(snoozed, touch(now + dayMs), time);
    expect(change).toMatchObject({ handoff: { status: 'engaged', snooze: null, touch: { minutes: 8 * 60 } } });
    expect(change.handoff.timers).toEqual({});
    expect(change.receipts).toMatchObject([{ body: { step: 'touched', kind: 'call', minutes: 480 } }]);
  });

  it('is the first that is heard of: a later word changes nothing', () => {
    const { handoff } = touched(alertedHandoff(), touch(now + hourMs), time);
    expect(touched(handoff, touch(now), time)).toEqual({ handoff, effects: [], receipts: [] });
  });

  it('in time and heard of after the breach was in time', () => {
    const breached = alertedHandoff({ status: 'breached', breachedAt: now + 2 * hourMs });
    expect(touched(breached, touch(now + hourMs), time).handoff).toMatchObject({
      status: 'engaged',
      touch: { at: now + hourMs, minutes: 60 },
    });
  });

  it('never moves back what sales did last', () => {
    const active = alertedHandoff({ lastActivityAt: now + hourMs });
    expect(touched(active, touch(now + minuteMs), time).handoff.lastActivityAt).toBe(now + hourMs);
  });
});

it('a call somebody says they made is logged in HubSpot once', () => {
  const caller = { email: maria.email, isOwner: false, ownerId: '79', via: 'card' } as const;
  const change = called(alertedHandoff(), caller, time, now + hourMs);
  expect(change).toMatchObject({
    handoff: { status: 'engaged', touch: { at: now + hourMs, by: 'somebody', kind: 'call', via: 'card', minutes: 60 } },
    effects: [{ kind: 'log call', ownerId: '79', at: now + hourMs, key: 'call:5' }],
  });
  expect(called(change.handoff, caller, time, now + dayMs).effects).toEqual([]);
});

it('a snooze moves its own timer, never the due moment', () => {
  const { handoff, receipts } = snooze(alertedHandoff(), now + dayMs, maria.email, now);
  expect(handoff).toMatchObject({ status: 'snoozed', dueAt: now + 2 * hourMs, clock: alertedHandoff().clock });
  expect(handoff.timers).toEqual({ clock: now + hourMs, snooze: now + dayMs });
  expect(receipts).toEqual([{ kind: 'snooze', body: { until: now + dayMs, by: maria.email, reason: null } }]);
});
