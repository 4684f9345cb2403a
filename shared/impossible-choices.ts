import { against, type Impossible } from './impossible.ts';
import type { Condition } from './playbook.ts';

/** Sets of choices: all that would do is refused, or nothing is left that it could hold. */
export function choicesConflict(options: string[] | null, conditions: Condition[]): Impossible | null {
  const refusals = conditions.filter((condition) => choicesOf(condition) !== null && !isAsked(condition));
  const refused = new Set(refusals.flatMap((condition) => choicesOf(condition) ?? []));
  for (const condition of conditions.filter(isAsked)) {
    const wanted = choicesOf(condition) ?? [];
    if (!wanted.every((choice) => refused.has(choice))) continue;
    const by = refusals.find((one) => choicesOf(one)!.some((choice) => wanted.includes(choice)))!;
    const [earlier, later] = [condition, by].sort((a, b) => conditions.indexOf(a) - conditions.indexOf(b));
    return against(later!, earlier!);
  }
  const last = refusals.at(-1);
  if (options === null || last === undefined || !options.every((option) => refused.has(option))) return null;
  return against(last, refusals.length === 1 ? null : refusals[0]!);
}

function choicesOf(condition: Condition): string[] | null {
  if (condition.kind === 'contains') return [condition.value];
  return condition.kind === 'contains any' ? condition.values : null;
}

function isAsked(condition: Condition): boolean {
  return choicesOf(condition) !== null && 'is' in condition && condition.is;
}
