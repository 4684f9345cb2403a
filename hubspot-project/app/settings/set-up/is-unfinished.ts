import type { FirstRunAnswer } from '@zo/shared';

/** Something of the first run is still to be done, or went wrong since. */
export function isUnfinished(answer: FirstRunAnswer): boolean {
  return answer.status === 'ready' && answer.steps.some(({ state }) => state !== 'done');
}

/** It is what whoever may do something about it wants to see first. */
export function opensSetUp(answer: FirstRunAnswer): boolean {
  return answer.status === 'ready' && answer.you.readOnly === null && isUnfinished(answer);
}
