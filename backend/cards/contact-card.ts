/** The contact card's answer from what the store holds. Pure: `now` is passed in, nothing is asked. */
import {
  activeUsers,
  type CardActing,
  type CardCompany,
  type CardFreshness,
  type CardPortal,
  type ContactCard,
  type ContactCardAnswer,
  cardConditions,
  countSignal,
  findProperty,
  keyActionsWindowDays,
  localDay,
  scoreLosses,
  wellKnownSignals,
} from '@zo/shared';
import { offeredTo } from '../handoff/commands/offered.ts';
import { readyByOf } from '../handoff/crossing-receipt.ts';
import type { PreviousDecision } from '../handoff/decision.ts';
import { isOptedOut } from '../handoff/do-not-contact.ts';
import { isOpen } from '../handoff/handoff.ts';
import { planValues } from '../hubspot/write-plan.ts';
import { productName } from '../outbox/person-words.ts';
import type { PortalState } from '../portals/portal-state.ts';
import type { CardWork } from '../store/handoff-store.ts';
import { cardHandoff } from './card-handoff.ts';

const chartDays = 14;

/** Who looks at the card. */
export type Viewer = {
  /** Lower case, as HubSpot signed it; null: it did not say. */
  email: string | null;
  /** Their addresses, lower case. */
  operators: readonly string[];
};

export function contactCard(work: CardWork, state: PortalState, viewer: Viewer, now: number): ContactCardAnswer {
  const { person, decision } = work;
  const zone = state.portal.timeZone;
  const dayOf = (ms: number) => localDay(ms, zone);
  const today = dayOf(now);
  if (decision === null || person.usage.firstSeenAt === null) {
    return { status: 'empty', asOf: now, portal: cardPortal(state), email: person.profile.email, eventsReceived: true };
  }
  const { score, readiness } = decision.decision;
  return {
    status: 'ready',
    asOf: now,
    portal: cardPortal(state),
    gate: decision.gate,
    ...readyBy(decision, state),
    ...(isOptedOut(work.record?.facts ?? null) && { isOptedOut: true as const }),
    score: { ...score, losses: scoreLosses(state.playbook.score, person.usage, today, dayOf) },
    readiness: {
      ready: readiness.ready,
      conditionsMissing: readiness.conditionsMissing,
      conditions: cardConditions(state.playbook.definition, readiness),
    },
    activity: {
      lastActiveAt: person.usage.lastActiveAt,
      keyActions7d: countSignal(person.usage, wellKnownSignals.keyAction, keyActionsWindowDays, today),
      days: dailyActivity(person.usage.activeDays, today),
      recent: person.usage.recent.slice(0, 5),
    },
    company: cardCompany(work, today),
    handoffs: work.handoffs.map((handoff) => cardHandoff(handoff, companyNameOf(work), state.playbook)),
    acting: acting(work, state, viewer, now),
    freshness: freshness(work),
  };
}

/** While watching nobody is handed off, whatever made them ready. */
function readyBy({ decision }: PreviousDecision, { portal }: PortalState): Pick<ContactCard, 'readyBy'> {
  const by = portal.goLiveAt === null ? null : readyByOf(decision.crossing);
  return by === null ? {} : { readyBy: by };
}

export function cardPortal({ portal }: PortalState): CardPortal {
  return { portalId: portal.portalId, uiDomain: portal.uiDomain, timeZone: portal.timeZone };
}

function dailyActivity(counts: [day: number, count: number][], today: number) {
  const byDay = new Map(counts);
  return Array.from({ length: chartDays }, (_, index) => {
    const day = today - chartDays + 1 + index;
    return { day, events: byDay.get(day) ?? 0 };
  });
}

function companyNameOf({ record, company }: CardWork): string | null {
  return record?.facts?.primaryCompany?.name ?? company?.profile.name ?? null;
}

function cardCompany(work: CardWork, today: number): CardCompany | null {
  if (work.company === null) return null;
  return {
    name: companyNameOf(work) ?? work.company.profile.domains[0] ?? null,
    recordId: work.companyRecord?.recordId ?? work.record?.facts?.primaryCompany?.id ?? null,
    activeUsers: activeUsers(work.company.usage, today),
    people: work.people.map(({ profile, lastActiveAt, contactId }) => ({
      name: productName(profile),
      lastActiveAt,
      contactId,
    })),
  };
}

function acting(work: CardWork, state: PortalState, { email, operators }: Viewer, now: number): CardActing {
  if (email === null) return { actions: [], whyNone: 'HubSpot did not say who is looking at this card.' };
  const { newest, record } = work;
  const open = newest !== null && isOpen(newest.status) ? newest : null;
  return offeredTo({
    context: { ...work, handoff: open },
    state,
    actor: { email, via: 'card' },
    operators,
    colleagues: work.people.flatMap(({ contactId, profile }) =>
      contactId === null || contactId === record?.recordId ? [] : [{ contactId, name: productName(profile) }],
    ),
    now,
  });
}

function freshness({ person, record, dirtySince }: CardWork): CardFreshness {
  const wanted = record?.wanted ?? {};
  const open = planValues(wanted, record?.written ?? {}) ?? {};
  const differs = Object.entries(open).map(([name, ours]) => ({
    label: findProperty(name)?.label ?? name,
    ours,
    hubspots: record?.written[name] ?? null,
  }));
  const problem = record?.problem ?? null;
  return {
    eventsThrough: person.usage.recent[0]?.at ?? person.usage.lastActiveAt ?? person.usage.firstSeenAt,
    waitingSince: dirtySince,
    hubspot:
      problem !== null
        ? { status: 'refused', reason: problem, differs }
        : differs.length > 0
          ? { status: 'writing', differs }
          : { status: 'agrees' },
  };
}
