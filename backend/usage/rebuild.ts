/** Usage made anew from the kept raw events, in memory: what a draft of other rules is held against. */
import { type CompanyUsage, emptyUsage, localDay, type Usage } from '@zo/shared';
import { isInternalEmail } from '../handoff/internal.ts';
import type { NormalisedEvent } from '../ingest/event.ts';
import type { CompiledRules } from './compile-rules.ts';
import { foldEvent } from './fold-event.ts';
import { isUncounted } from './fold-group.ts';
import type { Membership } from './group-state.ts';
import { mergeUsage } from './merge-persons.ts';
import { moveLastActive } from './move-last-active.ts';
import type { PersonProfile } from './person.ts';
import { takeInBefore, type UsageBefore } from './usage-before.ts';

export type Rebuild = {
  rules: CompiledRules;
  events: number;
  /** By the person each event was resolved to when it was accepted. */
  usages: Map<number, Usage>;
};

export function beginRebuild(rules: CompiledRules): Rebuild {
  return { rules, events: 0, usages: new Map() };
}

export function takeKept(rebuild: Rebuild, seq: number, personId: number | null, event: NormalisedEvent): void {
  const { rules, usages } = rebuild;
  rebuild.events += 1;
  // Of an event that did not count when it was accepted nobody knows whose it is.
  if (personId === null || isUncounted(event, rules)) return;
  let usage = usages.get(personId);
  if (!usage) {
    usage = emptyUsage();
    usages.set(personId, usage);
  }
  foldEvent(usage, event, localDay(event.eventAt, rules.timeZone), rules, seq);
}

/** What events that are no longer kept added up to. */
export function takeBefore({ rules, usages }: Rebuild, personId: number, before: UsageBefore): void {
  const usage = usages.get(personId) ?? emptyUsage();
  usages.set(personId, usage);
  takeInBefore(usage, before, new Map(), rules);
}

export type KnownPerson = { personId: number; profile: PersonProfile; memberships: Membership[] };

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
