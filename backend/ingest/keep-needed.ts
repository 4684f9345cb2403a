/**
 * What is stored of a message: what signals, playbook, linking and the fold itself read, and the traits and properties the
 * portal allowed besides. Everything else is dropped before the raw event is written. Reading what was kept gives the same
 * event again, but for the traits that were dropped.
 */
import { isJsonObject, type JsonObject } from './clean-json.ts';
import type { EventType, NormalisedEvent } from './event.ts';

/** "traits.jobTitle", "properties.amount". */
export type AllowList = ReadonlySet<string>;

export const nothingAllowed: AllowList = new Set();

/** About a person: of identify, and of what it says in context.traits. */
export const neededPersonTraits = ['email', 'firstName', 'first_name', 'lastName', 'last_name', 'name', 'plan'];
/** About a company: of group. */
export const neededCompanyTraits = ['name', 'domain', 'website'];
/** Ids and moments. */
const neededFields = [
  'type',
  'messageId',
  'userId',
  'anonymousId',
  'previousId',
  'groupId',
  'timestamp',
  'originalTimestamp',
  'sentAt',
];

/** Properties that are read, and kept in another form: as a path, and as what the event counts for. */
const readOtherwise = ['path', 'system', 'test', 'impersonated', 'impersonator'];

/** `message`: the body of `event`, parsed. `dropped`: names of traits and properties, as the allow-list would name them. */
export function keepNeeded(
  message: JsonObject,
  event: NormalisedEvent,
  allowed: AllowList,
): { event: NormalisedEvent; dropped: string[] } {
  const dropped = new Set<string>();
  const properties = pick('properties', objectIn(message, 'properties'), [], allowed, dropped);
  if (event.path !== null) properties.path = event.path;
  const traits = pick('traits', objectIn(message, 'traits'), neededTraits(event.type), allowed, dropped);
  const context = contextOf(message, event, allowed, dropped);

  const kept = fieldsOf(message, event.type);
  for (const [key, part] of Object.entries({ properties, traits, context })) {
    if (Object.keys(part).length > 0) kept[key] = part;
  }
  const isAbout = traitsOf(event.type, traits, objectIn(context, 'traits'));
  const name = nameFields[event.type].length > 0 ? event.name : null;
  return { event: { ...event, name, traits: isAbout, body: JSON.stringify(kept) }, dropped: [...dropped] };
}

const nameFields: Record<EventType, string[]> = {
  track: ['event'],
  page: ['name'],
  screen: ['name'],
  identify: [],
  group: [],
  alias: [],
};

function fieldsOf(message: JsonObject, type: EventType): JsonObject {
  const kept: JsonObject = {};
  for (const name of [...neededFields, ...nameFields[type]]) if (isPlain(message[name])) kept[name] = message[name];
  return kept;
}

function neededTraits(type: EventType): string[] {
  return type === 'identify' ? neededPersonTraits : type === 'group' ? neededCompanyTraits : [];
}

/** What the event counts for, and what it says of the person: nothing of device, network, page or library. */
function contextOf(message: JsonObject, event: NormalisedEvent, allowed: AllowList, dropped: Set<string>): JsonObject {
  const said = objectIn(objectIn(message, 'context'), 'traits');
  const isIdentify = event.type === 'identify';
  const traits = isIdentify
    ? pick('traits', said, neededPersonTraits, allowed, dropped)
    : pick('traits', said, ['email'], nothingAllowed, dropped);
  return {
    ...(event.system && { system: true }),
    ...(event.excluded !== null && { [event.excluded]: true }),
    ...(Object.keys(traits).length > 0 && { traits }),
  };
}

/** Plain values only: lists and objects are dropped even where their name is allowed. */
function pick(
  part: 'properties' | 'traits',
  values: JsonObject | null,
  needed: string[],
  allowed: AllowList,
  dropped: Set<string>,
): JsonObject {
  const picked: JsonObject = {};
  for (const name in values) {
    const isWanted = needed.includes(name) || allowed.has(`${part}.${name}`);
    if (isWanted && isPlain(values[name])) picked[name] = values[name];
    else if (part === 'traits' || !readOtherwise.includes(name)) dropped.add(`${part}.${name}`);
  }
  return picked;
}

/** As normalising the kept message reads them. */
function traitsOf(type: EventType, traits: JsonObject, ofContext: JsonObject | null): NormalisedEvent['traits'] {
  const all = type === 'identify' ? { ...ofContext, ...traits } : type === 'group' ? traits : {};
  const plain = Object.entries(all).filter(([, value]) => typeof value !== 'number' || Number.isFinite(value));
  const isSaid = type === 'identify' ? ofContext !== null || Object.keys(traits).length > 0 : plain.length > 0;
  return isSaid ? (Object.fromEntries(plain) as NormalisedEvent['traits']) : null;
}

function objectIn(of: JsonObject | null, name: string): JsonObject | null {
  const value = of?.[name];
  return isJsonObject(value) ? value : null;
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
