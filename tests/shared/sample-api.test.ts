import { type SampleActivityAnswer, sampleWords } from '@zo/shared';

const portal = { portalId: 1, uiDomain: 'app.hubspot.com', timeZone: 'UTC' };
const none = { asOf: 1, portal, mayChange: true, person: null, unmet: [], waiting: [] };
const person = {
  name: 'Sam Example (sample)',
  contactId: '501',
  score: 65,
  conditionsMet: 4,
  conditions: 4,
  gate: 'sample',
} as const;

it.each<[string, SampleActivityAnswer, string, 'load' | 'remove' | null]>([
  ['there is none', { status: 'none', ...none }, 'Only the operator is told in Slack', 'load'],
  ['somebody may only look', { status: 'none', ...none, mayChange: false }, 'Only the operator is told', null],
  [
    'it is there and ready',
    { status: 'loaded', ...none, person },
    'Sam Example (sample): score 65, 4 of 4 conditions; a real person would be ready',
    'remove',
  ],
  [
    'it is not ready',
    { status: 'loaded', ...none, person: { ...person, conditionsMet: 3, gate: 'not_ready' } },
    'Sam Example (sample): score 65, 3 of 4 conditions',
    'remove',
  ],
  ['it is on its way', { status: 'loading', ...none }, 'Sample activity is being loaded', 'remove'],
  ['it goes', { status: 'removing', ...none }, 'Sample activity is being removed', null],
  ['it is refused', { status: 'not allowed', asOf: 1, reason: 'ask ops@acme.test' }, 'ask ops@acme.test', null],
  ['there is no playbook', { status: 'not connected', missing: 'playbook' }, 'needs a playbook first', null],
])('when %s', (_case, answer, headline, offers) => {
  const words = sampleWords(answer);
  expect(words.headline).toContain(headline);
  expect(words.offers).toBe(offers);
});

it('tells what could not be met, and what waits where', () => {
  const answer = { status: 'loaded' as const, ...none, unmet: ['Industry: SAAS'], waiting: ['Slack, the test alert'] };
  expect(sampleWords(answer).lines).toEqual(['Not met: Industry: SAAS', 'Waiting: Slack, the test alert']);
});
