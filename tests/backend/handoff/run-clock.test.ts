import { plainRouting, termsOf } from '@zo/shared';
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import { noEngagement } from '../../../backend/handoff/hubspot-facts.ts';
import { snooze } from '../../../backend/handoff/steps/working.ts';
import type { PortalState } from '../../../backend/portals/portal-state.ts';
import { runMinutes } from '../../support/clock-runs.ts';
import { alertedHandoff, facts, maria, minuteMs, now } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const channel = '#pql-handoff';
const manager = 'boss@acme.test';
const { handoff: terms } = acmePlaybook();
const ownerTerms = { ...termsOf(plainRouting, maria.email), manager };
const managed = { ...plainRouting, owners: { [maria.email]: ownerTerms } };
const withManager = { playbook: acmePlaybook({ handoff: { ...terms, routing: managed } }) };

function reassigning(mostReassignments = 2, change: Partial<PortalState> = {}): Partial<PortalState> {
  const work = { ...terms.work, whenOverdue: 'reassign' as const, mostReassignments };
  return { playbook: acmePlaybook({ handoff: { ...terms, work } }), ...change };
}

const snoozedUntil = (minute: number) => (handoff: Handoff, at: number) =>
  snooze(handoff, now + minute * minuteMs, maria.email, at).handoff;

describe('a first call that nobody makes', () => {
  it('passes half in silence, is told of at 80 % once, when due also in the channel, then taken further', () => {
    const { handoff, reminders, asked } = runMinutes(alertedHandoff());
    expect(reminders).toEqual([
      [96, 'nearly due', maria.email],
      [120, 'overdue', maria.email],
      [120, 'overdue', channel],
      [180, 'taken further', 'operator'],
    ]);
    expect(asked).toEqual([96, 120, 180]);
    expect(handoff).toMatchObject({ status: 'breached', breachedAt: now + 120 * minuteMs, timers: {} });
  });

  it('is taken further to the manager of whoever has it', () => {
    expect(runMinutes(alertedHandoff(), { state: withManager }).reminders.at(-1)).toEqual([
      180,
      'taken further',
      manager,
    ]);
  });

  it('after a stop of the service is told of by the step that is due now, not by those that passed', () => {
    expect(runMinutes(alertedHandoff(), { looks: [130] }).reminders.map(([, what]) => what)).toEqual([
      'overdue',
      'overdue',
    ]);
    const late = runMinutes(alertedHandoff(), { looks: [0, 500, 500, 501] });
    expect(late.reminders).toEqual([
      [500, 'overdue', maria.email],
      [500, 'overdue', channel],
      [500, 'taken further', 'operator'],
    ]);
    expect(late.handoff.breachedAt).toBe(now + 120 * minuteMs);
  });

  it('stays with its AE, with no reminder, when HubSpot knows of the call in time', () => {
    const called = facts({
      ownerId: maria.id,
      engagement: { ...noEngagement, ownerFirstAt: now + 90 * minuteMs, ownerFirstType: 'CALL' },
    });
    const { handoff, reminders, asked } = runMinutes(alertedHandoff(), { hubspot: () => called });
    expect([reminders, asked]).toEqual([[], [96]]);
    expect(handoff).toMatchObject({ status: 'engaged', touch: { kind: 'call', minutes: 90 }, timers: {} });
  });
});

describe('while HubSpot is away', () => {
  it('the clock waits five minutes for it, then goes on and says so', () => {
    const { handoff, reminders, asked } = runMinutes(alertedHandoff(), { hubspot: () => 'away' });
    expect(reminders).toEqual([
      [101, 'nearly due', maria.email],
      [125, 'overdue', maria.email],
      [125, 'overdue', channel],
      [185, 'taken further', 'operator'],
    ]);
    expect(asked).toEqual([96, 120, 180]);
    // The call was due when it was due.
    expect(handoff.breachedAt).toBe(now + 120 * minuteMs);
  });
});

