/** What others' rows say of people who are erased, beside what is found by their number: it goes with them, and is exported with them. */
import { isAboutHandoff, isToldOnce } from '../handoff/handoff-alarms.ts';
import { conflictsOf, isConflictOf, refusedIn } from '../hubspot/contact-conflicts.ts';
import type { ErasedPeople } from './erased-people.ts';
import { holdsWord, withoutWords } from './erased-words.ts';

/** `because`: keys of the effects that others were refused with because of them. `alarms`: how many named them. */
export type ErasedMentions = { because: string[]; alarms: number };

type Alarm = { key: string; message: string };

export function isAlarmOf({ key, message }: Alarm, people: ErasedPeople): boolean {
  return isOwnAlarm(key, people) || says(message, people);
}

/** What is left of an alarm of theirs; null: nothing. One that is not raised again by itself stays without the words. */
export function alarmWithout({ key, message }: Alarm, people: ErasedPeople): string | null {
  if (isOwnAlarm(key, people) || !isToldOnce(key)) return null;
  const rest = withoutWords(message, people.words);
  return says(rest, people) ? null : rest;
}

function isOwnAlarm(key: string, { personIds, handoffIds }: ErasedPeople): boolean {
  return (
    personIds.some((personId) => conflictsOf(personId).includes(key)) ||
    handoffIds.some((handoffId) => isAboutHandoff(key, handoffId))
  );
}

/** Why HubSpot has not taken somebody else's record. */
export function isProblemOf(problem: string, people: ErasedPeople): boolean {
  return says(problem, people);
}

type Problem = { kind: string; subject_id: number };

/** Keys of the effects that others were refused with because of them. */
export function refusedBecause(alarms: Alarm[], problems: Problem[], { personIds }: ErasedPeople): string[] {
  const refused = alarms.map(({ key }) => refusedIn(key)).filter((personId) => personId !== null);
  return [
    ...refused.filter((personId) => !personIds.includes(personId)).map((personId) => `contact:${personId}`),
    ...problems.map(({ kind, subject_id }) => `${kind}:${subject_id}`),
  ];
}

/** Their address, or, of a conflict, their user id. */
export function says(text: string, { userIds, words }: ErasedPeople): boolean {
  return holdsWord(text, words) || isConflictOf(text, userIds);
}
