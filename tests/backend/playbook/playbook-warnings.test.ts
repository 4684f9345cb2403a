import { readPlaybook } from '../../../backend/playbook/read-playbook.ts';

function warningsOf(file: string) {
  const read = readPlaybook(file);
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.warnings.map(({ span, message, suggestion }) => [span.line, span.column, message, suggestion]);
}

/** Scores up to 100. */
const scored = (definition: string, more: string) => `signals: { activated: A, key action: B }
score: [+60 when activated, "+1 per key action, up to 40"]
definition: A free user becomes an SQL when ${definition}
handoff: { owners: [maria@acme.test] }
${more}`;

describe('a return', () => {
  const flip = (exit: number, entry: number) =>
    `People would flip: the return rule gives back below a score of ${exit}, and the definition takes from ${entry} on`;
  const lower = (score: number) => `a line below that of the definition, such as "zo_pql_score < ${score}"`;

  it.each([
    ['zo_pql_score >= 50', 'zo_pql_score < 30', []],
    ['zo_pql_score >= 50', 'zo_pql_score < 49', []],
    ['zo_pql_score >= 50', 'zo_pql_score <= 48', []],
    ['zo_pql_score >= 50', 'zo_pql_score < 50', [flip(50, 50), lower(40)]],
    ['zo_pql_score >= 50', 'zo_pql_score <= 49', [flip(50, 50), lower(40)]],
    ['zo_pql_score > 50', 'zo_pql_score < 70', [flip(70, 51), lower(41)]],
    ['zo_pql_score >= 5', 'zo_pql_score < 8', [flip(8, 5), undefined]],
    ['zo_pql_score is between 50 and 90', 'zo_pql_score is between 0 and 60', [flip(61, 50), lower(40)]],
    ['zo_pql_score >= 50', '14 days without AE activity OR zo_pql_score < 60', [flip(60, 50), lower(40)]],
    [
      'zo_pql_score >= 50',
      '14 days without AE activity OR (zo_plan = x OR zo_pql_score < 60)',
      [flip(60, 50), lower(40)],
    ],
    ['zo_pql_score >= 50', 'NOT (zo_pql_score >= 60 AND zo_plan = free)', [flip(60, 50), lower(40)]],
    // Whoever loses a point does not go back for it alone.
    ['zo_pql_score >= 50', '14 days without AE activity AND zo_pql_score < 60', []],
    ['zo_pql_score >= 50', '14 days without AE activity', []],
    ['activated AND zo_pql_score >= 50', 'zo_pql_score < 50', [flip(50, 50), lower(40)]],
    ['zo_pql_score >= 70 OR zo_pql_score >= 50', 'zo_pql_score < 60', [flip(60, 50), lower(40)]],
    // Some cross whatever their score, so there is no line.
    ['activated OR zo_pql_score >= 50', 'zo_pql_score < 60', []],
    ['activated', 'zo_pql_score < 60', []],
  ])('after "%s" with "%s"', (definition, when, expected) => {
    expect(warningsOf(scored(definition, `return: { when: ${when}, higher bar: none }`))).toEqual(
      expected.length === 0 ? [] : [[5, 17, ...expected]],
    );
  });

  const tooHigh = (least: number, bar: number) =>
    `Nobody who went back can cross again: they crossed with a score of ${least} or more, ` +
    `the higher bar is ${bar} more than that, and the highest possible score is 100`;

  it.each([
    ['zo_pql_score >= 50', '50 points', []],
    ['zo_pql_score >= 50', '51 points', [tooHigh(50, 51), '"higher bar: 50 points" or less']],
    ['zo_pql_score >= 50 OR activated', '100 points', []],
    ['zo_pql_score >= 100', '5', [tooHigh(100, 5), '"higher bar: none"']],
    ['zo_pql_score >= 100', 'none', []],
  ])('after "%s" with a higher bar of %s', (definition, bar, expected) => {
    const section = `return: { when: zo_pql_score < 9, higher bar: ${bar} }`;
    const found = warningsOf(scored(definition, section));
    expect(found).toEqual(expected.length === 0 ? [] : [[5, 47, ...expected]]);
  });

  it('that asks for 10 points more by default, above all that can be reached', () => {
    expect(warningsOf(scored('zo_pql_score >= 95', 'return: { when: zo_pql_score < 30 }'))).toEqual([
      [5, 17, tooHigh(95, 10), '"higher bar: 5 points" or less'],
    ]);
  });
});

describe('an overdue first call', () => {
  const definition = 'definition: A free user becomes an SQL when zo_key_actions_7d >= 1';
  const handoff = (owners: string, overdue: string) => `${definition}\nhandoff:\n  owners: ${owners}\n${overdue}`;
  const tell = '  when overdue: tell the manager';
  const nobodyToTell = [
    4,
    17,
    'There is nobody to tell: no owner has a manager, and there is no operator channel',
    '"manager" with an owner, or "operator channel"',
  ];
  const managed = '[maria@acme.test, { email: tom@acme.test, manager: lee@acme.test }]';

  it.each([
    [handoff('[maria@acme.test, tom@acme.test]', tell), [nobodyToTell]],
    [handoff('[{ email: maria@acme.test, weight: 2 }]', tell), [nobodyToTell]],
    [handoff(managed, tell), []],
    [handoff('[maria@acme.test]', `${tell}\noperator channel: zo-operators`), []],
    [handoff('[maria@acme.test]', ''), []],
    [
      handoff('[maria@acme.test]', '  when overdue: reassign'),
      [[4, 17, 'There is nobody to reassign to: handoff names one owner', '"tell the manager", or another owner']],
    ],
    [handoff('[maria@acme.test, tom@acme.test]', '  when overdue: reassign'), []],
  ])('%s', (file, expected) => {
    expect(warningsOf(file)).toEqual(expected);
  });
});
