/** Working hours and zone of an owner: their own, else the playbook's and the portal's. */
import { type Playbook, termsOf } from '@zo/shared';
import type { ClockTerms } from './steps/first-call-clock.ts';
import type { WorkingTime } from './steps/working.ts';

export function workingTimeOf(
  playbook: Pick<Playbook, 'handoff' | 'workingHours'>,
  portalZone: string,
  email: string | null,
): WorkingTime {
  const terms = email === null ? null : termsOf(playbook.handoff.routing, email);
  return { hours: terms?.hours ?? playbook.workingHours, zone: terms?.zone ?? portalZone };
}

export function clockTermsOf(
  playbook: Pick<Playbook, 'handoff' | 'workingHours'>,
  portalZone: string,
  email: string,
): ClockTerms {
  const { firstCallDueMinutes, work } = playbook.handoff;
  return {
    minutes: firstCallDueMinutes,
    patienceMinutes: work.overduePatienceMinutes,
    ...workingTimeOf(playbook, portalZone, email),
  };
}
