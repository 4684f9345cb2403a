import { messageLink, messageWords } from '../../../backend/receipts/describe-message.ts';

const posted = { state: 'posted', channel: 'D1', ts: '1.2', link: 'https://acme.slack.test/p1', at: 0 } as const;

it.each([
  [{ key: 'alert:5:dm:maria@acme.test', ...posted }, 'Alert to maria@acme.test posted in Slack'],
  [{ key: 'alert:5:channel:#pql-handoff', ...posted }, 'Alert in #pql-handoff posted in Slack'],
  [{ key: 'alert:5:channel:#pql-handoff:again', ...posted }, 'New alert in #pql-handoff posted in Slack'],
  [{ key: 'review:5', ...posted }, 'Request for a review posted in Slack'],
  [{ key: 'question:5:1', ...posted }, 'Question whether it goes back to marketing posted in Slack'],
  [{ key: 'alert:5:dm:maria@acme.test', state: 'queued' }, 'Alert to maria@acme.test on its way to Slack'],
  [
    { key: 'alert:5:dm:lee@acme.test', state: 'gathered', channel: 'D2', ts: '1.3', at: 0 },
    'Alert to lee@acme.test told in the day’s list of further leads in Slack',
  ],
  [
    { key: 'alert:5:dm:lee@acme.test', state: 'unconfirmed', reason: 'no answer came' },
    'Alert to lee@acme.test: Slack did not confirm it (no answer came)',
  ],
  [
    { key: 'alert:5:dm:lee@acme.test', state: 'gone', reason: 'deleted in Slack' },
    'Alert to lee@acme.test: no longer in Slack (deleted in Slack)',
  ],
  [
    { key: 'alert:5:dm:lee@acme.test', state: 'failed', reason: 'channel_not_found' },
    'Alert to lee@acme.test not posted: channel_not_found',
  ],
  [
    { key: 'alert:5:dm:lee@acme.test', state: 'failed', reason: 'passed on', isMoot: true },
    'Alert to lee@acme.test no longer needed: passed on',
  ],
  [
    { state: 'queued', keys: ['alert:5:dm:maria@acme.test', 'alert:5:channel:#pql-handoff'] },
    'On its way to Slack: alert to maria@acme.test, alert in #pql-handoff',
  ],
] as const)('a message is told in words: %j', (body, words) => {
  expect(messageWords(structuredClone(body) as Parameters<typeof messageWords>[0])).toBe(words);
});

it('gives a link to what was posted, and to nothing else', () => {
  expect(messageLink({ key: 'review:5', ...posted })).toBe('https://acme.slack.test/p1');
  expect(messageLink({ key: 'review:5', ...posted, link: null })).toBeNull();
  expect(messageLink({ key: 'review:5', state: 'queued' })).toBeNull();
  expect(messageLink({ state: 'queued', keys: ['review:5'] })).toBeNull();
});
