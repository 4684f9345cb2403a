/** What may or may not have been sent: who asks for it gets a list, and settles one after the other. */

import { settleUnconfirmed, type Verdict } from '../handoff/steps/unconfirmed.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { HomeStore, NamedPerson } from '../store/home-store.ts';
import { type RestoredMark, restoredSetting } from '../store/restored-mark.ts';
import type { PortalStore } from '../store/store.ts';
import type { NotUnconfirmed, UnconfirmedStore } from '../store/unconfirmed-store.ts';
import { handoffIdOf } from '../store/unconfirmed-store.ts';
import { momentWords } from '../text/moment-words.ts';
import { type FindParts, messageFinder } from './find-message.ts';
import { howToLook, isKept, kindWords, type Place, placeOf, placeWords } from './unconfirmed-words.ts';

export type UnconfirmedItem = {
  key: string;
  what: string;
  handoffId: number | null;
  person: NamedPerson | null;
  place: Place;
  placeWords: string;
  /** Since when it was wanted. */
  since: number;
  reason: string;
  howToLook: string;
  /** A link to it is of use: the message is edited later. */
  takesLink: boolean;
};

export type UnconfirmedList = { unconfirmed: UnconfirmedItem[]; isMore: boolean };

export type UnconfirmedOrder =
  | { verdict: 'there'; link?: string | undefined }
  | { verdict: 'post' }
  | { verdict: 'leave' };

export type UnconfirmedOutcome =
  | { outcome: 'settled'; key: string; verdict: UnconfirmedOrder['verdict']; again: string | null; isEdited: boolean }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'unknown'; reason: string };

export type Unconfirmed = {
  list(portalId: number): Promise<UnconfirmedList>;
  settle(portalId: number, key: string, order: UnconfirmedOrder, by: string): Promise<UnconfirmedOutcome>;
};

type Parts = FindParts & {
  store: UnconfirmedStore &
    Pick<HomeStore, 'namedPersons'> &
    Pick<HandoffStore, 'handoff'> &
    Pick<PortalStore, 'portal' | 'setting'>;
  now: () => number;
};

const mostListed = 200;

export function createUnconfirmed(parts: Parts): Unconfirmed {
  const { store, now } = parts;
  const findMessage = messageFinder(parts);

  async function list(portalId: number): Promise<UnconfirmedList> {
    const found = await store.unconfirmedEffects(portalId, mostListed + 1);
    const listed = found.slice(0, mostListed);
    const { timeZone = 'UTC' } = (await store.portal(portalId)) ?? {};
    const personOf = new Map<string, number>();
    for (const one of listed) {
      const handoffId = handoffIdOf(one);
      const handoff = handoffId === null ? null : await store.handoff(portalId, handoffId);
      const personId = 'personId' in one.effect ? one.effect.personId : handoff?.personId;
      if (personId !== undefined) personOf.set(one.key, personId);
    }
    const people = await store.namedPersons(portalId, [...new Set(personOf.values())]);
    const named = new Map(people.map((person) => [person.personId, person]));
    const unconfirmed = listed.map((one): UnconfirmedItem => {
      const person = named.get(personOf.get(one.key) ?? 0) ?? null;
      const place = placeOf(one);
      return {
        key: one.key,
        what: kindWords(one),
        handoffId: handoffIdOf(one),
        person,
        place,
        placeWords: placeWords(place),
        since: one.createdAt,
        reason: one.reason,
        howToLook: howToLook(one, person, timeZone),
        takesLink: isKept(one),
      };
    });
    return { unconfirmed, isMore: found.length > mostListed };
  }

  async function settle(
    portalId: number,
    key: string,
    order: UnconfirmedOrder,
    by: string,
  ): Promise<UnconfirmedOutcome> {
    const verdict = await verdictOf(portalId, key, order);
    if ('refused' in verdict) return { outcome: 'refused', reason: verdict.refused };
    const at = now();
    const answer = await store.settleUnconfirmed(portalId, key, at, (known) =>
      settleUnconfirmed(known, verdict, by, at),
    );
    if ('not' in answer)
      return { outcome: answer.not === null ? 'unknown' : 'refused', reason: whyNot(key, answer.not) };
    const { settled } = answer;
    if ('refused' in settled) return { outcome: 'refused', reason: settled.refused };
    const isEdited = verdict.is === 'there' && verdict.message !== null && settled.change !== null;
    return { outcome: 'settled', key, verdict: order.verdict, again: settled.again, isEdited };
  }

  async function verdictOf(
    portalId: number,
    key: string,
    order: UnconfirmedOrder,
  ): Promise<Verdict | { refused: string }> {
    switch (order.verdict) {
      case 'leave':
        return { is: 'left' };
      case 'post': {
        const refused = await whyNotNow(portalId);
        return refused === null ? { is: 'not there' } : { refused };
      }
      case 'there': {
        if (order.link === undefined) return { is: 'there', message: null };
        const message = await findMessage(portalId, key, order.link);
        return 'refused' in message ? message : { is: 'there', message };
      }
    }
  }

  /** After a restore whatever is wanted for some minutes counts as perhaps posted before: this too would be unconfirmed. */
  async function whyNotNow(portalId: number): Promise<string | null> {
    const mark = (await store.setting(portalId, restoredSetting)) as RestoredMark | null;
    const until = mark?.quietUntil ?? null;
    if (until === null || now() > until) return null;
    const { timeZone } = (await store.portal(portalId)) ?? {};
    return `After the restore nothing is posted until ${momentWords(until, timeZone)}: ask again then.`;
  }

  return { list, settle };
}

function whyNot(key: string, not: NotUnconfirmed): string {
  if (not === null) return 'Nothing is unconfirmed under that key. `zo unconfirmed` lists what is.';
  switch (not.elsewhere) {
    case 'done':
      return `"${key}" is settled already: ${not.reason ?? 'it was sent'}.`;
    case 'failed':
      return `"${key}" was given up: ${not.reason ?? 'nobody knows why'}.`;
    default:
      return `"${key}" is still on its way: what becomes of it shows by itself.`;
  }
}
