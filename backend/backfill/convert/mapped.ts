/** Rows of any table, by a map of its columns. */
import { isJsonObject, type JsonObject } from '../../ingest/clean-json.ts';
import type { EventType } from '../../ingest/event.ts';
import { groupBesides, identifyBesides } from './besides.ts';
import { type Converted, isMessageType } from './converted.ts';
import { readFlag } from './flags.ts';
import type { ColumnMap, Target } from './map-columns.ts';
import { readTime } from './moment.ts';

const flags = ['system', 'test', 'impersonated'];

export function convertMapped(row: JsonObject, map: ColumnMap): Converted {
  const said = (target: Target) => {
    const column = map.columns[target];
    const value = column === undefined ? undefined : row[column];
    return value === null || value === '' ? undefined : value;
  };
  const properties = valuesOf(row, said('properties'), map.properties);
  const traits = valuesOf(row, said('traits'), map.traits);
  if (properties === null || traits === null) return { rejected: 'its properties or traits are not JSON' };
  const type = typeOf(said('type'), map.type);
  const email = said('email');
  const about = present({
    userId: said('userId'),
    anonymousId: said('anonymousId'),
    timestamp: readTime(said('timestamp')),
  });
  const message: JsonObject = { type, ...about, ...present({ messageId: said('messageId') }) };
  const known = { ...traits, ...present({ email }) };
  const groupId = said('groupId');

  if (type === 'identify') message.traits = known;
  else if (type === 'group') Object.assign(message, { groupId, traits });
  else if (type === 'alias') message.previousId = said('previousId');
  else {
    if (type === 'track') message.event = said('event');
    else Object.assign(message, present({ name: said('name') ?? said('event') }));
    message.properties = { ...properties, ...present({ path: said('path'), url: said('url') }) };
    if (email !== undefined) message.context = { traits: { email } };
  }
  return { messages: [...besides(type, about as { timestamp: unknown }, groupId, traits, known), message] };
}

/** Of what is said in every row besides the event itself. */
function besides(
  type: unknown,
  about: { timestamp: unknown },
  groupId: unknown,
  traits: JsonObject,
  known: JsonObject,
): JsonObject[] {
  const saysPerson = type !== 'identify' && type !== 'group' && Object.keys(traits).length > 0;
  return [
    ...(groupId !== undefined && type !== 'group' ? [groupBesides(about, groupId)] : []),
    ...(saysPerson ? [identifyBesides(about, known)] : []),
  ];
}

/** What is no type of ours is left for the door to refuse. */
function typeOf(said: unknown, wanted: EventType | null): unknown {
  if (wanted !== null) return wanted;
  if (said === undefined) return 'track';
  const lower = typeof said === 'string' ? said.trim().toLowerCase() : said;
  return isMessageType(lower) ? lower : said;
}

/** A column of JSON, and columns of one value each. Null: the text is no JSON object. */
function valuesOf(row: JsonObject, whole: unknown, single: ColumnMap['properties']): JsonObject | null {
  const given = typeof whole === 'string' ? parse(whole) : (whole ?? {});
  if (!isJsonObject(given)) return null;
  const values = single.flatMap(([name, column]) => {
    const value = row[column];
    if (value === undefined || value === null || value === '') return [];
    return [[name, flags.includes(name) ? readFlag(value) : value]];
  });
  return { ...given, ...Object.fromEntries(values) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function present(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
