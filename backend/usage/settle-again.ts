/** Persons whose company is settled anew though nothing happened to them: the rules about e-mail domains changed. */
import type { CompiledRules } from './compile-rules.ts';
import { finishGroup } from './fold-group.ts';
import type { Changes, LoadedState } from './group-state.ts';
import { beginGroup } from './working-group.ts';

/** What changes for everybody in `state`, which is used up. */
export function settleAgain(state: LoadedState, rules: CompiledRules, now: number): Changes {
  const group = beginGroup(state, rules, now);
  for (const working of group.persons.values()) working.touched = true;
  return finishGroup(group);
}
