import { describeReturn, describeReview } from '../../../backend/cli/describe-rules.ts';
import { readPlaybook } from '../../../backend/playbook/read-playbook.ts';

/** A section after line 2. */
function read(section: string) {
  return readPlaybook(`definition: A free user becomes an SQL when zo_key_actions_7d >= 1
handoff: { owners: [maria@acme.test], working hours: Mon-Fri 9-15 }
${section}`);
}

function accepted(section: string) {
  const answer = read(section);
  if ('errors' in answer) throw new Error(JSON.stringify(answer.errors));
  return answer.playbook;
}

function errorsOf(section: string) {
  const answer = read(section);
  const errors = 'errors' in answer ? answer.errors : [];
  return errors.map(({ span, message, suggestion }) => [span.line, span.column, message, suggestion]);
}

const silent = 'return:\n  when: 14 days without AE activity';
const large = 'review:\n  when: expected contract value > 5\n  expected contract value: 10';

describe('return', () => {
  it.each([
    ['10 points', 10, 'higher bar: 10 points'],
    ['1 point', 1, 'higher bar: 1 point'],
    ['25', 25, 'higher bar: 25 points'],
    ['0', 0, 'higher bar: none'],
    ['none', 0, 'higher bar: none'],
  ])('asks those who went back for %s', (text, higherBar, words) => {
    const { return: returns } = accepted(`${silent}\n  higher bar: ${text}`);
    expect([returns!.higherBar, describeReturn(returns!)]).toEqual([higherBar, [words]]);
  });

  it('asks those who went back for 10 points more where nothing is said', () => {
    expect(accepted(silent).return!.higherBar).toBe(10);
  });

  it.each([
    ['101 points', 'Must be a whole number from 0 to 100', '100, or "none"'],
    ['much', 'Must be a whole number from 0 to 100', '0, or "none"'],
    ['10 days', 'Must be a whole number from 0 to 100', '0, or "none"'],
  ])('a higher bar of %s is a mistake', (text, message, suggestion) => {
    expect(errorsOf(`${silent}\n  higher bar: ${text}`)).toEqual([[5, 15, message, suggestion]]);
  });
});

describe('review', () => {
  it('names who may review, by e-mail address, and when it is told that nobody did', () => {
    const { review } = accepted(
      `${large}\n  reviewers: [VP@Acme.test, lee@acme.test]\n  escalate after: 1 working day`,
    );
    expect(review).toMatchObject({ reviewers: ['vp@acme.test', 'lee@acme.test'], escalateAfterMinutes: 360 });
    expect(describeReview(review!)).toEqual([
      'reviewers: vp@acme.test, lee@acme.test',
      'escalate after: 6 working hours',
    ]);
  });

  it('may name a single reviewer, and never escalate', () => {
    const { review } = accepted(`${large}\n  reviewers: vp@acme.test\n  escalate after: never`);
    expect(review).toMatchObject({ reviewers: ['vp@acme.test'], escalateAfterMinutes: null });
    expect(describeReview(review!)).toEqual(['reviewers: vp@acme.test', 'escalate after: never']);
  });

  it('is the operators’, and escalates after 4 working hours, where nothing is said', () => {
    const { review } = accepted(large);
    expect(review).toMatchObject({ reviewers: [], escalateAfterMinutes: 240 });
    expect(describeReview(review!)).toEqual(['reviewers: the operators', 'escalate after: 4 working hours']);
  });

  it.each([
    ['reviewers: [vp]', 15, '"vp" is not an e-mail address', undefined],
    ['reviewers: [vp@acme.test, VP@acme.test]', 29, 'vp@acme.test stands here twice', undefined],
    ['reviewers: "#sales"', 15, '"#sales" is not an e-mail address', undefined],
    [
      'escalate after: 2 fortnights',
      21,
      'This is not a length of working time',
      '"2 working hours" or "30 minutes", or "never"',
    ],
    ['escalate: never', 3, 'review has no setting "escalate"', expect.stringContaining('reviewers, escalate after')],
  ])('%s is told with its place', (term, column, message, suggestion) => {
    expect(errorsOf(`${large}\n  ${term}`)).toEqual([[6, column, message, suggestion]]);
  });

  it('has at most 50 reviewers', () => {
    const reviewers = Array.from({ length: 51 }, (_, index) => `r${index}@acme.test`);
    const listed = (count: number) => `${large}\n  reviewers: [${reviewers.slice(0, count).join(', ')}]`;
    expect(accepted(listed(50)).review!.reviewers).toEqual(reviewers.slice(0, 50));
    expect(errorsOf(listed(51)).map(([, , message]) => message)).toEqual(['There are at most 50 reviewers']);
  });
});
