/** Enrolment filters as people see them: groups of conditions, of which one group has to hold. Pure. */
import { filterWords } from './filter-words.ts';
import { isObject, type JsonObject, objectsIn, textOf } from './json-call.ts';

/** One condition of a group. */
export type Asked = {
  /** The same for two conditions that ask the same of the same records, however HubSpot writes them. */
  key: string;
  /** Null for what is not about a property. */
  property: string | null;
  operator: string | null;
  words: string;
};

/** Each condition once. */
export type AskedGroup = Asked[];

/** HubSpot allows OR only at the root; whatever else stands there is one group. */
export function readGroups(root: unknown): AskedGroup[] {
  if (!isObject(root)) return [];
  if (root.filterBranchType !== 'OR') return [readGroup(root)];
  return [
    ...objectsIn(root.filters).map((filter) => [askedOf(filter, contactItself)]),
    ...objectsIn(root.filterBranches).map(readGroup),
  ];
}

type Place = { key: string; owner: (property: string) => string };

const contactItself: Place = { key: '', owner: () => '' };
/** The association of contacts with companies, whatever its label. */
const anyCompany = '0-2:279';
const objectNames: Record<string, string> = { '0-1': 'contact', '0-2': 'company', '0-3': 'deal' };

function readGroup(branch: JsonObject): AskedGroup {
  const asked = new Map(readWithin(branch, contactItself).map((one) => [one.key, one]));
  return [...asked.values()];
}

function readWithin(branch: JsonObject, place: Place): AskedGroup {
  const associations = new Map<string, number>();
  return [
    ...objectsIn(branch.filters).map((filter) => askedOf(filter, place)),
    ...objectsIn(branch.filterBranches).flatMap((nested): AskedGroup => {
      if (nested.filterBranchType === 'AND') return readWithin(nested, place);
      if (nested.filterBranchType !== 'ASSOCIATION') return [unreadable(nested, place)];
      const { key, owner } = placeOf(nested);
      const before = associations.get(key) ?? 0;
      associations.set(key, before + 1);
      // Conditions in two branches may be met by two different records: that is another question.
      const isAnother = before > 0;
      return readWithin(nested, {
        key: isAnother ? `${key}#${before + 1}` : key,
        owner: isAnother ? (property) => `another ${owner(property) || 'company '}` : owner,
      });
    }),
  ];
}

function askedOf(filter: JsonObject, { key, owner }: Place): Asked {
  const property = textOf(filter.property);
  const operation = isObject(filter.operation) ? filter.operation : {};
  const words = filterWords(filter, owner(property ?? ''));
  return { key: `${key} ${words}`, property, operator: textOf(operation.operator), words };
}

function placeOf(branch: JsonObject): Place {
  const objectTypeId = textOf(branch.objectTypeId) ?? '';
  const key = `${objectTypeId}:${textOf(branch.associationTypeId) ?? ''}`;
  const object = objectNames[objectTypeId] ?? `object ${objectTypeId}`;
  if (branch.operator !== undefined && branch.operator !== 'IN_LIST') {
    return { key: `${key}:${String(branch.operator)}`, owner: () => `not the ${object}'s ` };
  }
  // Our own company properties say whose they are by their names.
  if (key === anyCompany) return { key, owner: (property) => (property.startsWith('zo_') ? '' : `${object} `) };
  return { key, owner: () => (key === '0-2:1' ? 'primary company ' : `${object} `) };
}

function unreadable(branch: JsonObject, place: Place): Asked {
  const kind = (textOf(branch.filterBranchType) ?? 'nested').toLowerCase().replaceAll('_', ' ');
  const inner = readWithin(branch, place).map(({ words }) => words);
  const words = `a branch of the kind ${kind}${inner.length === 0 ? '' : ` (${inner.join(', ')})`}`;
  return { key: `${place.key} ${words}`, property: null, operator: null, words };
}
