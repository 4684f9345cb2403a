import { localDay, startOfLocalDay } from '@zo/shared';
import type { PortalState } from '../portals/portal-state.ts';
import type { Handoff } from './handoff.ts';
import { returnCheckDay } from './return-rule.ts';

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
