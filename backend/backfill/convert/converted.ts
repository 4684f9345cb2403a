/** From a row of somebody's export to messages as the ingest door takes them. */
import type { JsonObject } from '../../ingest/clean-json.ts';
import type { EventType } from '../../ingest/event.ts';

/**
 * `messages`: what the row says besides, and last what it says. `skipped`: it says nothing that is kept. `rejected`: why it
 * cannot be read, for whoever made the export.
 */
export type Converted = { messages: JsonObject[] } | { skipped: true } | { rejected: string };

export type Convert = (row: JsonObject) => Converted;

export const messageTypes: readonly EventType[] = ['track', 'identify', 'group', 'page', 'screen', 'alias'];

export function isMessageType(value: unknown): value is EventType {
  return (messageTypes as readonly unknown[]).includes(value);
}
