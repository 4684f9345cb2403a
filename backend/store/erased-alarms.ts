/** Alarms that go with people who are erased. */
import { isConflict, isConflictAbout } from '../outbox/conflict-alarms.ts';
import { withoutWords } from './erased-words.ts';

type People = { personIds: number[]; handoffIds: number[]; ids: Set<string>; words: string[] };

export function isAlarmOf(alarm: { key: string; message: string }, people: People): boolean {
  const { key, message } = alarm;
  if (withoutWords(message, people.words) !== message) return true;
  // The number in it is a person's.
  if (isConflict(key)) return isConflictAbout(alarm, people);
  return people.handoffIds.some((handoffId) => key.split(':').includes(String(handoffId)));
}
