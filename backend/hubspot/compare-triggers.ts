/** What enrols a contact again: changes of properties, read back in words. Pure. */
import { filterWords } from './filter-words.ts';
import { isObject, type JsonObject, objectsIn, textOf } from './json-call.ts';

type Trigger = { property: string | null; words: string };

export function compareTriggers(wantedBranches: unknown, liveBranches: unknown): string[] {
  const wanted = objectsIn(wantedBranches).map(readTrigger);
  const live = objectsIn(liveBranches).map(readTrigger);
  const added = live.filter(({ words }) => !wanted.some((trigger) => trigger.words === words));
  const missing = wanted.filter(({ words }) => !live.some((trigger) => trigger.words === words));
  const differences = missing.map(({ property, words }) => {
    const at = added.findIndex((trigger) => trigger.property === property);
    const [instead] = at < 0 ? [] : added.splice(at, 1);
    if (instead === undefined) return `HubSpot does not enrol again when ${words}`;
    return `HubSpot enrols again when ${instead.words}, the playbook when ${words}`;
  });
  return [...differences, ...added.map(({ words }) => `HubSpot also enrols again when ${words}`)];
}

/** "zo_handoff_gate = open": a change of the property named by `hs_name` to what `hs_value` says. */
function readTrigger(branch: JsonObject): Trigger {
  const filters = filtersWithin(branch);
  const property = textOf(namedIn(filters.find((filter) => filter.property === 'hs_name')));
  const value = filters.find((filter) => filter.property === 'hs_value');
  if (property === null) return { property, words: filters.map((filter) => filterWords(filter)).join(' and ') };
  const words = value === undefined ? `${property} changes` : filterWords({ ...value, property });
  return { property, words };
}

/** HubSpot may keep the filters one level down, in a branch of the event "a property changed". */
function filtersWithin(branch: JsonObject): JsonObject[] {
  return [...objectsIn(branch.filters), ...objectsIn(branch.filterBranches).flatMap(filtersWithin)];
}

function namedIn(filter: JsonObject | undefined): unknown {
  const operation = isObject(filter?.operation) ? filter.operation : {};
  return Array.isArray(operation.values) ? operation.values[0] : operation.value;
}
