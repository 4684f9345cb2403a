import type { ContactCardAnswer } from '@zo/shared';
import { cardAnswers } from '../../../sandbox/card-preview/gallery/card-answers.ts';

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** Does not compile when an answer of the gallery is none that the backend could give. */
const answers: Record<string, DeepReadonly<ContactCardAnswer>> = cardAnswers;

it('the gallery shows every status the backend can answer with', () => {
  const statuses = new Set(Object.values(answers).map(({ status }) => status));
  expect([...statuses].sort()).toEqual(['empty', 'not connected', 'ready']);
});

it('counts the conditions that are not met as the backend does', () => {
  for (const answer of Object.values(answers)) {
    if (answer.status !== 'ready') continue;
    const { conditions, conditionsMissing } = answer.readiness;
    expect(conditions.filter(({ verdict }) => verdict !== 'met')).toHaveLength(conditionsMissing);
  }
});
