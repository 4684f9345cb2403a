import type {
  CompanyCardAnswer,
  ContactHistoryAnswer,
  ContactReceiptsAnswer,
  ContactTimelineAnswer,
  SampleActivityAnswer,
} from '@zo/shared';
import { companyAnswers } from '../../../sandbox/card-preview/gallery/company-answers.ts';
import {
  historyAnswers,
  receiptsAnswers,
  timelineAnswers,
} from '../../../sandbox/card-preview/gallery/history-answers.ts';
import { loadedSample, loadingSample, noSample } from '../../../sandbox/card-preview/gallery/sample-answers.ts';

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** Does not compile when an answer of a gallery is none that the backend could give. */
const company: Record<string, DeepReadonly<CompanyCardAnswer>> = companyAnswers;
const history: Record<string, DeepReadonly<ContactHistoryAnswer>> = historyAnswers;
const timeline: Record<string, DeepReadonly<ContactTimelineAnswer>> = timelineAnswers;
const receipts: Record<string, DeepReadonly<ContactReceiptsAnswer>> = receiptsAnswers;
const samples: DeepReadonly<SampleActivityAnswer>[] = [noSample, loadingSample, loadedSample];

it.each([
  ['company card', company],
  ['history card', history],
])('the gallery of the %s shows every status the backend can answer with', (_card, answers) => {
  const statuses = new Set(Object.values(answers).map(({ status }) => status));
  expect([...statuses].sort()).toEqual(['empty', 'not connected', 'ready']);
});

it('its pages have entries, or say that there is more further back', () => {
  for (const page of Object.values(timeline)) {
    expect(page.status === 'ready' && (page.entries.length > 0 || page.older !== null)).toBe(true);
  }
  for (const page of Object.values(receipts)) {
    expect(page.status === 'ready' && page.receipts.length > 0).toBe(true);
  }
});

it('the sample activity is shown missing, on its way and there', () => {
  expect(samples.map(({ status }) => status)).toEqual(['none', 'loading', 'loaded']);
});
