import { against, type Impossible } from './impossible.ts';
import type { Condition } from './playbook.ts';

type Allows = (condition: Condition, value: string) => boolean;

/** Choices: some condition names the only possible values, or every option is left out. */
export function valuesConflict(options: string[] | null, conditions: Condition[]): Impossible | null {
  return conflictOf(options, conditions, (condition, value) => allowsValue(condition, value, (text) => text));
}

/** Texts, without regard to case: some condition names the only possible ones, or a part is both asked for and refused. */
export function textsConflict(conditions: Condition[]): Impossible | null {
  const found = conflictOf(null, conditions, (condition, value) =>
    allowsValue(condition, value, (text) => text.toLowerCase()),
  );
  return found ?? partsConflict(conditions);
}

function conflictOf(options: string[] | null, conditions: Condition[], allowsText: Allows): Impossible | null {
  for (const [index, condition] of conditions.entries()) {
    const possible = possibleTexts(condition) ?? options;
    if (possible === null) continue;
    const before = conditions.slice(0, index + 1);
    const isLeft = possible.some((value) => before.every((one) => allowsText(one, value)));
    if (isLeft) continue;
    return against(
      condition,
      before.find((one) => one !== condition && isOpposed(one, possible, condition, allowsText)) ?? null,
    );
  }
  const named = conditions.find((condition) => possibleTexts(condition) !== null);
  if (named === undefined) return null;
  const values = possibleTexts(named)!;
  if (values.some((value) => conditions.every((one) => allowsText(one, value)))) return null;
  const last = conditions.findLast((one) => one !== named && values.some((value) => !allowsText(one, value)));
  return last === undefined ? null : against(last, named);
}

function isOpposed(one: Condition, values: string[], condition: Condition, allowsText: Allows): boolean {
  return !values.some((value) => allowsText(one, value) && allowsText(condition, value));
}

function possibleTexts(condition: Condition): string[] | null {
  if (condition.kind === 'personal email domain') return condition.is ? ['personal', 'disposable'] : ['business'];
  if (condition.kind === 'one of' && condition.is) return condition.values.map(String);
  if (condition.kind === 'true') return [String(condition.is)];
  if (condition.kind === 'comparison' && condition.operator === '=') return [String(condition.value)];
  return null;
}

function allowsValue(condition: Condition, value: string, fold: (text: string) => string): boolean {
  const text = fold(value);
  const includes = (part: string) => value.toLowerCase().includes(part.toLowerCase());
  switch (condition.kind) {
    case 'personal email domain':
      return (text !== 'business') === condition.is;
    case 'one of':
      return condition.values.some((one) => fold(String(one)) === text) === condition.is;
    case 'comparison':
      return (fold(String(condition.value)) === text) === (condition.operator === '=');
    case 'contains':
    case 'contains any':
      return partsOf(condition).some(includes) === condition.is;
    case 'true':
      return (text === 'true') === condition.is;
    case 'known':
      return condition.is;
    default:
      return true;
  }
}

/** Every part that would do has a refused one in it. */
function partsConflict(conditions: Condition[]): Impossible | null {
  const containing = conditions.filter(
    (condition) => condition.kind === 'contains' || condition.kind === 'contains any',
  );
  const refusals = containing.filter((condition) => !condition.is);
  for (const asked of containing.filter((condition) => condition.is)) {
    const refusing = (part: string) =>
      refusals.find((one) => partsOf(one).some((refused) => part.toLowerCase().includes(refused.toLowerCase())));
    const by = partsOf(asked).map(refusing);
    if (by.some((one) => one === undefined)) continue;
    const [earlier, later] = [asked, by[0]!].sort((a, b) => conditions.indexOf(a) - conditions.indexOf(b));
    return against(later!, earlier!);
  }
  return null;
}

function partsOf(condition: Extract<Condition, { kind: 'contains' | 'contains any' }>): string[] {
  return condition.kind === 'contains' ? [condition.value] : condition.values;
}
