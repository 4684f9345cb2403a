import { defaultWorkTerms, type WorkTerms } from '@zo/shared';
import { describeWork } from '../../../backend/cli/describe-work.ts';
import { readPlaybook } from '../../../backend/playbook/read-playbook.ts';

/** The terms stand from line 4 on. */
function read(terms: string) {
  return readPlaybook(
    `definition: A free user becomes an SQL when zo_key_actions_7d >= 1
handoff:
  owners: [maria@acme.test, tom@acme.test]
${terms}`,
  );
}

function workOf(terms: string): WorkTerms {
  const answer = read(terms);
  if ('errors' in answer) throw new Error(JSON.stringify(answer.errors));
  return answer.playbook.handoff.work;
}

const full = `  continuity: 90 days
  when overdue: reassign
  overdue patience: 1 working day
  most reassignments: 3
  alerts per day: 10
  quiet hours: 18:30-8
  thread window: 2 days
  working hours: Mon-Fri 9-15
`;

describe('how handoffs are worked', () => {
  it('is as the file says, a working day as long as its working hours', () => {
    expect(workOf(full)).toEqual({
      continuityDays: 90,
      whenOverdue: 'reassign',
      overduePatienceMinutes: 360,
      mostReassignments: 3,
      alertsPerDay: 10,
      quietHours: { fromMinute: 1110, toMinute: 480 },
      threadHours: 48,
    });
  });

  it('is the default where the file says nothing', () => {
    expect(workOf('')).toEqual(defaultWorkTerms);
  });

  it.each<[string, Partial<WorkTerms>]>([
    ['continuity: none', { continuityDays: 0 }],
    ['continuity: 2 weeks', { continuityDays: 14 }],
    ['continuity: 730 days', { continuityDays: 730 }],
    ['when overdue: Tell the manager', { whenOverdue: 'tell the manager' }],
    ['overdue patience: at once', { overduePatienceMinutes: 0 }],
    ['overdue patience: 30 minutes', { overduePatienceMinutes: 30 }],
    ['most reassignments: 0', { mostReassignments: 0 }],
    ['alerts per day: any', { alertsPerDay: null }],
    ['quiet hours: none', { quietHours: null }],
    ['thread window: None', { threadHours: 0 }],
    ['thread window: 168 hours', { threadHours: 168 }],
  ])('%s', (term, expected) => {
    expect(workOf(`  ${term}`)).toEqual({ ...defaultWorkTerms, ...expected });
  });

  it.each([
    ['continuity: 731 days', 15, 'Must be a whole number of days from 1 to 730', '"730 days", or "none"'],
    ['continuity: always', 15, 'A number of days is missing before "always"', '"7 days", or "none"'],
    ['when overdue: escalate', 17, '"escalate" is not possible here', 'tell the manager or reassign'],
    [
      'overdue patience: soon',
      21,
      'This is not a length of working time',
      '"2 working hours" or "30 minutes", or "at once"',
    ],
    ['most reassignments: 11', 23, 'Must be a whole number from 0 to 10', '10'],
    ['most reassignments: none', 23, 'Must be a whole number from 0 to 10', '0'],
    ['alerts per day: 0', 19, 'Must be a whole number from 1 to 1000', '1, or "any"'],
    ['alerts per day: 1001', 19, 'Must be a whole number from 1 to 1000', '1000, or "any"'],
    ['quiet hours: at night', 16, 'These are not quiet hours', '"20-7", "18:30-8" or "none"'],
    ['thread window: 8 days', 18, 'Must be a whole number of hours from 1 to 168', '"168 hours", or "none"'],
    ['alerts per day:', 3, '"alerts per day" has no value', undefined],
  ])('%s is told with its place and what to write', (term, column, message, suggestion) => {
    const answer = read(`  ${term}`);
    const errors = 'errors' in answer ? answer.errors : [];
    expect(errors.map(({ span, ...told }) => [span.line, span.column, told.message, told.suggestion])).toEqual([
      [4, column, message, suggestion],
    ]);
  });

  it.each([
    ['quite hours: 20-7', 'quiet hours'],
    ['continuty: 90 days', 'continuity'],
    ['overdue: reassign', 'when overdue'],
    ['max reassignments: 3', 'most reassignments'],
    ['threads: 24 hours', 'thread window'],
  ])('%s is no setting; the nearest is %s', (term, nearest) => {
    const answer = read(`  ${term}`);
    expect(
      'errors' in answer && answer.errors.map((error) => [error.span.line, error.span.column, error.nearest]),
    ).toEqual([[4, 3, nearest]]);
  });

  it('is shown in words', () => {
    expect(describeWork(workOf(full))).toEqual([
      'continuity: whoever had the contact, or somebody of the company, within 90 days comes first',
      'when overdue: reassign after 6 working hours, at most 3 times, then tell the manager',
      'alerts per day: 10 to one AE, the others are gathered',
      "quiet hours: 18:30-8:00 by the AE's clock",
      'thread window: 48 hours for people of one company',
    ]);
  });

  it.each<[string, Partial<WorkTerms>]>([
    ['when overdue: tell the manager after 1 working hour', {}],
    ['when overdue: tell the manager at once', { overduePatienceMinutes: 0 }],
    [
      'when overdue: reassign at once, at most once, then tell the manager',
      { whenOverdue: 'reassign', overduePatienceMinutes: 0, mostReassignments: 1 },
    ],
    ['when overdue: tell the manager after 1 working hour', { whenOverdue: 'reassign', mostReassignments: 0 }],
    ['continuity: none', { continuityDays: 0 }],
    ['alerts per day: any number', {}],
    ['quiet hours: none', {}],
    ['thread window: none', { threadHours: 0 }],
  ])('is shown as "%s"', (line, terms) => {
    expect(describeWork({ ...defaultWorkTerms, ...terms })).toContain(line);
  });
});
