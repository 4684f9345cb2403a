import type { HomeAnswer, HomeTable } from '@zo/shared';
import { homeAnswerSchema } from '../../../backend/http/app/home-schemas.ts';
import { homeAnswers } from '../../../sandbox/card-preview/gallery/home-answers.ts';

/** Does not compile when an answer of the gallery is none that the backend could give. */
const answers: Record<string, HomeAnswer> = homeAnswers;

it.each(Object.entries(answers))('the gallery’s home page, %s: an answer the backend could give', (_, answer) => {
  expect(homeAnswerSchema.parse(answer)).toEqual(answer);
});

it('every row has a cell for each column, of its kind', () => {
  const tables = Object.values(answers).flatMap((answer) =>
    answer.status === 'ready' ? Object.values<HomeTable>(answer.tables) : [],
  );
  for (const { columns, rows } of tables) {
    for (const { cells } of rows) {
      const kinds = cells.map(
        (cell, index) => cell === null || (typeof cell === 'string') === (columns[index]?.kind === 'text'),
      );
      expect([cells.length, kinds]).toEqual([columns.length, columns.map(() => true)]);
    }
  }
});