describe('a snooze', () => {
  it.each<[string, number, number, [number, string, string][]]>([
    ['that ends before any step reminds of itself', 10, 70, [[70, 'snooze over', maria.email]]],
    ['over 80 % is followed by that reminder', 90, 100, [[100, 'nearly due', maria.email]]],
    [
      'over the due moment is followed by what it held back, in the channel too',
      90,
      150,
      [
        [150, 'overdue', maria.email],
        [150, 'overdue', channel],
      ],
    ],
    [
      'over everything is followed by everything that still matters',
      10,
      400,
      [
        [400, 'overdue', maria.email],
        [400, 'overdue', channel],
        [400, 'taken further', 'operator'],
      ],
    ],
    ['of an overdue one holds back that it is taken further', 130, 200, [[200, 'taken further', 'operator']]],
  ])('%s', (_what, from, until, expected) => {
    const { handoff, reminders } = runMinutes(alertedHandoff(), {
      happens: { [from]: snoozedUntil(until) },
      until: until + 1,
    });
    expect(reminders.filter(([minute]) => minute > from)).toEqual(expected);
    expect(handoff.dueAt).toBe(now + 120 * minuteMs);
  });

  it('never makes an overdue call look in time: the breach stands when it comes', () => {
    const { handoff, reminders } = runMinutes(alertedHandoff(), { happens: { 10: snoozedUntil(400) }, until: 130 });
    expect(reminders).toEqual([]);
    expect(handoff).toMatchObject({ status: 'snoozed', breachedAt: now + 120 * minuteMs });
    expect(handoff.timers).toEqual({ snooze: now + 400 * minuteMs });
  });

  it('taken while HubSpot is being asked leaves it its five minutes', () => {
    const { reminders } = runMinutes(alertedHandoff(), {
      hubspot: () => 'away',
      happens: { 97: snoozedUntil(98) },
      until: 110,
    });
    expect(reminders).toEqual([[101, 'nearly due', maria.email]]);
  });
});

describe('an overdue one that goes on to somebody else', () => {
  it('has a clock of its own there, goes to nobody twice, and stops after as many times as the playbook says', () => {
    const { handoff, reminders } = runMinutes(alertedHandoff(), { state: reassigning(), until: 30 * 60 });
    const holders = [...handoff.earlierOwners, { ...handoff.owner!, until: null }];
    expect(new Set(holders.map(({ email }) => email)).size).toBe(3);
    expect(holders.map(({ until }) => until)).toEqual([now + 180 * minuteMs, now + 360 * minuteMs, null]);
    expect(handoff.earlierOwners).toMatchObject([
      { email: maria.email, by: 'clock', breachedAt: now + 120 * minuteMs },
      { by: 'clock', breachedAt: now + 300 * minuteMs },
    ]);
    for (const { email } of holders) {
      expect(reminders.filter(([, what, to]) => what === 'nearly due' && to === email)).toHaveLength(1);
      expect(reminders.filter(([, what, to]) => what === 'overdue' && to === email)).toHaveLength(1);
    }
    expect(reminders.filter(([, what]) => what === 'taken further')).toHaveLength(1);
    expect(handoff).toMatchObject({ status: 'breached', dueAt: handoff.clock?.dueAt });
  });

  it('counts working hours of whoever gets it', () => {
    const { handoff } = runMinutes(alertedHandoff(), { state: reassigning(), until: 480 });
    // 17:00 lies between: the third AE's two hours end on the next morning.
    expect(handoff.clock).toMatchObject({
      startedAt: now + 360 * minuteMs,
      dueAt: now + (23 * 60 + 1 * 60) * minuteMs,
    });
  });

  it('goes to the manager or the operator when there is nobody else', () => {
    const alone = reassigning(2, { owners: [maria] });
    const { handoff, reminders } = runMinutes(alertedHandoff(), { state: alone });
    expect(reminders.at(-1)).toEqual([180, 'taken further', 'operator']);
    expect(handoff).toMatchObject({ status: 'breached', owner: { email: maria.email }, earlierOwners: [] });
  });

  it('does not go on while it is snoozed', () => {
    const { handoff } = runMinutes(alertedHandoff(), {
      state: reassigning(),
      happens: { 130: snoozedUntil(400) },
      until: 399,
    });
    expect(handoff).toMatchObject({ status: 'snoozed', owner: { email: maria.email }, earlierOwners: [] });
  });
});
