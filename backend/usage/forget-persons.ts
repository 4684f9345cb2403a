/** People who are erased. */
import type { CompiledRules } from './compile-rules.ts';
import { finishGroup } from './fold-group.ts';
import type { Changes, LoadedState } from './group-state.ts';
import { beginGroup, countSeen } from './working-group.ts';

/** What changes for companies and lists when everybody in `state` (which is used up) is no longer there. */
export function forgetPersons(state: LoadedState, rules: CompiledRules, now: number): Changes {
  const group = beginGroup(state, rules, now);
  for (const working of group.persons.values()) {
    working.memberships = [];
    working.touched = true;
    working.isGone = true;
    for (const name of working.person.usage.eventNames)
      countSeen(group, name, { events: 0, people: -1, lastSeenAt: 0 });
  }
  return finishGroup(group);
}
