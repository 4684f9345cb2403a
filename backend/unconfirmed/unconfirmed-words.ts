/** What may or may not have been sent, in words: what it is, where it would be, and how to look for it. */
import { channelOf, handoffOfMessage, readerOf } from '../handoff/message-keys.ts';
import type { UnconfirmedEffect } from '../handoff/steps/unconfirmed.ts';
import type { NamedPerson } from '../store/home-store.ts';
import { momentWords } from '../text/moment-words.ts';

export type Place =
  | { in: 'channel'; channel: string }
  | { in: 'direct message'; email: string }
  | { in: 'operators' }
  | { in: 'HubSpot' };

export function placeOf({ key, lane, effect }: UnconfirmedEffect): Place {
  switch (effect.kind) {
    case 'log call':
      return { in: 'HubSpot' };
    case 'post note':
      return { in: 'channel', channel: effect.channel };
    case 'post review':
      return effect.channel === null ? { in: 'operators' } : { in: 'channel', channel: effect.channel };
    case 'post question':
      return { in: 'direct message', email: effect.email };
    case 'post alert':
    case 'post reminder': {
      const { place } = effect;
      if (place.to === 'operator') return { in: 'operators' };
      return place.to === 'dm'
        ? { in: 'direct message', email: place.email }
        : { in: 'channel', channel: place.channel };
    }
    default: {
      const [reader, channel] = [readerOf(key), channelOf(key)];
      if (reader !== null) return { in: 'direct message', email: reader };
      if (lane === 'slack:operator') return { in: 'operators' };
      return channel === null ? placeOfLane(lane) : { in: 'channel', channel };
    }
  }
}

/** Of an effect of which nothing else is known any more. */
function placeOfLane(lane: string): Place {
  const [, at, name] = /^slack:(@?)(.+)$/.exec(lane) ?? [];
  if (name === undefined) return { in: 'operators' };
  return at === '@' ? { in: 'direct message', email: name } : { in: 'channel', channel: name };
}

export function placeWords(place: Place): string {
  switch (place.in) {
    case 'channel':
      return place.channel;
    case 'direct message':
      return `direct message to ${place.email}`;
    case 'operators':
      return 'the operators’ channel or direct messages';
    case 'HubSpot':
      return 'HubSpot';
  }
}

const kinds: Partial<Record<UnconfirmedEffect['kind'], string>> = {
  'post alert': 'Alert',
  'post review': 'Question to reviewers',
  'post question': 'Question before a return',
  'post reminder': 'Reminder',
  'post note': 'Note',
  'post digest': 'Weekly digest',
  'post drift note': 'Note to the operators',
  'post sample alert': 'Alert of the sample',
  'log call': 'Logged call',
};

export function kindWords({ kind }: UnconfirmedEffect): string {
  return kinds[kind] ?? kind;
}

/** Whether it is a message that the handoff keeps and edits. */
export function isKept({ key }: UnconfirmedEffect): boolean {
  return handoffOfMessage(key) !== null;
}

export function howToLook(found: UnconfirmedEffect, person: NamedPerson | null, timeZone: string): string {
  const place = placeOf(found);
  const about = person === null ? 'it' : person.name;
  const when = `from ${momentWords(found.createdAt, timeZone)} on`;
  switch (place.in) {
    case 'channel':
      return `in Slack, search for ${person === null ? '' : `"${person.name}" `}in:${place.channel}, ${when}`;
    case 'direct message':
      return `ask ${place.email} whether the app wrote to them about ${about}, ${when}: only they can see it`;
    case 'operators':
      return `look for ${about} in Slack where the app writes to the operators, ${when}`;
    case 'HubSpot':
      return `look for the call among the activities of the contact of ${about} in HubSpot, ${when}`;
  }
}
