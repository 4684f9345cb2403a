/** Folds a group of accepted events into usage: everything a portal's events change, decided in memory. */
import { activeUsers, companyChangeMatters, localDay, nextCompanyChangeDay, startOfLocalDay } from '@zo/shared';
import { isInternalEmail } from '../handoff/internal.ts';
import { businessDomainOf } from '../ingest/email-domain.ts';
import { isHistory, isOfBrowser, type NormalisedEvent } from '../ingest/event.ts';
import { type Effect, priorities } from '../outbox/effect.ts';
import { applyCompanyTraits, applyPersonTraits } from './apply-traits.ts';
import type { CompiledRules } from './compile-rules.ts';
import { foldEvent, seenAt, seenName } from './fold-event.ts';
import type { Changes, LoadedState } from './group-state.ts';
import { moveLastActive } from './move-last-active.ts';
import { resolvePerson } from './resolve-person.ts';
import {
  beginGroup,
  companyOf,
  countedDay,
  countSeen,
  survivor,
  type WorkingCompany,
  type WorkingGroup,
  type WorkingPerson,
} from './working-group.ts';

export type AcceptedEvent = { event: NormalisedEvent; seq: number };

/**
 * What the events change, given everything they mention as `state` (which is used up: its rows are changed in place).
 * `now` decides which day is today for companies' active users.
 */
export function foldGroup(state: LoadedState, events: AcceptedEvent[], rules: CompiledRules, now: number): Changes {
  const group = beginGroup(state, rules, now);
  const persons = events.map(({ event, seq }) => foldOne(group, event, seq));
  const changes = finishGroup(group);
  changes.personIds = persons.map((working) => working && survivor(group, working.person.personId));
  changes.identities = changes.identities.map((added) => ({ ...added, personId: survivor(group, added.personId) }));
  return changes;
}

/** Settles memberships and counts companies again, once everything that happens to the group has happened. */
export function finishGroup(group: WorkingGroup): Changes {
  for (const working of group.persons.values()) finishPerson(group, working);
  for (const working of group.companies.values()) finishCompany(group, working);
  return group.changes;
}

/** Kept, but never scores, counts or alerts, and teaches nothing about who is who. */
export function isUncounted(event: NormalisedEvent, rules: CompiledRules): boolean {
  return event.excluded !== null || (isOfBrowser(event.source) && rules.playbook.ignoreBrowserEvents);
}

function foldOne(group: WorkingGroup, event: NormalisedEvent, seq: number): WorkingPerson | null {
  const { rules } = group;
  if (isUncounted(event, rules)) return null;
  const working = resolvePerson(group, event, seq);
  working.touched = true;
  const { person } = working;
  if (event.source === 'sample') person.profile.isSample = true;
  if (applyPersonTraits(person.profile, event)) working.visible = true;
  if (event.type === 'group' && event.groupId !== null) joinGroup(group, working, event);
  const folded = foldEvent(person.usage, event, localDay(event.eventAt, rules.timeZone), rules, seq);
  if (folded.visible) working.visible = true;
  if (folded.active && !isHistory(event.source)) working.active = true;
  const name = seenName(event);
  if (name !== null) countSeen(group, name, { events: 1, people: folded.newName ? 1 : 0, lastSeenAt: seenAt(event) });
  return working;
}

/**
 * Memberships are kept: somebody in two workspaces counts in both. Decisions use the one joined last: live events in their
 * order of arrival, what a backfill loads by when it happened, so that nobody goes back to where they were before.
 */
function joinGroup(group: WorkingGroup, working: WorkingPerson, event: NormalisedEvent): void {
  const joined = companyOf(group, `g:${event.groupId}`);
  if (applyCompanyTraits(joined.company.profile, event)) joined.profileChanged = true;
  const { companyId } = joined.company;
  const at = seenAt(event);
  const joinedLast = lastJoin(working);
  const present = working.memberships.find((membership) => membership.companyId === companyId);
  if (present?.via !== 'group') {
    working.memberships = working.memberships.filter((membership) => membership !== present);
    working.memberships.push({ companyId, via: 'group', joinedAt: at });
  }
  if (isHistory(event.source) && at < joinedLast) return;
  working.person.companyId = companyId;
  working.person.profile.joinedAt = at;
}

/** When the person joined the company that decisions use; unknown to those of before this was kept. */
function lastJoin({ person, memberships }: WorkingPerson): number {
  const groups = memberships.filter(({ via }) => via === 'group').map(({ joinedAt }) => joinedAt);
  return person.profile.joinedAt ?? Math.max(...groups, Number.NEGATIVE_INFINITY);
}

