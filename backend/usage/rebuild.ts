/** Usage made anew from the kept raw events, in memory, until it replaces the live one: as PostgreSQL's store does it. */
import { type CompanyUsage, emptyUsage, localDay, type Usage } from '@zo/shared';
import { isInternalEmail } from '../handoff/internal.ts';
import { businessDomainOf } from '../ingest/email-domain.ts';
import type { NormalisedEvent } from '../ingest/event.ts';
import type { CompiledRules } from './compile-rules.ts';
import { foldEvent, seenName } from './fold-event.ts';
import { type AcceptedEvent, isUncounted } from './fold-group.ts';
import { addSeen, type Seen } from './fold-kept.ts';
import type { Membership, SeenChange } from './group-state.ts';
import { mergeUsage } from './merge-persons.ts';
import { moveLastActive } from './move-last-active.ts';
import type { PersonProfile } from './person.ts';
import { takeInBefore, type UsageBefore } from './usage-before.ts';

export type Rebuild = {
  rules: CompiledRules;
  events: number;
  /** By the person each event was resolved to when it was accepted. */
  usages: Map<number, Usage>;
  eventsSeen: Map<string, SeenChange>;
  /** Events that did not count when they were accepted and count now: nobody knows yet whose they are. */
  unresolved: AcceptedEvent[];
};

export function beginRebuild(rules: CompiledRules): Rebuild {
  return { rules, events: 0, usages: new Map(), eventsSeen: new Map(), unresolved: [] };
}

export function takeKept(rebuild: Rebuild, seq: number, personId: number | null, event: NormalisedEvent): void {
  const { rules, usages } = rebuild;
  rebuild.events += 1;
  if (isUncounted(event, rules)) return;
  if (personId === null) {
    rebuild.unresolved.push({ event, seq });
    return;
  }
  let usage = usages.get(personId);
  if (!usage) {
    usage = emptyUsage();
    usages.set(personId, usage);
  }
  foldEvent(usage, event, localDay(event.eventAt, rules.timeZone), rules, seq);
  const name = seenName(event);
  if (name !== null) addSeen(rebuild.eventsSeen, name, { events: 1, people: 0, lastSeenAt: event.receivedAt });
}

/** What events that are no longer kept added up to. Whom they are of is counted in the end, as with the kept ones. */
export function takeBefore({ rules, usages, eventsSeen }: Rebuild, personId: number, before: UsageBefore): void {
  const usage = usages.get(personId) ?? emptyUsage();
  usages.set(personId, usage);
  const seen: Seen = new Map();
  takeInBefore(usage, before, seen, rules);
  for (const [name, change] of seen) addSeen(eventsSeen, name, { ...change, people: 0 });
}

export type KnownPerson = { personId: number; profile: PersonProfile; memberships: Membership[] };

export type Rebuilt = {
  persons: Map<number, Usage>;
  companies: Map<number, CompanyUsage>;
  /** Whose e-mail domain means something else than before: they may belong to another company, or to none. */
  toSettle: number[];
};

/** The new usage of everybody and of every company, after the merges ("this person is now that one") are applied. */
export function finishRebuild(
  rebuild: Rebuild,
  merges: Map<number, number>,
  known: Iterable<KnownPerson>,
  today: number,
): Rebuilt {
  const { rules, usages, eventsSeen } = rebuild;
  applyMerges(rebuild, merges);
  const rebuilt: Rebuilt = { persons: new Map(), companies: new Map(), toSettle: [] };
  for (const { personId, profile, memberships } of known) {
    const usage = usages.get(personId) ?? emptyUsage();
    rebuilt.persons.set(personId, usage);
    for (const name of usage.eventNames) {
      const seen = eventsSeen.get(name);
      if (seen) seen.people += 1;
    }
    const businessDomain = businessDomainOf(profile.email, rules.playbook.emailDomains);
    if (businessDomain !== (profile.businessDomain ?? null)) rebuilt.toSettle.push(personId);
    countAtCompanies(rebuilt.companies, usage, { profile, memberships }, rules, today);
  }
  return rebuilt;
}

/** "This person is now that one". */
export function applyMerges({ usages, rules }: Rebuild, merges: Map<number, number>): void {
  for (const personId of merges.keys()) {
    const usage = usages.get(personId);
    if (usage === undefined) continue;
    let survivor = personId;
    for (let next = merges.get(survivor); next !== undefined; next = merges.get(survivor)) survivor = next;
    usages.delete(personId);
    const into = usages.get(survivor);
    if (into) mergeUsage(into, usage, rules.keptDays);
    else usages.set(survivor, usage);
  }
}

/** Counts the person at each of their companies, on the day they were last active. */
export function countAtCompanies(
  companies: Map<number, CompanyUsage>,
  usage: Usage,
  { profile, memberships }: Omit<KnownPerson, 'personId'>,
  { playbook, timeZone }: CompiledRules,
  today: number,
): void {
  const isCounted = usage.lastActiveAt !== null && !isInternalEmail(profile.email, playbook.exclude);
  const day = isCounted ? localDay(usage.lastActiveAt!, timeZone) : null;
  for (const { companyId } of memberships) {
    const company = companies.get(companyId) ?? { lastActiveDays: [] };
    moveLastActive(company, null, day, today);
    companies.set(companyId, company);
  }
}
