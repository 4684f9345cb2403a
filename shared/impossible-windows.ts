import { against, type Impossible } from './impossible.ts';
import type { Condition } from './playbook.ts';

type Counted = Extract<Condition, { kind: 'signal' }>;

/** What happened five times in 7 days did not happen at most three times in 30. */
export function windowsConflict(conditions: Condition[]): Impossible | null {
  const counted = conditions.filter((condition) => condition.kind === 'signal');
  for (const within of counted) {
    const over = counted.find(
      (one) => one.signal === within.signal && covers(one, within) && fewest(within) > most(one),
    );
    if (over === undefined) continue;
    const [earlier, later] = [within, over].sort((a, b) => conditions.indexOf(a) - conditions.indexOf(b));
    return against(later!, earlier!);
  }
  return null;
}

/** Windows end today, so the longer one has all of the shorter; without a window everything ever counts. */
function covers({ windowDays: longer }: Counted, { windowDays: shorter }: Counted): boolean {
  return longer === null || (shorter !== null && shorter <= longer);
}

function fewest({ operator, count }: Counted): number {
  if (operator === '>') return count + 1;
  return operator === '>=' || operator === '=' ? count : 0;
}

function most({ operator, count }: Counted): number {
  if (operator === '<') return count - 1;
  return operator === '<=' || operator === '=' ? count : Number.POSITIVE_INFINITY;
}
