/** What the receipts of both databases say of a kept event, and how many colleagues they name. */
import type { NamedEvent } from '../handoff/events-behind.ts';
import type { EventSource } from '../ingest/event.ts';
import { normaliseMessage } from '../ingest/normalise-message.ts';
import { shownName } from '../usage/fold-event.ts';

/** Of a company with more people than this nobody looks who was active. */
export const mostMembers = 200;
export const mostColleagues = 5;

export type KeptEventRow = { seq: number; received_at: number; source: EventSource; body_json: string };

export function nameOfKept({ body_json, received_at, source }: KeptEventRow): NamedEvent {
  const read = normaliseMessage(JSON.parse(body_json), { receivedAt: received_at, source });
  if ('rejected' in read) return null;
  const { messageId, eventAt } = read.event;
  return { messageId, name: shownName(read.event), at: eventAt };
}
