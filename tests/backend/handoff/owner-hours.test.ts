import { type OwnerTerms, plainRouting, termsOf } from '@zo/shared';
import { clockTermsOf, workingTimeOf } from '../../../backend/handoff/owner-hours.ts';
import { startClock } from '../../../backend/handoff/steps/first-call-clock.ts';
import { clockTerms, hourMs, maria, now, timeZone, today, tom } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

function playbookWith(change: Partial<OwnerTerms>) {
  const { handoff } = acmePlaybook();
  const terms = { ...termsOf(plainRouting, maria.email), ...change };
  return acmePlaybook({ handoff: { ...handoff, routing: { ...plainRouting, owners: { [maria.email]: terms } } } });
}
const early = { days: [1, 2, 3, 4], fromMinute: 6 * 60, toMinute: 10 * 60 };
const playbook = playbookWith({ hours: early, zone: 'America/New_York' });

it('an AE’s first call is counted in their own hours and zone, else in the playbook’s and the portal’s', () => {
  expect(clockTermsOf(playbook, timeZone, maria.email)).toEqual({
    minutes: 120,
    patienceMinutes: 60,
    hours: early,
    zone: 'America/New_York',
  });
  expect(clockTermsOf(playbook, timeZone, tom.email)).toEqual(clockTerms);
  expect(workingTimeOf(playbook, timeZone, null)).toEqual({ hours: clockTerms.hours, zone: timeZone });
});

it('leave does not stop the clock: only hours do', () => {
  const away = playbookWith({ leave: [{ from: today, to: today + 10 }] });
  expect(startClock(clockTermsOf(away, timeZone, maria.email), now).dueAt).toBe(now + 2 * hourMs);
});
