import { randomUUID } from 'node:crypto';
import { isJsonObject, isNestedDeeperThan, type JsonObject, replaceHostileCharacters } from './clean-json.ts';
import { classifyEmail } from './email-domain.ts';
import type { EventSource, EventType, NormalisedEvent } from './event.ts';
import { deriveMessageId, readId } from './event-ids.ts';
import { decideEventTime, hasOwnTime } from './event-time.ts';
import { type AllowList, keepNeeded } from './keep-needed.ts';
import { readPagePath } from './page-path.ts';

export const deepestNesting = 32;
export const largestEventBytes = 32 * 1024;
const longestName = 200;

const eventTypes: ReadonlySet<unknown> = new Set<EventType>(['track', 'identify', 'group', 'page', 'screen', 'alias']);

export type MessageContext = {
  receivedAt: number;
  source: EventSource;
  /** What the route says the message is; it outranks what the message says. */
  type?: EventType;
  /** The moment the request was sent by the client's clock, when the message does not say it itself. */
  sentAt?: unknown;
  /** Traits and properties to be kept besides what is needed; absent: the message is kept whole, as one already kept is. */
  allowed?: AllowList;
};

export type Normalised =
  /** `dropped`: names of what was not kept, where something is dropped at all. */
  | { event: NormalisedEvent; dropped?: string[]; rejected?: undefined; tooLarge?: undefined }
  /** Sending the same message again can never succeed. The reason is in words, for the developer who sent it. */
  | { rejected: string; tooLarge?: true; event?: undefined; dropped?: undefined };

/**
 * Makes an event out of whatever stood in a request. What it finds out from the outside (type, message id, sentAt) goes
 * into the event's `body`, so normalising the parsed body again with the same `receivedAt` and `source` gives an equal
 * event. A `writeKey` is taken out, and with `allowed` everything that is not needed. Depends on nothing but its arguments, but for a random id where there is nothing to
 * derive one from.
 */
export function normaliseMessage(message: unknown, context: MessageContext): Normalised {
  if (!isJsonObject(message)) return { rejected: 'an event must be a JSON object' };
  if (isNestedDeeperThan(message, deepestNesting))
    return { rejected: `nested more than ${deepestNesting} levels deep` };

  const type = context.type ?? message.type;
  if (!eventTypes.has(type)) {
    return { rejected: 'type must be one of track, identify, group, page, screen, alias' };
  }
  let kept = addFromOutside(message, type as EventType, context.sentAt);
  let body = JSON.stringify(kept);
  const clean = replaceHostileCharacters(body);
  if (clean !== body) {
    kept = JSON.parse(clean) as JsonObject;
    body = JSON.stringify(kept);
  }

  const givenId = readId(kept.messageId);
  if (givenId === undefined) return { rejected: 'messageId must be text or a number below 2^53' };
  const messageId = givenId ?? chooseMessageId(kept);
  if (givenId === null) {
    kept = { ...kept, messageId };
    body = JSON.stringify(kept);
  }
  if (isLargerThan(body, largestEventBytes)) return { rejected: 'larger than 32 kB', tooLarge: true };
  const read = readEvent(kept, messageId, body, context);
  return read.event && context.allowed ? keepNeeded(kept, read.event, context.allowed) : read;
}

/** Copies only when there is something to change: most events of most clients pass as they are. */
function addFromOutside(message: JsonObject, type: EventType, sentAt: unknown): JsonObject {
  const addsSentAt =
    sentAt !== undefined && sentAt !== null && (message.sentAt === undefined || message.sentAt === null);
  if (message.type === type && !addsSentAt && message.writeKey === undefined) return message;
  const copy: JsonObject = { ...message, type };
  if (addsSentAt) copy.sentAt = sentAt;
  delete copy.writeKey;
  return copy;
}

function chooseMessageId(message: JsonObject): string {
  if (!hasOwnTime(message)) return randomUUID();
  const { sentAt, messageId, ...content } = message;
  return deriveMessageId(JSON.stringify(content));
}

function isLargerThan(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && Buffer.byteLength(text) > bytes;
}

