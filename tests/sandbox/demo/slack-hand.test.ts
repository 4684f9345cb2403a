/** What the story does in Slack when the service is slow, as on a machine that is busy with something else. */
import { press } from '../../../sandbox/demo/slack-hand.ts';
import type { SlackState } from '../../../sandbox/demo/slack-view.ts';
import type { Stage } from '../../../sandbox/demo/story.ts';
import { plain, type SlackWithApp, startSlackWithApp } from '../slack/slack-with-app.ts';

const testMs = 20_000;
let slack: SlackWithApp;
let stage: Stage;
let ts: string;

beforeEach(async () => {
  slack = await startSlackWithApp();
  const claim = { type: 'button' as const, action_id: 'zo_claim', value: '7', text: plain('Claim') };
  const blocks = [{ type: 'actions' as const, elements: [claim] }];
  ({ ts = '' } = await slack.client.chat.postMessage({ channel: 'C0HANDOFF', text: 'New SQL', blocks }));
  const state = (await slack.call<SlackState>('GET', '/sandbox/state')).body;
  stage = { demo: { slackUrl: slack.sandbox.url }, slack: { state: () => state } } as unknown as Stage;
});
afterEach(() => slack.close());

const claims = () =>
  press(stage, { as: 'tom', conversation: '#pql-handoff', message: 'New SQL', button: 'Claim' }, 1_000);

it(
  'a press that is not answered in time is repeated',
  async () => {
    slack.answer = () => (slack.received.length === 1 ? new Promise(() => {}) : undefined);
    await claims();
    expect(slack.received).toHaveLength(2);
  },
  testMs,
);

it(
  'a press that was followed though it was not answered in time is done',
  async () => {
    slack.answer = async () => {
      await slack.client.chat.update({ channel: 'C0HANDOFF', ts, text: 'On it', blocks: [] });
      return new Promise(() => {});
    };
    await claims();
    expect(slack.received).toHaveLength(1);
  },
  testMs,
);

it(
  'says what to do when it is never answered in time',
  async () => {
    slack.answer = null;
    await expect(claims()).rejects.toThrow('Run the demo again when this machine is less busy.');
    expect(slack.received).toHaveLength(3);
  },
  testMs,
);

it('is not repeated when the app refuses it', async () => {
  slack.status = 500;
  await expect(claims()).rejects.toThrow('Slack says: the app answered 500');
  expect(slack.received).toHaveLength(1);
});
