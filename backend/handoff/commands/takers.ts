/** To whom somebody may give a handoff: the playbook's owners who are active in HubSpot and not on leave. */
import { plainRouting, termsOf } from '@zo/shared';
import type { PortalState } from '../../portals/portal-state.ts';
import type { Handoff } from '../handoff.ts';
import { absenceAt } from '../routing/absence.ts';
import { activeOwner } from './why-not.ts';

/** In the playbook's order, without whoever has it; `away`: outside of their hours. */
export type Taker = { email: string; name: string; away: string | null };

export function takersOf({ owner }: Pick<Handoff, 'owner'>, state: PortalState, now: number): Taker[] {
  const { playbook, portal } = state;
  const routing = playbook.handoff.routing ?? plainRouting;
  const question = { routing, playbook, timeZone: portal.timeZone };
  return playbook.handoff.owners.flatMap((email): Taker[] => {
    const active = activeOwner(email, state);
    if (active === undefined || email === owner?.email) return [];
    const absence = absenceAt(termsOf(routing, email), now, question);
    return absence?.by === 'leave' ? [] : [{ email, name: active.name, away: absence?.words ?? null }];
  });
}
