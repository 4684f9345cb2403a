/** Events for tests: each says only what matters to it. */
import type { NormalisedEvent } from '../../backend/ingest/event.ts';
import type { Normalise } from '../../backend/store/store.ts';

let made = 0;

/** A track event of user 'sarah' at the moment it was received, unless told otherwise. */
export function event(is: Partial<NormalisedEvent> = {}): NormalisedEvent {
  made += 1;
  const whole: NormalisedEvent = {
    type: 'track',
    messageId: `message-${made}`,
    userId: 'sarah',
    anonymousId: null,
    previousId: null,
    groupId: null,
    name: is.type === undefined || is.type === 'track' ? 'Report Created' : null,
    path: null,
    eventAt: is.receivedAt ?? 1_763_450_000_000,
    receivedAt: 1_763_450_000_000,
    source: 'server',
    email: null,
    traits: null,
    system: false,
    excluded: null,
    body: '',
    ...is,
  };
  return { ...whole, body: JSON.stringify(whole) };
}

/** Reads what `event` wrote into the body. */
export const normaliseAgain: Normalise = (body) => ({ ...JSON.parse(body), body });