/** Settles memberships, and tells companies and decisions what is different about the person. */
function finishPerson(group: WorkingGroup, working: WorkingPerson): void {
  const { person, before, isGone } = working;
  if (!working.touched && !isGone) return;
  if (!isGone) settleDomain(group, working);
  const day = isGone ? null : countedDay(person, group.rules);

  for (const membership of before.memberships) {
    const kept = working.memberships.find(({ companyId }) => companyId === membership.companyId);
    if (kept?.via !== membership.via) {
      group.changes.membersRemoved.push({ companyId: membership.companyId, personId: person.personId });
    }
    moveAt(group, membership.companyId, before.countedDay, kept ? day : null);
  }
  for (const membership of working.memberships) {
    const known = before.memberships.find(({ companyId }) => companyId === membership.companyId);
    if (known?.via !== membership.via) group.changes.membersAdded.push({ ...membership, personId: person.personId });
    if (!known) moveAt(group, membership.companyId, null, day);
  }
  if (isGone) return;

  person.revision += 1;
  group.changes.persons.push({ person, isNew: working.isNew });
  const isDecided = person.profile.userIds.length > 0 || person.profile.email !== null;
  const isVisible = working.visible || person.companyId !== before.companyId;
  if (!isDecided || !isVisible) return;
  group.changes.dirtyPersons.push(person.personId);
  if (working.active) group.changes.activePersons.push(person.personId);
}

/** Without a group the e-mail's business domain is the company; internal people have none of their own. */
function settleDomain(group: WorkingGroup, working: WorkingPerson): void {
  const { person } = working;
  const groups = working.memberships.filter(({ via }) => via === 'group');
  const present = working.memberships.find(({ via }) => via === 'domain');
  const { email } = person.profile;
  const businessDomain = businessDomainOf(email, group.rules.playbook.emailDomains);
  person.profile.businessDomain = businessDomain;
  if (groups.length > 0 || !businessDomain || isInternalEmail(email, group.rules.playbook.exclude)) {
    working.memberships = groups;
  } else {
    const { companyId } = companyOf(group, `d:${businessDomain}`).company;
    if (present?.companyId !== companyId || working.memberships.length > 1) {
      working.memberships = [
        present?.companyId === companyId ? present : { companyId, via: 'domain', joinedAt: group.now },
      ];
    }
  }
  if (!working.memberships.some(({ companyId }) => companyId === person.companyId)) {
    person.companyId = working.memberships.at(-1)?.companyId ?? null;
  }
}

function moveAt(group: WorkingGroup, companyId: number, from: number | null, to: number | null): void {
  if (from === to) return;
  const working = group.companies.get(companyId)!;
  moveLastActive(working.company.usage, from, to, group.today);
  working.usageChanged = true;
}

function finishCompany(group: WorkingGroup, working: WorkingCompany): void {
  if (!working.usageChanged && !working.profileChanged) return;
  const { changes } = group;
  const { company } = working;
  const { companyId } = company;
  const recount = recountCompany(company, group.rules, group.today);
  changes.companies.push({ company, isNew: working.isNew });
  if (recount.changed) changes.companyDays.push({ companyId, day: group.today, activeUsers: company.activeUsers });
  if (recount.wakeAt !== working.wakeAt) changes.companyWakes.push({ companyId, dueAt: recount.wakeAt });
  if (recount.matters) changes.dirtyMembersOf.push(companyId);
  if (recount.changed || working.profileChanged) changes.effects.push(syncCompany(companyId));
}

/** Sets `activeUsers` as of `today`. `matters`: members must be decided again. `wakeAt`: when to count again. */
export function recountCompany(
  company: { usage: { lastActiveDays: [number, number][] }; activeUsers: number },
  { playbook, timeZone }: CompiledRules,
  today: number,
): { changed: boolean; matters: boolean; wakeAt: number | null } {
  const before = company.activeUsers;
  company.activeUsers = activeUsers(company.usage, today);
  const nextDay = nextCompanyChangeDay(company.usage, today);
  return {
    changed: company.activeUsers !== before,
    matters: company.activeUsers !== before && companyChangeMatters(playbook, before, company.activeUsers),
    wakeAt: nextDay === null ? null : startOfLocalDay(nextDay, timeZone),
  };
}

export function syncCompany(companyId: number): Effect {
  return {
    kind: 'sync company',
    companyId,
    key: `company:${companyId}`,
    lane: 'hubspot',
    priority: priorities.routine,
  };
}
