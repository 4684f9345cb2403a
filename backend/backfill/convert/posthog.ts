/** Events of PostHog's exports: JSON lines, JSON or CSV, with nested properties, properties as JSON text, or a column each. */
import { isJsonObject, type JsonObject } from '../../ingest/clean-json.ts';
import { groupBesides, identifyBesides } from './besides.ts';
import type { Converted } from './converted.ts';
import { readTime } from './moment.ts';

/** What PostHog records of its own accord besides page views: it says nothing that is kept. */
const leftOut = /^\$(?!pageview$|screen$|identify$|set$|create_alias$|merge_dangerously$|groupidentify$)/;
/** Of the person, what is kept of them anywhere. */
const personTraits = ['email', 'name', 'firstName', 'first_name', 'lastName', 'last_name', 'plan'];

export type PosthogOptions = {
  /** Which of PostHog's group types is the company; null: "company", else the only one there is. */
  groupType: string | null;
};

export function convertPosthog(row: JsonObject, { groupType }: PosthogOptions): Converted {
  const { event } = row;
  if (typeof event !== 'string' || event === '') return { rejected: 'needs the name of the event, in "event"' };
  if (leftOut.test(event)) return { skipped: true };
  const properties = objectOf(row, 'properties');
  const person = { ...objectOf(row, 'person_properties'), ...objectOf(row, 'person.properties') };
  if (properties === null || person === null) return { rejected: 'its properties are not JSON' };
  const distinctId = row.distinct_id ?? properties.distinct_id;
  if (distinctId === undefined) return { rejected: 'needs whose event it is, in "distinct_id"' };
  const about = { ...whoseIs(String(distinctId), properties), timestamp: readTime(row.timestamp) };
  const email = typeof person.email === 'string' ? person.email : undefined;
  const base: JsonObject = {
    ...about,
    ...(row.uuid !== undefined && { messageId: row.uuid }),
    ...(email !== undefined && { context: { traits: { email } } }),
  };
  const set = { ...objectOf(row, 'set_once'), ...objectIn(properties, '$set_once'), ...objectOf(row, 'set') };
  const traits = ownNames({ ...set, ...objectIn(properties, '$set') });

  switch (event) {
    case '$identify':
    case '$set':
      return { messages: [{ ...base, type: 'identify', traits: { ...wanted(person), ...traits } }] };
    case '$create_alias':
    case '$merge_dangerously':
      return {
        messages: [{ ...base, type: 'alias', userId: about.userId ?? distinctId, previousId: properties.alias }],
      };
    case '$groupidentify':
      return identifiedGroup(base, properties, groupType);
    case '$screen':
      return { messages: [{ ...base, type: 'screen', name: properties.$screen_name ?? 'Screen' }] };
  }
  const groupId = groupOf(objectIn(properties, '$groups'), groupType);
  const besides = [
    ...(groupId === null ? [] : [groupBesides(about, groupId)]),
    ...traitsBesides(about, { ...wanted(person), ...traits }),
  ];
  const said = ownNames(properties);
  const main =
    event === '$pageview'
      ? { type: 'page', properties: { ...said, url: properties.$current_url, path: properties.$pathname } }
      : { type: 'track', event, properties: said };
  return { messages: [...besides, { ...base, ...main }] };
}

/** Before somebody is identified the id is that of a device. */
function whoseIs(distinctId: string, properties: JsonObject): { userId?: string; anonymousId?: string } {
  const device = typeof properties.$device_id === 'string' ? properties.$device_id : undefined;
  const before = typeof properties.$anon_distinct_id === 'string' ? properties.$anon_distinct_id : undefined;
  if (properties.$is_identified === false || distinctId === device) return { anonymousId: distinctId };
  const anonymousId = before ?? device;
  return { userId: distinctId, ...(anonymousId !== undefined && { anonymousId }) };
}

/** What is said of a group, by somebody in it; a server that speaks for the group alone names nobody. */
function identifiedGroup(base: JsonObject, properties: JsonObject, groupType: string | null): Converted {
  const { $group_type: type, $group_key: groupId } = properties;
  const isAlone = Object.keys(objectIn(properties, '$groups')).length === 1;
  const isCompany = groupType === null ? type === 'company' || isAlone : type === groupType;
  if (!isCompany) return { skipped: true };
  if (base.userId === `$${type}_${groupId}`) return { skipped: true };
  return { messages: [{ ...base, type: 'group', groupId, traits: ownNames(objectIn(properties, '$group_set')) }] };
}

function groupOf(groups: JsonObject, groupType: string | null): unknown {
  if (groupType !== null) return groups[groupType] ?? null;
  const keys = Object.values(groups);
  return groups.company ?? (keys.length === 1 ? keys[0] : null);
}

/** An address alone is in every message already. */
function traitsBesides(about: Parameters<typeof identifyBesides>[0], traits: JsonObject): JsonObject[] {
  const { email, ...others } = traits;
  if (Object.keys(others).length === 0 && email === undefined) return [];
  return [identifyBesides(about, traits)];
}

function wanted(person: JsonObject): JsonObject {
  return Object.fromEntries(personTraits.flatMap((name) => (person[name] === undefined ? [] : [[name, person[name]]])));
}

/** Without what PostHog adds by itself. */
function ownNames(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => !name.startsWith('$') && value !== null));
}

function objectIn(values: JsonObject, name: string): JsonObject {
  const value = values[name];
  return isJsonObject(value) ? value : {};
}

/** A field that holds an object, or one as JSON text, or one spread over columns as "field.name". Null: text that is no JSON. */
function objectOf(row: JsonObject, field: string): JsonObject | null {
  const spread = Object.entries(row).flatMap(([name, value]) =>
    name.startsWith(`${field}.`) && value !== null ? [[name.slice(field.length + 1), value]] : [],
  );
  const whole = row[field] ?? {};
  const given = typeof whole === 'string' ? parse(whole) : whole;
  return isJsonObject(given) ? { ...given, ...Object.fromEntries(spread) } : null;
}

function parse(text: string): unknown {
  try {
    return text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return null;
  }
}