function readEvent(message: JsonObject, messageId: string, body: string, context: MessageContext): Normalised {
  const type = message.type as EventType;
  const properties = readObject(message.properties);
  const traits = readObject(message.traits);
  const about = readObject(message.context);
  if (properties === undefined) return { rejected: 'properties must be an object' };
  if (traits === undefined) return { rejected: 'traits must be an object' };
  if (about === undefined) return { rejected: 'context must be an object' };

  const userId = readId(message.userId);
  const anonymousId = readId(message.anonymousId);
  const previousId = readId(message.previousId);
  const groupId = readId(message.groupId);
  if (userId === undefined) return { rejected: 'userId must be text or a number below 2^53' };
  if (anonymousId === undefined) return { rejected: 'anonymousId must be text or a number below 2^53' };
  if (previousId === undefined) return { rejected: 'previousId must be text or a number below 2^53' };
  if (groupId === undefined) return { rejected: 'groupId must be text or a number below 2^53' };
  if (userId === null && anonymousId === null) return { rejected: 'needs a userId or an anonymousId' };
  if (type === 'group' && groupId === null) return { rejected: 'group needs a groupId' };
  if (type === 'alias' && (userId === null || previousId === null)) {
    return { rejected: 'alias needs a userId and a previousId' };
  }

  const name = readName(type === 'track' ? message.event : message.name);
  if (type === 'track' && name === null) return { rejected: 'track needs the name of the event, as text' };

  const time = decideEventTime(message, context.receivedAt);
  if ('problem' in time) return { rejected: time.problem };

  const personTraits = readObject(about?.traits) ?? null;
  return {
    event: {
      type,
      messageId,
      userId,
      anonymousId,
      previousId,
      groupId,
      name,
      path: type === 'page' ? readPagePath(properties, about) : null,
      eventAt: time.at,
      receivedAt: context.receivedAt,
      source: context.source,
      email: readEmail(type === 'identify' ? traits : null) ?? readEmail(personTraits),
      traits: readTraits(type, traits, personTraits),
      system: properties?.system === true || about?.system === true,
      excluded: readExclusion(properties, about),
      body,
    },
  };
}

/** Null when absent, undefined when it is something else than an object. */
function readObject(value: unknown): JsonObject | null | undefined {
  if (value === undefined || value === null) return null;
  return isJsonObject(value) ? value : undefined;
}

function readName(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const name = value.trim();
  if (name === '') return null;
  return name.length <= longestName ? name : name.slice(0, longestName).toWellFormed();
}

function readEmail(traits: JsonObject | null): string | null {
  const value = traits?.email;
  return typeof value === 'string' ? classifyEmail(value).email : null;
}

/** Some clients send the traits of an identify call in `context.traits`, some in `traits`, some in both. */
function readTraits(type: EventType, traits: JsonObject | null, personTraits: JsonObject | null) {
  if (type === 'group') return plainValues(traits, null);
  if (type === 'identify') return plainValues(personTraits, traits);
  return null;
}

function plainValues(first: JsonObject | null, then: JsonObject | null): NormalisedEvent['traits'] {
  if (first === null && then === null) return null;
  const plain: Record<string, string | number | boolean> = {};
  for (const source of [first, then]) {
    for (const key in source) {
      const value = source[key];
      if (typeof value === 'string' || typeof value === 'boolean') plain[key] = value;
      else if (typeof value === 'number' && Number.isFinite(value)) plain[key] = value + 0;
    }
  }
  return plain;
}

function readExclusion(properties: JsonObject | null, about: JsonObject | null): NormalisedEvent['excluded'] {
  if (about?.test === true || properties?.test === true) return 'test';
  if (about?.impersonated === true || properties?.impersonated === true) return 'impersonated';
  if (namesSomebody(about?.impersonator) || namesSomebody(properties?.impersonator)) return 'impersonated';
  return null;
}

function namesSomebody(value: unknown): boolean {
  if (typeof value === 'boolean' || typeof value === 'object') return value !== false && value !== null;
  return readId(value) !== null;
}
