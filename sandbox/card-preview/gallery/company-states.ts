import { companyAnswers } from './company-answers.ts';
import type { GalleryState } from './gallery-states.ts';

/** By the company's id in the gallery. */
export const companyStates: Record<number, GalleryState> = {
  901: { title: 'Handed off', first: companyAnswers.ready },
  902: { title: 'First call overdue', first: companyAnswers.overdue },
  903: { title: 'Quiet', first: companyAnswers.quiet },
  904: { title: 'Seen today', first: companyAnswers.seenToday },
  905: { title: '100,000 people', first: companyAnswers.large },
  906: { title: 'Stale', first: companyAnswers.ready, later: 'failure' },
  907: { title: 'Empty', first: companyAnswers.empty },
  908: { title: 'No event ever', first: companyAnswers.neverSent },
  909: { title: 'Not connected', first: companyAnswers.notConnected },
  910: { title: 'Error', first: 'failure' },
  911: { title: 'Refused', first: 'refusal' },
  912: { title: 'Loading', first: 'silence' },
};
