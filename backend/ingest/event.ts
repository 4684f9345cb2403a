/**
 * An event after the door: one Segment-spec message, normalised once, so that both databases and every later reader see
 * the same values. Made by normalise-message.ts; the same function makes it again from the stored raw body when usage is
 * rebuilt, so it must depend on nothing but its arguments.
 */

export type EventType = 'track' | 'identify' | 'group' | 'page' | 'screen' | 'alias';

/**
 * Where it came from. 'sample': made by us, to show how things work; see backend/sample. The last two: loaded by a backfill,
 * which is about the past; see backend/backfill.
 */
export type EventSource = 'server' | 'browser' | 'sample' | 'backfill' | 'browser backfill';

/** It was loaded afterwards: nothing happens now because of it. */
export function isHistory(source: EventSource): boolean {
  return source === 'backfill' || source === 'browser backfill';
}

/** Anybody could have sent it. */
export function isOfBrowser(source: EventSource): boolean {
  return source === 'browser' || source === 'browser backfill';
}

export type NormalisedEvent = {
  type: EventType;
  messageId: string;
  /** Trimmed ids of at most 200 characters; null when absent or a placeholder such as "null", "undefined", "0". */
  userId: string | null;
  anonymousId: string | null;
  previousId: string | null;
  groupId: string | null;
  /** Track: the event's name. Page and screen: its name, if any. */
  name: string | null;
  /** Page: path without query or trailing slash, from properties.path or the url. */
  path: string | null;
  /** Milliseconds since the epoch, corrected for the client's clock; never later than receivedAt. */
  eventAt: number;
  receivedAt: number;
  source: EventSource;
  /** Lower-case; from identify traits or context.traits. */
  email: string | null;
  /** identify: about the person; group: about the company. Only text, number and boolean values, names as sent. */
  traits: Record<string, string | number | boolean> | null;
  /** `properties.system` or `context.system` is true: counts signals but does not make a person active. */
  system: boolean;
  /**
   * Why the event is kept but never scores, counts or alerts; null when it counts. Test: `context.test` or
   * `properties.test` is true. Impersonated (somebody of yours signed in as the user): `context.impersonated` or
   * `properties.impersonated` is true, or one of the two holds an `impersonator`.
   */
  excluded: 'test' | 'impersonated' | null;
  /** The cleaned message as JSON text, kept as the raw event. */
  body: string;
};
