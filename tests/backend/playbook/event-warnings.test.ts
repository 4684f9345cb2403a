/** A misspelt event in a playbook is pointed at, by the name that does arrive. */
import { eventWarnings } from '../../../backend/playbook/event-warnings.ts';

const source = `signals:
  activated: Onbording Completed
  key action:
    - Report Created
    - dashboard_shared
  visited pricing: { page: /pricng }
`;

it('is found by few typing mistakes, where it stands', () => {
  const seen = ['Dashboard Shared', 'Onboarding Completed', 'page /pricing', 'Report Created'];
  expect(eventWarnings(source, seen)).toEqual([
    {
      message: '"Onbording Completed" of the signal "activated" has never arrived',
      span: { line: 2, column: 14, length: 19 },
      nearest: '"Onboarding Completed"',
    },
    {
      message: '"dashboard_shared" of the signal "key action" has never arrived',
      span: { line: 5, column: 7, length: 16 },
      nearest: '"Dashboard Shared"',
    },
    {
      message: '"page /pricng" of the signal "visited pricing" has never arrived',
      span: { line: 6, column: 20, length: 17 },
      nearest: '"page /pricing"',
    },
  ]);
});

it.each([
  ['has arrived', ['Onbording Completed', 'Onboarding Completed', 'Onboarding Completes']],
  ['is like none that has', ['Signed In']],
  ['only shares words with one that has', ['Onboarding Started', 'Report Updated', 'Dashboard Viewed']],
  ['is like a page only', ['page /Onbording Completed']],
  ['is as yet all that is known', []],
])('an event that %s is none', (_title, seen) => {
  expect(eventWarnings('signals:\n  activated: Onbording Completed\n  key action: Report Created\n', seen)).toEqual([]);
});

it('an event that the playbook names itself is not meant by another one of it', () => {
  expect(eventWarnings('signals:\n  plans: [Plan A Chosen, Plan B Chosen]\n', ['Plan A Chosen'])).toEqual([]);
});
