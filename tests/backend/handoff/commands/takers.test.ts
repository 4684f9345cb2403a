import { plainRouting, termsOf } from '@zo/shared';
import { takersOf } from '../../../../backend/handoff/commands/takers.ts';
import { alertedHandoff, lee, maria, now, portalState, today, tom } from '../../../support/handoffs.ts';
import { acmePlaybook } from '../../../support/playbooks.ts';

const { handoff } = acmePlaybook();

function takers(routing: Partial<typeof plainRouting>, owners = [maria, tom, lee]) {
  const playbook = acmePlaybook({ handoff: { ...handoff, routing: { ...plainRouting, ...routing } } });
  return takersOf(alertedHandoff(), portalState({ playbook, owners }), now).map(({ name, away }) => [name, away]);
}

const terms = (change: object) => ({ ...termsOf(plainRouting, tom.email), ...change });

it('are the playbook’s owners who are active in HubSpot, in its order, without whoever has it', () => {
  expect(takers({})).toEqual([
    ['Tom', null],
    ['Lee', null],
  ]);
  expect(takers({}, [maria, { ...tom, active: false }, lee])).toEqual([['Lee', null]]);
});

it('are not on leave, and may be outside of their hours, which is said', () => {
  const onLeave = { [tom.email]: terms({ leave: [{ from: today, to: today }] }) };
  expect(takers({ owners: onLeave })).toEqual([['Lee', null]]);
  const afternoons = { [tom.email]: terms({ hours: { days: [2], fromMinute: 14 * 60, toMinute: 15 * 60 } }) };
  expect(takers({ outsideHours: false, owners: afternoons })[0]).toEqual([
    'Tom',
    'outside of their working hours (Europe/Berlin)',
  ]);
});
