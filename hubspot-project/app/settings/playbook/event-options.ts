import type { SeenEvent } from '@zo/shared';
import { arrivalWords } from './seen-words.ts';

/** Events to choose from: those that arrived, the most frequent first, and those that are chosen already. */
export function eventOptions(seen: readonly SeenEvent[], chosen: readonly string[], now: number) {
  const unseen = chosen.filter((name) => !seen.some((one) => one.name === name));
  return [
    ...unseen.map((name) => ({ label: `${name} - has not arrived lately`, value: name })),
    ...seen.map((one) => ({ label: `${one.name} - ${arrivalWords(one, now)}`, value: one.name })),
  ];
}
