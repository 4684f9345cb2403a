import type { Handoff } from '../../../backend/handoff/handoff.ts';
import type { HandoffChange } from '../../../backend/handoff/handoff-change.ts';
import { handoffValues } from '../../../backend/handoff/handoff-values.ts';
import { refusalOf } from '../../../backend/handoff/moves.ts';
import { alertSettled } from '../../../backend/handoff/steps/alerting.ts';
import { clockStep } from '../../../backend/handoff/steps/clock-steps.ts';
import { dealClosed } from '../../../backend/handoff/steps/ending.ts';
import { accept, touched } from '../../../backend/handoff/steps/working.ts';
import { alertedHandoff, clockTerms, hourMs, maria, now } from '../../support/handoffs.ts';

const time = { hours: clockTerms.hours, zone: clockTerms.zone };
const key = 'alert:5:dm:maria@acme.test';
const parts = { channel: null, further: 'operator', managerEmail: null, isSure: false, now: now + 2 * hourMs } as const;

/** Each with the moment at which it was true, whenever it is heard of. */
function factsWith(touchAt: number): Record<string, (handoff: Handoff) => HandoffChange | null> {
  const touch = { at: touchAt, by: 'owner', kind: 'call', via: 'HubSpot' } as const;
  return {
    'the alert was posted': (handoff) =>
      alertSettled(handoff, key, { state: 'posted', channel: 'D1', ts: '1.2', link: null, at: now }),
    'the AE is on it': (handoff) => (refusalOf('accept', handoff) ? null : accept(handoff, maria.email, now + hourMs)),
    'the AE has called': (handoff) => (refusalOf('touch', handoff) ? null : touched(handoff, touch, time)),
    'the call was due': (handoff) => clockStep(handoff, parts).change,
    'the deal was won': (handoff) => (refusalOf('win', handoff) ? null : dealClosed(handoff, 'won', now + hourMs, now)),
  };
}

function orders<Item>(items: Item[]): Item[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

function subsets<Item>(items: Item[]): Item[][] {
  const [first, ...others] = items;
  if (first === undefined) return [[]];
  return subsets(others).flatMap((some) => [some, [first, ...some]]);
}

describe.each([
  ['in time', now + hourMs],
  ['late', now + 3 * hourMs],
])('facts of a handoff whose call came %s', (_when, touchAt) => {
  const facts = factsWith(touchAt);

  it.each(subsets(Object.keys(facts)).map((names) => [names.join(', ') || 'none', names] as const))(
    'heard of in any order make the same: %s',
    (_names, names) => {
      const ends = orders(names).map((order) => {
        const start = alertedHandoff({ status: 'assigned', alerts: { [key]: { state: 'queued' } } });
        return order.reduce((handoff, name) => facts[name]!(handoff)?.handoff ?? handoff, start);
      });
      expect(new Set(ends.map(({ status }) => status)).size).toBe(1);
      // Of one that a deal has ended nothing more is noted.
      if (names.includes('the deal was won')) return;
      const [first, ...others] = ends.map(handoffValues);
      for (const values of others) expect(values).toEqual(first);
    },
  );
});
