/**
 * What rows say besides: which group somebody was in, what was known of them. Exports repeat it in every row; it is sent once
 * for each hour or day, under an id made of what it says, so that it counts once however often the file is read.
 */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../ingest/clean-json.ts';
import { readMoment } from '../../ingest/event-time.ts';

/** Whose row it is, and when it happened. */
export type About = { userId?: unknown; anonymousId?: unknown; timestamp: unknown };

export function groupBesides(about: About, groupId: unknown, traits?: JsonObject): JsonObject {
  const said = { type: 'group', groupId, ...(traits && { traits }) };
  return message(about, said, 13);
}

export function identifyBesides(about: About, traits: JsonObject): JsonObject {
  return message(about, { type: 'identify', traits }, 10);
}

/** `period`: so much of the moment in ISO 8601 stands for it: 13 the hour, 10 the day. */
function message({ userId, anonymousId, timestamp }: About, said: JsonObject, period: number): JsonObject {
  const at = readMoment(timestamp);
  const when = at === null || Number.isNaN(at) ? String(timestamp) : new Date(at).toISOString().slice(0, period);
  const who = { ...(userId != null && { userId }), ...(anonymousId != null && { anonymousId }) };
  const id = createHash('sha256')
    .update(JSON.stringify([who, said, when]))
    .digest('hex');
  return { ...said, ...who, messageId: `besides-${id}`, timestamp };
}
