import type { EarlierOwner, FirstTouch, Handoff } from '../../../backend/handoff/handoff.ts';
import { startClock } from '../../../backend/handoff/steps/first-call-clock.ts';
import { assignmentsOf, firstCallOf } from '../../../backend/reports/first-calls.ts';
import { alertedHandoff, clockTerms, hourMs, lee, maria, minuteMs, now, tom } from '../../support/handoffs.ts';

const at = (minutes: number) => now + minutes * minuteMs;
const timeOf = () => ({ hours: clockTerms.hours, zone: clockTerms.zone });

function touch(minutes: number): FirstTouch {
  return { at: at(minutes), by: 'owner', kind: 'call', via: 'Slack', minutes };
}

/** Tom had it from the handoff until a moment, then Maria has it. */
function fromTom(until: number, breachedAt: number | null): Pick<Handoff, 'earlierOwners' | 'clock' | 'dueAt'> {
  const clock = startClock(clockTerms, until);
  return { earlierOwners: [had(tom, now, until, breachedAt)], clock, dueAt: clock.dueAt };
}

function had(owner: typeof tom, since: number, until: number, breachedAt: number | null): EarlierOwner {
  const { dueAt } = startClock(clockTerms, since);
  const { id, email, name } = owner;
  return { id, email, name, setByUs: true, reason: '', since, until, dueAt, breachedAt, why: 'overdue', by: 'clock' };
}

const called = (handoff: Handoff) => {
  const assigned = assignmentsOf(handoff, timeOf);
  return {
    call: firstCallOf(handoff, assigned),
    assigned: assigned.map(({ owner, state, minutes }) => [owner.name, state, minutes]),
  };
};

type Row = [what: string, change: Partial<Handoff>, call: unknown, assigned: unknown[][]];

it.each<Row>([
  ['nobody has called yet', {}, { state: 'running', minutes: null }, [['Maria', 'running', null]]],
  [
    'called in time',
    { status: 'engaged', touch: touch(30) },
    { state: 'in time', minutes: 30 },
    [['Maria', 'in time', 30]],
  ],
  [
    'called at the very moment it was due',
    { status: 'engaged', touch: touch(120) },
    { state: 'in time', minutes: 120 },
    [['Maria', 'in time', 120]],
  ],
  [
    'called late',
    { status: 'engaged', breachedAt: at(120), touch: touch(150) },
    { state: 'breached', minutes: 150 },
    [['Maria', 'breached', 150]],
  ],
  [
    'called in time, of which HubSpot told when the clock had run out',
    { status: 'engaged', breachedAt: at(120), touch: touch(110) },
    { state: 'in time', minutes: 110 },
    [['Maria', 'in time', 110]],
  ],
  [
    'overdue and not called',
    { status: 'breached', breachedAt: at(120) },
    { state: 'breached', minutes: null },
    [['Maria', 'breached', null]],
  ],
  [
    'returned before it was due',
    { status: 'returned', closedAt: at(60) },
    { state: 'stopped', minutes: null },
    [['Maria', 'stopped', null]],
  ],
  [
    'snoozed: the clock runs on',
    { status: 'snoozed' },
    { state: 'running', minutes: null },
    [['Maria', 'running', null]],
  ],
  [
    'an earlier owner let it be, the next one called in time: the breach is the earlier one’s',
    { ...fromTom(at(180), at(120)), status: 'engaged', touch: touch(200) },
    { state: 'breached', minutes: 200 },
    [
      ['Tom', 'breached', null],
      ['Maria', 'in time', 20],
    ],
  ],
  [
    'both let it be',
    { ...fromTom(at(180), at(120)), status: 'breached', breachedAt: at(300) },
    { state: 'breached', minutes: null },
    [
      ['Tom', 'breached', null],
      ['Maria', 'breached', null],
    ],
  ],
  [
    'given on before it was due: nobody breached',
    fromTom(at(60), null),
    { state: 'running', minutes: null },
    [
      ['Tom', 'stopped', null],
      ['Maria', 'running', null],
    ],
  ],
  [
    'given on after the call: the next one has no clock',
    { ...fromTom(at(180), null), clock: null, status: 'engaged', touch: touch(100) },
    { state: 'in time', minutes: 100 },
    [['Tom', 'in time', 100]],
  ],
  [
    'given on as overdue, while the call had been made: HubSpot told late',
    { ...fromTom(at(180), at(120)), status: 'engaged', touch: touch(110) },
    { state: 'in time', minutes: 110 },
    [
      ['Tom', 'in time', 110],
      ['Maria', 'stopped', null],
    ],
  ],
  ['nobody could get it', { owner: null, clock: null, dueAt: null, heldSince: now, status: 'assigned' }, null, []],
  [
    'it waited an hour for an owner, whose own time is shorter than the lead’s',
    { handedOffAt: now - hourMs, status: 'engaged', touch: { ...touch(30), minutes: 90 } },
    { state: 'in time', minutes: 90 },
    [['Maria', 'in time', 30]],
  ],
  [
    'stored before clocks were kept',
    { clock: null, status: 'engaged', touch: touch(30) },
    { state: 'in time', minutes: 30 },
    [['Maria', 'in time', 30]],
  ],
])('%s', (_what, change, call, assigned) => {
  expect(called(alertedHandoff(change))).toEqual({ call, assigned });
});

it('an owner in the middle answers for their own time alone', () => {
  const handoff = alertedHandoff({
    ...fromTom(at(400), at(360)),
    earlierOwners: [had(tom, now, at(180), at(120)), had(lee, at(180), at(400), at(300))],
    status: 'engaged',
    touch: { ...touch(410), minutes: 410 },
  });
  expect(called(handoff).assigned).toEqual([
    ['Tom', 'breached', null],
    ['Lee', 'breached', null],
    [maria.name, 'in time', 10],
  ]);
});
