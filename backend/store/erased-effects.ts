/**
 * What effects say of people who are erased. Theirs are forgotten. Of others' only the words go: what is to be done, and whether
 * it has been, stays.
 */
import { type Effect, type Priority, priorities } from '../outbox/effect.ts';
import { type LostEffect, toEffect } from './doubt-written.ts';
import { says } from './erased-mentions.ts';
import type { ErasedPeople } from './erased-people.ts';
import { holdsWord, withoutWords } from './erased-words.ts';
import { withReason } from './stored-rows.ts';

export const erased = JSON.stringify({ reason: 'the person was erased' });
/** On the effect that writes their contact: whoever may be doing that just now does not know which contact it will be. */
export function emptiedSince(now: number): string {
  return JSON.stringify({ ...JSON.parse(erased), emptiedSince: now });
}

/** When the contact that somebody erased turns out to have is to be emptied; null: it is left alone. */
export function whenEmptied({ result_json }: Pick<OutboxTexts, 'result_json'>): number | null {
  return result_json === null ? null : (JSON.parse(result_json)?.emptiedSince ?? null);
}

const namedThem = JSON.stringify({ reason: 'what was said of it named somebody who was erased' });

export type OutboxTexts = {
  effect_key: string;
  kind: string;
  state: string;
  payload_json: string;
  result_json: string | null;
};

type Payload = { personId?: number; handoffId?: number | null };

/** Messages to everybody in a place. */
const notes = ['post note', 'post drift note', 'post digest'];

/** 'theirs': it is to be forgotten; 'mention': it is somebody else's, and says something of them. */
export function relationTo(row: OutboxTexts, people: ErasedPeople): 'theirs' | 'mention' | null {
  const { personId, handoffId } = JSON.parse(row.payload_json) as Payload;
  if (people.personIds.some((id) => id === personId) || people.handoffIds.some((id) => id === handoffId))
    return 'theirs';
  if (holdsWord(row.payload_json, people.words)) {
    const isNobodys = personId === undefined && handoffId == null;
    return isNobodys && notes.includes(row.kind) ? 'theirs' : 'mention';
  }
  return saysInResult(row, people) ? 'mention' : null;
}

function saysInResult(row: OutboxTexts, people: ErasedPeople): boolean {
  if (row.result_json === null) return false;
  return holdsWord(row.result_json, people.words) || says(withReason(row).reason ?? '', people);
}

/** What people wrote or read; whom a message goes to is no such text. */
const texts = new Set(['text', 'choice', 'fields', 'outputs']);

/**
 * A row that mentions them, without the words. Not changed where they stand only in what it is sent by. `posted`: where a message
 * that said them stands in Slack.
 */
export function withoutMention(row: OutboxTexts, people: ErasedPeople) {
  const payload = Object.entries(JSON.parse(row.payload_json)).map(([name, value]) => {
    return [name, texts.has(name) ? JSON.parse(withoutWords(JSON.stringify(value), people.words)) : value];
  });
  const payload_json = JSON.stringify(Object.fromEntries(payload));
  const isSaid = payload_json !== row.payload_json;
  const result_json = saysInResult(row, people) ? resultWithout(row, people) : row.result_json;
  return {
    ...row,
    payload_json,
    result_json,
    isChanged: isSaid || result_json !== row.result_json,
    posted: isSaid ? postedAt(row) : [],
  };
}

function resultWithout({ state, result_json }: OutboxTexts, { words }: ErasedPeople): string {
  return state === 'done' ? withoutWords(result_json!, words) : namedThem;
}

function postedAt({ state, result_json }: OutboxTexts): { channel: string; ts: string }[] {
  if (state !== 'done' || result_json === null) return [];
  const result = JSON.parse(result_json) as { channel?: string; ts?: string } | null;
  return result?.channel && result.ts ? [{ channel: result.channel, ts: result.ts }] : [];
}

/** Done again as soon as nothing is in their way. */
export const refusedKinds: Effect['kind'][] = ['sync contact', 'sync company'];

export function isOfRecord(key: string): boolean {
  return key.startsWith('contact:') || key.startsWith('company:');
}

/** Whoever was refused because of them is tried once more, behind what is emptied of theirs. */
export function tryAgain(effect: LostEffect): Effect {
  const priority: Priority = effect.priority === priorities.crossing ? priorities.routine : effect.priority;
  return toEffect({ ...effect, priority });
}
