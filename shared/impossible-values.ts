import { against, type Impossible } from './impossible.ts';
import type { Condition } from './playbook.ts';

/** Text and options: some condition names the only possible values, or every option is left out. */
export function valuesConflict(options: string[] | null, conditions: Condition[]): Impossible | null {
  for (const [index, condition] of conditions.entries()) {
    const possible = possibleTexts(condition) ?? options;
    if (possible === null) continue;
    const before = conditions.slice(0, index + 1);
    const isLeft = possible.some((value) => before.every((one) => allowsText(one, value)));
    if (isLeft) continue;
    return against(condition, before.find((one) => one !== condition && isOpposed(one, possible, condition)) ?? null);
  }
  const named = conditions.find((condition) => possibleTexts(condition) !== null);
  if (named === undefined) return null;
  const values = possibleTexts(named)!;
  if (values.some((value) => conditions.every((one) => allowsText(one, value)))) return null;
  const last = conditions.findLast((one) => one !== named && values.some((value) => !allowsText(one, value)));
  return last === undefined ? null : against(last, named);
}

function isOpposed(one: Condition, values: string[], condition: Condition): boolean {
  return !values.some((value) => allowsText(one, value) && allowsText(condition, value));
}

function possibleTexts(condition: Condition): string[] | null {
  if (condition.kind === 'personal email domain') return condition.is ? ['personal', 'disposable'] : ['business'];
  if (condition.kind === 'one of' && condition.is) return condition.values.map(String);
  if (condition.kind === 'comparison' && condition.operator === '=') return [String(condition.value)];
  return null;
}

function allowsText(condition: Condition, value: string): boolean {
  const text = value.toLowerCase();
  switch (condition.kind) {
    case 'personal email domain':
      return (text !== 'business') === condition.is;
    case 'one of':
      return condition.values.some((one) => String(one).toLowerCase() === text) === condition.is;
    case 'comparison':
      return (String(condition.value).toLowerCase() === text) === (condition.operator === '=');
    case 'contains':
      return text.includes(condition.value.toLowerCase()) === condition.is;
    case 'known':
      return condition.is;
    default:
      return true;
  }
}
