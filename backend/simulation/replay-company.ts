/**
 * History lived through again under a playbook: the people of one company together, because what one does counts for the
 * others. At every moment only what had happened by then is known, so nothing after a moment can help it. Pure.
 */
import {
  activeUsers,
  type CompanyUsage,
  companyChangeMatters,
  emptyUsage,
  localDay,
  nextChangeDay,
  nextCompanyChangeDay,
  type Playbook,
  type Readiness,
  startOfLocalDay,
  type Usage,
} from '@zo/shared';
import { assess } from '../handoff/assess.ts';
import { isPaidPlan } from '../handoff/gate.ts';
import type { HubspotFacts } from '../handoff/hubspot-facts.ts';
import { isInternalEmail } from '../handoff/internal.ts';
import type { NormalisedEvent } from '../ingest/event.ts';
import { applyPersonTraits } from '../usage/apply-traits.ts';
import type { CompiledRules } from '../usage/compile-rules.ts';
import { foldEvent } from '../usage/fold-event.ts';
import { isUncounted } from '../usage/fold-group.ts';
import { moveLastActive } from '../usage/move-last-active.ts';
import { emptyProfile, type PersonProfile } from '../usage/person.ts';

export type HistoricPerson = {
  personId: number;
  userIds: string[];
  /** In any order. Each counts from the moment it happened. */
  events: NormalisedEvent[];
  /** What HubSpot held of this person from each moment on, in order of time; before the first, nothing is known. */
  hubspot: { from: number; facts: HubspotFacts }[];
};

export type HistoricCompany = { groupIds: string[]; people: HistoricPerson[] };

/** Readiness of a free user turning true. */
export type HistoricCrossing = { personId: number; at: number };

/** How somebody stood at a moment. `notFree`: why they were no free user, in words; null: they were one. */
export type HistoricLook = { personId: number; at: number; readiness: Readiness; notFree: string | null };

type Living = {
  person: HistoricPerson;
  profile: PersonProfile;
  usage: Usage;
  isReady: boolean;
  /** From when on what they do counts for the company. */
  memberSince: number;
  /** The day on which they count as last active in the company. */
  countedDay: number | null;
  /** When time alone next changes something. */
  nextDay: number | null;
};

/** Every crossing of the company's people up to `through`, in order of time. `onLook`: told of every look on the way. */
export function replayCompany(
  company: HistoricCompany,
  rules: CompiledRules,
  through: number,
  onLook?: (look: HistoricLook) => void,
): HistoricCrossing[] {
  const { playbook, timeZone } = rules;
  const dayOf = (ms: number) => localDay(ms, timeZone);
  const people = company.people.map((person): Living => {
    const profile = { ...emptyProfile(), userIds: person.userIds };
    const memberSince = joinedAt(person, company.groupIds);
    return { person, profile, usage: emptyUsage(), isReady: false, memberSince, countedDay: null, nextDay: null };
  });
  const companyUsage: CompanyUsage = { lastActiveDays: [] };
  const crossings: HistoricCrossing[] = [];
  let today = Number.NEGATIVE_INFINITY;
  let active = 0;

  function look(living: Living, at: number): void {
    const { person, profile, usage } = living;
    const { readiness, email, values } = assess({
      playbook,
      profile,
      usage,
      company: { groupIds: company.groupIds, usage: companyUsage },
      hubspot: person.hubspot.findLast(({ from }) => from <= at)?.facts ?? null,
      today,
      dayOf,
    });
    const notFree = whyNotFree(profile.plan, email, playbook);
    const isReady = readiness.ready === 'yes' && notFree === null;
    onLook?.({ personId: person.personId, at, readiness, notFree });
    if (isReady && !living.isReady) crossings.push({ personId: person.personId, at });
    living.isReady = isReady;
    living.nextDay = nextChangeDay(playbook, usage, today, dayOf, values);
  }

  function lookAtCompany(at: number): void {
    const before = active;
    active = activeUsers(companyUsage, today);
    if (before === active || !companyChangeMatters(playbook, before, active)) return;
    for (const living of people) if (living.usage.firstSeenAt !== null) look(living, at);
  }

  /** Days on which something changes with no event, one after the other. */
  function liveThrough(day: number): void {
    while (day > today) {
      const due = people.map(({ nextDay }) => nextDay).filter((next) => next !== null);
      const companyDay = today === Number.NEGATIVE_INFINITY ? null : nextCompanyChangeDay(companyUsage, today);
      if (companyDay !== null) due.push(companyDay);
      const next = due.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
      if (next > day) break;
      today = next;
      const at = startOfLocalDay(next, timeZone);
      for (const living of people) if (living.nextDay === next) look(living, at);
      lookAtCompany(at);
    }
    today = day;
    active = activeUsers(companyUsage, today);
  }

  const byPerson = new Map(people.map((living) => [living.person.personId, living]));
  for (const { personId, at, event } of inOrder(company.people, rules, through)) {
    const living = byPerson.get(personId)!;
    liveThrough(dayOf(at));
    if (event === null) {
      if (living.usage.firstSeenAt !== null) look(living, at);
      continue;
    }
    const hasNewTraits = applyPersonTraits(living.profile, event);
    const { visible } = foldEvent(living.usage, event, today, rules);
    countActive(living, companyUsage, at, today, rules);
    lookAtCompany(at);
    if (visible || hasNewTraits) look(living, at);
  }
  liveThrough(dayOf(through));
  return crossings;
}

function whyNotFree(plan: string | null, email: string | null, { freePlans, exclude }: Playbook): string | null {
  if (isPaidPlan(plan, freePlans)) return `on the plan ${plan}`;
  return isInternalEmail(email, exclude) ? 'one of your own people' : null;
}

function countActive(living: Living, usage: CompanyUsage, at: number, today: number, rules: CompiledRules): void {
  const { profile, memberSince } = living;
  const { lastActiveAt } = living.usage;
  if (lastActiveAt === null || at < memberSince) return;
  const isInternal = isInternalEmail(profile.email, rules.playbook.exclude);
  const day = isInternal ? null : localDay(lastActiveAt, rules.timeZone);
  if (day === living.countedDay) return;
  moveLastActive(usage, living.countedDay, day, today);
  living.countedDay = day;
}

/** With the first group call; who never made one belongs by the domain of the address, and always did. */
function joinedAt({ events }: HistoricPerson, groupIds: string[]): number {
  const joins = events.filter(
    ({ type, groupId }) => type === 'group' && groupId !== null && groupIds.includes(groupId),
  );
  return joins.reduce(
    (first, { eventAt }) => Math.min(first, eventAt),
    joins.length === 0 ? 0 : Number.POSITIVE_INFINITY,
  );
}

type Moment = { personId: number; at: number; event: NormalisedEvent | null };

/** Counted events and changes in HubSpot up to `through`, by the moment each happened; else as they arrived. */
function inOrder(people: HistoricPerson[], rules: CompiledRules, through: number): Moment[] {
  return people
    .flatMap(({ personId, events, hubspot }): Moment[] => [
      ...hubspot.map(({ from }) => ({ personId, at: from, event: null })),
      ...events.filter((event) => !isUncounted(event, rules)).map((event) => ({ personId, at: event.eventAt, event })),
    ])
    .filter(({ at }) => at <= through)
    .sort((one, other) => one.at - other.at || (one.event?.receivedAt ?? 0) - (other.event?.receivedAt ?? 0));
}
