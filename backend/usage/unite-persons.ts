/** Two persons who turned out to be one without any event saying so. */
import type { CompiledRules } from './compile-rules.ts';
import { finishGroup } from './fold-group.ts';
import type { Changes, LoadedState } from './group-state.ts';
import type { PersonProfile } from './person.ts';
import { beginGroup, mergePersons } from './working-group.ts';

/**
 * What changes when `fromId` becomes `intoId`; both must be in `state`, which is used up. `firstUserId` is the user id
 * HubSpot carries for them: it stays the first, also where another of them appeared before it.
 */
export function unitePersons(
  state: LoadedState,
  { fromId, intoId, firstUserId }: { fromId: number; intoId: number; firstUserId: string | null },
  rules: CompiledRules,
  now: number,
): Changes {
  const group = beginGroup(state, rules, now);
  const into = group.persons.get(intoId)!;
  mergePersons(group, group.persons.get(fromId)!, into, 'same HubSpot contact');
  if (firstUserId !== null) putFirst(into.person.profile, firstUserId);
  return finishGroup(group);
}

/** The orders of acceptance stay as they were sorted, so that a later merge finds the same user id first. */
function putFirst(profile: PersonProfile, userId: string): void {
  if (!profile.userIds.includes(userId)) return;
  profile.userIds = [userId, ...profile.userIds.filter((other) => other !== userId)];
}
