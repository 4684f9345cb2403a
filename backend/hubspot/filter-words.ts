/**
 * HubSpot's filters back in words, in the spelling of the playbook's sentence where it has one. It reads what anybody may
 * have built in the workflow editor, so what it does not know is told in HubSpot's own words. Pure.
 */
import { printValue } from '@zo/shared';
import { isObject, type JsonObject, textOf } from './json-call.ts';
import { momentFilterWords } from './moment-words.ts';

const signs: Record<string, string> = {
  IS_EQUAL_TO: '=',
  IS_NOT_EQUAL_TO: '!=',
  IS_GREATER_THAN: '>',
  IS_GREATER_THAN_OR_EQUAL_TO: '>=',
  IS_LESS_THAN: '<',
  IS_LESS_THAN_OR_EQUAL_TO: '<=',
};
/** Of several values one is enough, or none may be it. */
const amongWords: Record<string, { one: string; several: string }> = {
  IS_EQUAL_TO: { one: '=', several: 'is one of' },
  IS_NOT_EQUAL_TO: { one: '!=', several: 'is not one of' },
  IS_ANY_OF: { one: '=', several: 'is one of' },
  IS_NONE_OF: { one: '!=', several: 'is not one of' },
};
const plainWords: Record<string, string> = { IS_KNOWN: 'is known', IS_UNKNOWN: 'is empty' };

/**
 * "zo_pql_score >= 40", "country = Germany". Filters that ask the same read the same, whatever HubSpot adds to them and
 * however it orders their values. `owner` stands before properties of an associated record: "company ".
 */
export function filterWords(filter: JsonObject, owner = ''): string {
  if (filter.filterType !== 'PROPERTY') return otherFilterWords(filter);
  const name = `${owner}${textOf(filter.property) ?? 'a property'}`;
  const operation = isObject(filter.operation) ? filter.operation : {};
  const orEmpty = operation.includeObjectsWithNoValueSet === true ? ' or is empty' : '';
  return `${name} ${operationWords(operation)}${orEmpty}`;
}

function operationWords(operation: JsonObject): string {
  const operator = textOf(operation.operator) ?? '';
  if (operator in plainWords) return plainWords[operator]!;
  if (operation.lowerBound !== undefined) {
    return `${inWords(operator)} ${valueWords(operation.lowerBound)} and ${valueWords(operation.upperBound)}`;
  }
  const moment = momentFilterWords(operation);
  if (moment !== null) return moment;
  if (Array.isArray(operation.values))
    return amongOf(operator, operation.values.map(String).toSorted().map(valueWords));
  if (operation.value === undefined) return inWords(operator);
  const value = operation.operationType === 'NUMBER' ? Number(operation.value) : operation.value;
  return `${signs[operator] ?? inWords(operator)} ${valueWords(value)}`;
}

function amongOf(operator: string, values: string[]): string {
  const { one, several } = amongWords[operator] ?? { one: inWords(operator), several: `${inWords(operator)} any of` };
  return values.length === 1 ? `${one} ${values[0]}` : `${several} (${values.join(', ')})`;
}

function valueWords(value: unknown): string {
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return value;
  return typeof value === 'string' ? printValue(value) : String(value);
}

function otherFilterWords(filter: JsonObject): string {
  const list = textOf(filter.listId);
  if (list !== null) return `membership of list ${list} (${inWords(textOf(filter.operator) ?? 'IN_LIST')})`;
  return `a filter of the kind ${inWords(textOf(filter.filterType) ?? 'unknown')}`;
}

/** "HAS_EVER_BEEN_ANY_OF" reads "has ever been any of". */
function inWords(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}
