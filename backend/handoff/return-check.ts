import { localDay, startOfLocalDay } from '@zo/shared';
import type { PortalState } from '../portals/portal-state.ts';
import type { Handoff } from './handoff.ts';
import { atWorkDays, returnCheckDay } from './return-rule.ts';

/** When the return rule must look at the handoff next; null if it does not wait for sales' silence. */
export function returnCheckAt(
  { portal, playbook }: Pick<PortalState, 'portal' | 'playbook'>,
  handoff: Pick<Handoff, 'handedOffAt' | 'lastActivityAt'>,
  now: number,
): number | null {
  const zone = portal.timeZone;
  const dayOf = (ms: number) => localDay(ms, zone);
  const day = returnCheckDay(playbook.return?.when ?? null, handoff, dayOf(now), dayOf);
  return day === null ? null : startOfLocalDay(day, zone);
}

/** When somebody who is at work on a handoff, and asked or answered about it now, is not left alone with it any longer. */
export function lookAgainAt(timeZone: string, now: number): number {
  return startOfLocalDay(localDay(now, timeZone) + atWorkDays, timeZone);
}
