import type { GalleryState } from './gallery-states.ts';
import { historyAnswers, receiptsAnswers, timelineAnswers } from './history-answers.ts';

/** By the contact's id in the gallery. */
export const historyStates: Record<number, GalleryState> = {
  101: { title: 'Handed off twice', first: historyAnswers.ready },
  102: { title: 'First day', first: historyAnswers.firstDay },
  103: { title: 'Stale', first: historyAnswers.ready, later: 'failure' },
  104: { title: 'Empty', first: historyAnswers.empty },
  105: { title: 'No event ever', first: historyAnswers.neverSent },
  106: { title: 'Not connected', first: historyAnswers.notConnected },
  107: { title: 'Error', first: 'failure' },
  108: { title: 'Refused', first: 'refusal' },
  109: { title: 'Loading', first: 'silence' },
};

/** The older page; of pricing there is something, of what was activated only further back. */
export function timelineAnswer(before: string | null, only: string | null): object {
  if (only === 'signal:visited pricing') return timelineAnswers.pricing;
  if (only !== null && before === null) return timelineAnswers.nothingYet;
  return timelineAnswers.older;
}

export const olderReceipts = receiptsAnswers.older;
