/** The state of a group while it is folded: loaded rows, how they were before, and what happened to them. */
import { emptyUsage, localDay } from '@zo/shared';
import { isInternalEmail } from '../handoff/internal.ts';
import { type Company, emptyCompanyProfile } from './company.ts';
import type { CompiledRules } from './compile-rules.ts';
import type { Changes, LoadedState, Membership, PersonMerge } from './group-state.ts';
import { mergeProfile, mergeUsage } from './merge-persons.ts';
import { emptyProfile, type Person } from './person.ts';

export type WorkingPerson = {
  person: Person;
  memberships: Membership[];
  before: { memberships: Membership[]; countedDay: number | null; companyId: number | null };
  isNew: boolean;
  /** Something is different and the row must be written. */
  touched: boolean;
  /** A decision could see the difference. */
  visible: boolean;
  /** A live event made the person active. */
  active: boolean;
  /** Somebody else now, or nobody any more. */
  isGone: boolean;
};

export type WorkingCompany = {
  company: Company;
  wakeAt: number | null;
  isNew: boolean;
  usageChanged: boolean;
  profileChanged: boolean;
};

export type WorkingGroup = {
  rules: CompiledRules;
  now: number;
  today: number;
  state: LoadedState;
  persons: Map<number, WorkingPerson>;
  companies: Map<number, WorkingCompany>;
  /** Who became whom within this group. */
  mergedInto: Map<number, number>;
  changes: Changes;
};

export function beginGroup(state: LoadedState, rules: CompiledRules, now: number): WorkingGroup {
  const group: WorkingGroup = {
    rules,
    now,
    today: localDay(now, rules.timeZone),
    state,
    persons: new Map(),
    companies: new Map(),
    mergedInto: new Map(),
    changes: {
      personIds: [],
      identities: [],
      merges: [],
      persons: [],
      membersAdded: [],
      membersRemoved: [],
      companies: [],
      companyKeys: [],
      companyWakes: [],
      companyDays: [],
      dirtyPersons: [],
      activePersons: [],
      dirtyMembersOf: [],
      effects: [],
      eventsSeen: new Map(),
    },
  };
  for (const [personId, { person, memberships }] of state.persons) {
    group.persons.set(personId, {
      person,
      memberships: [...memberships],
      before: { memberships, countedDay: countedDay(person, rules), companyId: person.companyId },
      isNew: false,
      touched: false,
      visible: false,
      active: false,
      isGone: false,
    });
  }
  for (const [companyId, { company, wakeAt }] of state.companies) {
    group.companies.set(companyId, { company, wakeAt, isNew: false, usageChanged: false, profileChanged: false });
  }
  return group;
}

/** The day on which the person counts as last active at its companies; null for the inactive and the internal. */
export function countedDay(person: Person, rules: CompiledRules): number | null {
  if (person.usage.lastActiveAt === null) return null;
  if (isInternalEmail(person.profile.email, rules.playbook.exclude)) return null;
  return localDay(person.usage.lastActiveAt, rules.timeZone);
}

export function findPerson(group: WorkingGroup, identity: string): WorkingPerson | null {
  const known = group.state.identities.get(identity);
  return known === undefined ? null : group.persons.get(survivor(group, known))!;
}

/** Whom a person has become within this group. */
export function survivor(group: WorkingGroup, personId: number): number {
  let at = personId;
  for (let next = group.mergedInto.get(at); next !== undefined; next = group.mergedInto.get(at)) at = next;
  return at;
}

export function addPerson(group: WorkingGroup): WorkingPerson {
  const personId = group.state.nextPersonId;
  group.state.nextPersonId += 1;
  const working: WorkingPerson = {
    person: { personId, companyId: null, profile: emptyProfile(), usage: emptyUsage(), revision: 0 },
    memberships: [],
    before: { memberships: [], countedDay: null, companyId: null },
    isNew: true,
    touched: true,
    visible: true,
    active: false,
    isGone: false,
  };
  group.persons.set(personId, working);
  return working;
}

export function attachIdentity(group: WorkingGroup, identity: string, { person }: WorkingPerson, at: number): void {
  group.state.identities.set(identity, person.personId);
  group.changes.identities.push({ identity, personId: person.personId, firstSeenAt: at });
}

/** Everything `from` was is `into` afterwards; `from` is gone. */
export function mergePersons(
  group: WorkingGroup,
  from: WorkingPerson,
  into: WorkingPerson,
  reason: PersonMerge['reason'],
): void {
  mergeProfile(into.person.profile, from.person.profile);
  for (const name of mergeUsage(into.person.usage, from.person.usage, group.rules.keptDays)) {
    countSeen(group, name, { events: 0, people: -1, lastSeenAt: 0 });
  }
  for (const membership of from.memberships) {
    if (!into.memberships.some(({ companyId }) => companyId === membership.companyId))
      into.memberships.push(membership);
  }
  const joinedGroup = into.memberships.find(({ companyId }) => companyId === into.person.companyId)?.via === 'group';
  if (!joinedGroup && from.person.companyId !== null) {
    into.person.companyId = from.person.companyId;
    if (from.person.profile.joinedAt !== undefined) into.person.profile.joinedAt = from.person.profile.joinedAt;
  }
  into.touched = true;
  into.visible = true;
  into.active ||= from.active;
  from.memberships = [];
  from.isGone = true;
  group.mergedInto.set(from.person.personId, into.person.personId);
  const intoId = into.person.personId;
  const { merges } = group.changes;
  if (!from.isNew) merges.push({ fromId: from.person.personId, intoId, reason });
  // Of somebody new there will be no row: whoever became them goes along.
  else for (const merge of merges) if (merge.intoId === from.person.personId) merge.intoId = intoId;
}

/** The company of 'g:<groupId>' or 'd:<domain>', made when there is none. */
export function companyOf(group: WorkingGroup, companyKey: string): WorkingCompany {
  const known = group.state.companyKeys.get(companyKey);
  if (known !== undefined) return group.companies.get(known)!;
  const companyId = group.state.nextCompanyId;
  group.state.nextCompanyId += 1;
  const profile = emptyCompanyProfile();
  const name = companyKey.slice(2);
  if (companyKey.startsWith('g:')) profile.groupIds.push(name);
  else profile.domains.push(name);
  const working: WorkingCompany = {
    company: { companyId, profile, usage: { lastActiveDays: [] }, activeUsers: 0 },
    wakeAt: null,
    isNew: true,
    usageChanged: false,
    profileChanged: true,
  };
  group.companies.set(companyId, working);
  group.state.companyKeys.set(companyKey, companyId);
  group.changes.companyKeys.push({ companyKey, companyId });
  return working;
}

export function countSeen(
  group: WorkingGroup,
  name: string,
  add: { events: number; people: number; lastSeenAt: number },
): void {
  const seen = group.changes.eventsSeen.get(name);
  if (!seen) {
    group.changes.eventsSeen.set(name, { ...add });
    return;
  }
  seen.events += add.events;
  seen.people += add.people;
  seen.lastSeenAt = Math.max(seen.lastSeenAt, add.lastSeenAt);
}
