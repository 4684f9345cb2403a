/** The contact card's answer from what the store holds. Pure: `now` is passed in, nothing is asked. */
import {
  activeUsers,
  type CardCompany,
  type CardFreshness,
  type CardHandoff,
  type CardPortal,
  type ContactCardAnswer,
  cardConditions,
  countSignal,
  findProperty,
  keyActionsWindowDays,
  localDay,
  scoreLosses,
  wellKnownSignals,
  whyNowWords,
} from '@zo/shared';
import type { Handoff } from '../handoff/handoff.ts';
import { isAlertKey } from '../handoff/open-status.ts';
import { planValues } from '../hubspot/write-plan.ts';
import { productName } from '../outbox/person-words.ts';
import type { PortalState } from '../portals/portal-state.ts';
import type { CardWork } from '../store/handoff-store.ts';

const chartDays = 14;

export function contactCard(work: CardWork, state: PortalState, now: number): ContactCardAnswer {
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
    handoffs: work.handoffs.map((handoff) => cardHandoff(handoff, companyNameOf(work))),
    freshness: freshness(work),
  };
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

export function cardHandoff(handoff: Handoff, companyName: string | null): CardHandoff {
  const trigger = handoff.receipt?.trigger ?? null;
  return {
    handoffId: handoff.handoffId,
    status: handoff.status,
    openedAt: handoff.openedAt,
    closedAt: handoff.closedAt,
    trigger: trigger === null ? null : whyNowWords(trigger, companyName),
    owner: handoff.owner && {
      name: handoff.owner.name,
      email: handoff.owner.email,
      reason: handoff.owner.reason,
    },
    dueAt: handoff.dueAt,
    firstTouchAt: handoff.touch?.at ?? null,
    reasons: handoff.returnReasons,
    alerts: Object.entries(handoff.alerts)
      .filter(([key]) => isAlertKey(key))
      .map(([key, alert]) => ({
        place: placeOf(key, handoff),
        state: alert.state,
        link: alert.state === 'posted' ? alert.link : null,
        reason: 'reason' in alert ? alert.reason : null,
      })),
  };
}

/** 'alert:5:channel:#pql-handoff' reads "#pql-handoff", 'alert:5:dm:maria@acme.test' the name of whoever got it. */
function placeOf(key: string, handoff: Handoff): string {
  const channel = /^alert:\d+:channel:(.+)$/.exec(key)?.[1];
  if (channel !== undefined) return channel;
  const email = /^alert:\d+:dm:(.+)$/.exec(key)?.[1];
  const reader = [...(handoff.owner ? [handoff.owner] : []), ...handoff.earlierOwners].find(
    (one) => one.email === email,
  );
  return reader?.name ?? handoff.owner?.name ?? 'direct message';
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
