/** What rules about a person are held against, as of a moment. */
import { localDay, type ReadinessFacts } from '@zo/shared';
import type { PortalState } from '../portals/portal-state.ts';
import { assess } from './assess.ts';
import type { HandoffContext } from './handoff-change.ts';

export type ValuesOf = Pick<HandoffContext, 'person' | 'company' | 'record'>;

export function valuesNow(
  { playbook, portal }: Pick<PortalState, 'playbook' | 'portal'>,
  { person, company, record }: ValuesOf,
  now: number,
): ReadinessFacts {
  const dayOf = (ms: number) => localDay(ms, portal.timeZone);
  return assess({
    playbook,
    profile: person.profile,
    usage: person.usage,
    company: company && { groupIds: company.profile.groupIds, usage: company.usage },
    hubspot: record?.facts ?? null,
    today: dayOf(now),
    dayOf,
  }).values;
}
