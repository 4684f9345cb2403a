/** The question of who gets a handoff, put together from the portal's state and what the handoff's command has loaded. */
import { localDay, type ReadinessFacts, startOfLocalDay } from '@zo/shared';
import type { PortalState } from '../../portals/portal-state.ts';
import type { AssignQuestion } from '../assign.ts';
import type { HandoffContext } from '../handoff-change.ts';
import type { HubspotFacts } from '../hubspot-facts.ts';
import { valuesNow } from '../values-now.ts';
import { type Standings, standingsOf } from './standing.ts';

/** `notAgain`: nobody, unless said. */
export type Asked = Pick<AssignQuestion, 'presentOwnerId' | 'named' | 'namedBecause' | 'notAgain'>;
export type AskedOf = Pick<
  HandoffContext,
  'person' | 'company' | 'record' | 'companyOwnerId' | 'lastOwner' | 'rotation' | 'ledger' | 'loadOf'
>;

export function askWho(state: PortalState, context: AskedOf, asked: Asked, now: number): AssignQuestion {
  const pool = state.playbook.handoff.owners;
  const standings = standingsNow(state, context, now);
  const { continuityDays } = state.playbook.handoff.work;
  return {
    presentOwnerId: asked.presentOwnerId,
    named: asked.named,
    ...(asked.namedBecause === undefined ? {} : { namedBecause: asked.namedBecause }),
    notAgain: asked.notAgain ?? [],
    companyOwnerId: context.companyOwnerId,
    ...ownersInHubspot(context.record?.facts ?? null),
    lastOwner: continuityDays === 0 ? null : context.lastOwner(sinceDaysAgo(continuityDays, state, now)),
    continuityDays,
    pool,
    owners: state.owners,
    rotation: context.rotation,
    ledger: Object.fromEntries(Object.entries(context.ledger).filter(([email]) => pool.includes(email))),
    ...(standings === null ? {} : { standings }),
  };
}

/** Null where HubSpot has none, or has not been asked. */
function ownersInHubspot(
  facts: HubspotFacts | null,
): Required<Pick<AssignQuestion, 'companyRecordOwnerId' | 'dealOwnerId'>> {
  return { companyRecordOwnerId: facts?.companyOwnerId ?? null, dealOwnerId: facts?.deals.openOwnerId ?? null };
}

/** The start of the portal's day that was so many days ago. */
function sinceDaysAgo(days: number, { portal: { timeZone } }: PortalState, now: number): number {
  return startOfLocalDay(localDay(now, timeZone) - days, timeZone);
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
      kept ??= valuesNow(state, context, now);
      return kept;
    },
    loadOf: context.loadOf,
    now,
  });
}
