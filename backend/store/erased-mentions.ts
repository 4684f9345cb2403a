/** What others' rows say of people who are erased, beside what is found by their number: it goes with them, and is exported with them. */
import { isConflict, isConflictAlarmOf, isConflictOf } from '../hubspot/contact-conflicts.ts';

export type Mentioned = { ids: Set<string>; words: string[] };
type People = Mentioned & { personIds: number[]; handoffIds: number[] };

export function isAlarmOf(alarm: { key: string; message: string }, people: People): boolean {
  const { key, message } = alarm;
  if (holdsWord(message, people.words)) return true;
  // The number in it is a person's.
  if (isConflict(key)) return isConflictAlarmOf(alarm, people);
  return people.handoffIds.some((handoffId) => key.split(':').includes(String(handoffId)));
}

/** Why HubSpot has not taken somebody else's record. */
export function isProblemOf(problem: string, { ids, words }: Mentioned): boolean {
  return holdsWord(problem, words) || isConflictOf(problem, ids);
}

/** The words are lower case. */
function holdsWord(text: string, words: string[]): boolean {
  const lower = text.toLowerCase();
  return words.some((word) => lower.includes(word));
}
