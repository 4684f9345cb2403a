import { readPlaybook } from '../../../backend/playbook/read-playbook.ts';
import { placeProblems } from '../../../backend/settings/place-problem.ts';

function placed(source: string) {
  const read = readPlaybook(source);
  if (!('errors' in read)) throw new Error('there is no mistake in it');
  return placeProblems(source, read.errors).map(({ line, column, excerpt, at, place }) => ({
    line,
    column,
    excerpt,
    at,
    place,
  }));
}

const rest = `definition: A free user becomes an SQL when zo_pql_score >= 5
handoff:
  owners: [maria@acme.test]
`;

it.each<[string, string, object]>([
  [
    'an event of a signal',
    `signals:\n  activated: { page: pricing }\n${rest}`,
    { line: 2, column: 22, excerpt: 'activated: { page: pricing }', at: 19, place: { path: 'signals', item: 0 } },
  ],
  [
    'a score line',
    `score:\n  - -5 when inactive for 9 days\n  - 7 points for fun\n${rest}`,
    expect.objectContaining({ line: 3, excerpt: '- 7 points for fun', place: { path: 'score', item: 1 } }),
  ],
  [
    'the definition on its second line',
    `definition: >\n  A free user becomes an SQL when zo_pql_score >= 5\n  AND zo_plq_score > 9\nhandoff: { owners: [a@b.test] }\n`,
    { line: 3, column: 7, excerpt: 'AND zo_plq_score > 9', at: 4, place: { path: 'definition', item: null } },
  ],
  [
    'an owner who is a mapping',
    rest.replace('[maria@acme.test]', '\n    - maria@acme.test\n    - email: tom@acme.test\n      weight: heavy'),
    expect.objectContaining({ line: 6, excerpt: 'weight: heavy', place: { path: 'handoff/owners', item: 1 } }),
  ],
  [
    'a setting of the handoff',
    `${rest}  first call due: soon\n`,
    expect.objectContaining({ line: 4, column: 19, place: { path: 'handoff/first call due', item: null } }),
  ],
  [
    'a reason of "Not a fit"',
    `${rest}not a fit:\n  reasons: [Too small, too small]\n`,
    expect.objectContaining({ line: 5, place: { path: 'not a fit/reasons', item: null } }),
  ],
  ['a key nobody knows', `${rest}colour: red\n`, expect.objectContaining({ line: 4, column: 1, place: null })],
  ['a text that is no YAML', 'score: [\n', expect.objectContaining({ place: null })],
])('%s has its line, and its place in the form', (_what, source, expected) => {
  expect(placed(source)).toContainEqual(expected);
});

it('of a long line the piece around the problem is quoted', () => {
  const long = `definition: A free user becomes an SQL when ${'zo_pql_score >= 5 AND '.repeat(12)}zo_plq_score > 9`;
  const [problem] = placed(`${long}\nhandoff: { owners: [a@b.test] }\n`);
  expect(problem!.excerpt.slice(problem!.at, problem!.at + 12)).toBe('zo_plq_score');
  expect(problem!.excerpt.length).toBeLessThanOrEqual(160);
});
