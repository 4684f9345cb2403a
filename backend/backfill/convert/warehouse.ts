/**
 * Rows of the tables that Segment and RudderStack write into a warehouse: one column for each field, in snake_case, whatever
 * the case. What kind of message a row is follows from its columns, unless somebody says so.
 */
import type { JsonObject } from '../../ingest/clean-json.ts';
import type { EventType } from '../../ingest/event.ts';
import { type Converted, isMessageType } from './converted.ts';
import { readFlag } from './flags.ts';
import { settleTime } from './moment.ts';

/** Columns that are fields of the message, or say how the row came there. */
const ownColumns = new Set([
  'type',
  'id',
  'message_id',
  'user_id',
  'anonymous_id',
  'previous_id',
  'group_id',
  'event',
  'event_text',
  'name',
  'timestamp',
  'original_timestamp',
  'sent_at',
  'received_at',
  'uuid',
  'uuid_ts',
  'loaded_at',
  'channel',
  'rudder_id',
]);
const flags = ['system', 'test', 'impersonated'];

export function convertWarehouse(given: JsonObject, wanted: EventType | null): Converted {
  const row = lowerCase(given);
  const type = wanted ?? typeOf(row);
  const message: JsonObject = {
    type,
    ...present({
      messageId: row.id ?? row.message_id,
      userId: row.user_id,
      anonymousId: row.anonymous_id,
      previousId: row.previous_id,
      groupId: type === 'group' ? row.group_id : undefined,
      event: type === 'track' ? (row.event_text ?? row.event) : undefined,
      name: type === 'page' || type === 'screen' ? row.name : undefined,
      timestamp: settleTime({
        timestamp: row.timestamp,
        originalTimestamp: row.original_timestamp,
        sentAt: row.sent_at,
        receivedAt: row.received_at,
      }),
    }),
  };
  const said = Object.entries(row).filter(([name]) => !ownColumns.has(name) && !name.startsWith('context_'));
  if (row.name !== undefined && (type === 'identify' || type === 'group')) said.push(['name', row.name]);
  if (said.length > 0) message[type === 'identify' || type === 'group' ? 'traits' : 'properties'] = withFlags(said);
  const context = contextOf(row);
  if (Object.keys(context).length > 0) message.context = context;
  return { messages: [message] };
}

function typeOf(row: JsonObject): EventType {
  if (isMessageType(row.type)) return row.type;
  if (row.event !== undefined || row.event_text !== undefined) return 'track';
  if (row.previous_id !== undefined) return 'alias';
  if (row.group_id !== undefined) return 'group';
  return ['path', 'url', 'referrer'].some((name) => row[name] !== undefined) ? 'page' : 'identify';
}

function contextOf(row: JsonObject): JsonObject {
  const under = (prefix: string) =>
    Object.entries(row).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    );
  const traits = Object.fromEntries(under('context_traits_'));
  const page = Object.fromEntries(under('context_page_'));
  const flagged = flags.flatMap((name) =>
    row[`context_${name}`] === undefined ? [] : [[name, row[`context_${name}`]]],
  );
  return {
    ...withFlags(flagged as [string, unknown][]),
    ...(Object.keys(traits).length > 0 && { traits }),
    ...(Object.keys(page).length > 0 && { page }),
  };
}

function withFlags(entries: [string, unknown][]): JsonObject {
  return Object.fromEntries(entries.map(([name, value]) => [name, flags.includes(name) ? readFlag(value) : value]));
}

/** Some warehouses print their columns in capitals. */
function lowerCase(row: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => (value === null ? [] : [[name.toLowerCase(), value]])),
  );
}

function present(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
