/** Messages of the Segment spec, as Segment and RudderStack put them into object storage. */
import { isJsonObject, type JsonObject } from '../../ingest/clean-json.ts';
import type { Converted } from './converted.ts';
import { settleTime } from './moment.ts';

const fields = [
  'type',
  'event',
  'name',
  'messageId',
  'userId',
  'anonymousId',
  'previousId',
  'groupId',
  'properties',
  'traits',
];
/** Of the rest of `context`, device and network above all, nothing is read. */
const contextFields = ['traits', 'page', 'system', 'test', 'impersonated', 'impersonator'];

export function convertSegment(row: JsonObject): Converted {
  const message: JsonObject = {};
  for (const name of fields) if (row[name] !== undefined && row[name] !== null) message[name] = row[name];
  const timestamp = settleTime(row);
  if (timestamp !== undefined) message.timestamp = timestamp;
  if (isJsonObject(row.context)) {
    const { context } = row;
    const kept = contextFields.filter((name) => context[name] !== undefined && context[name] !== null);
    if (kept.length > 0) message.context = Object.fromEntries(kept.map((name) => [name, context[name]]));
  }
  return { messages: [message] };
}
