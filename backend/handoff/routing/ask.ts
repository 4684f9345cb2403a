/** The question of who gets a handoff, put together from the portal's state and what the handoff's command has loaded. */
import { localDay, type ReadinessFacts } from '@zo/shared';
import type { PortalState } from '../../portals/portal-state.ts';
import { assess } from '../assess.ts';
import type { AssignQuestion } from '../assign.ts';
import type { HandoffContext } from '../handoff-change.ts';
import { type Standings, standingsOf } from './standing.ts';

export type Asked = Pick<AssignQuestion, 'presentOwnerId' | 'named'>;
export type AskedOf = Pick<
  HandoffContext,
  'person' | 'company' | 'record' | 'companyOwnerId' | 'rotation' | 'ledger' | 'loadOf'
>;

export function askWho(state: PortalState, context: AskedOf, asked: Asked, now: number): AssignQuestion {
  const pool = state.playbook.handoff.owners;
  const standings = standingsNow(state, context, now);
  return {
    ...asked,
    companyOwnerId: context.companyOwnerId,
    pool,
    owners: state.owners,
    rotation: context.rotation,
    ledger: Object.fromEntries(Object.entries(context.ledger).filter(([email]) => pool.includes(email))),
    ...(standings === null ? {} : { standings }),
  };
}

/** Null where the playbook says nothing of its owners but their addresses. */
export function standingsNow(
  state: PortalState,
  context: Pick<AskedOf, 'person' | 'company' | 'record' | 'loadOf'>,
  now: number,
): Standings | null {
  const { playbook, portal, owners } = state;
  const { routing } = playbook.handoff;
  if (routing === undefined) return null;
  let kept: ReadinessFacts | null = null;
  return standingsOf({
    routing,
    playbook,
    timeZone: portal.timeZone,
    owners: playbook.handoff.owners.map((email) => ({
      email,
      ownerId: owners.find((owner) => owner.active && owner.email === email)?.id ?? null,
    })),
    values: () => {
      kept ??= valuesOf(state, context, now);
      return kept;
    },
    loadOf: context.loadOf,
    now,
  });
}

function valuesOf(
  { playbook, portal }: PortalState,
  { person, company, record }: Pick<AskedOf, 'person' | 'company' | 'record'>,
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
