import { Link } from '@hubspot/ui-extensions';
import { settingsAnswers as answers } from '../../sandbox/card-preview/gallery/settings-answers.ts';
import { buttonNames, openTab, press, textOf, until } from './render-settings.tsx';

const requestId = expect.stringMatching(/^[\w-]{8,64}$/);

describe('Slack', () => {
  it.each<[string, keyof typeof answers, string, string]>([
    ['connected', 'slack', 'Connected to Acme', 'Every scope is granted.'],
    ['lacks scopes', 'scopesMissing', 'Connected to Acme, without 2 scopes', 'users:read.email: needed to find owners'],
    [
      'refuses',
      'revoked',
      'Slack refuses the app',
      'the token was revoked (token_revoked). Install the Slack app again',
    ],
    [
      'connected by a token in the environment',
      'slack',
      'Connected to Acme',
      'as SLACK_BOT_TOKEN, and is changed there',
    ],
    [
      'connected in the settings',
      'slackConnected',
      'Connected to Acme',
      'Connected by ops@acme.test, Thu 12 Nov 10:00 Berlin.',
    ],
    ['to be connected', 'slackToConnect', 'Slack is not connected', 'Connect it in the settings, under Slack.'],
    [
      'lost',
      'slackLost',
      'Slack is not connected to Acme any more',
      'Since Tue 08:00 Berlin: somebody removed the app from the Slack workspace. Alerts wait',
    ],
    ['read by another company', 'slackShared', 'Another company reads along', 'Shared outside'],
    ['is not connected', 'noSlack', 'Slack is not connected', 'Set SLACK_BOT_TOKEN on the service'],
  ])(
    'that is %s says so',
    async (_state, name, title, words) => {
      const { page, titles } = await openTab('slack', { slack: answers[name] });
      await until(() => expect(titles()).toContain(title));
      expect(textOf(page)).toContain(words);
    },
    20_000,
  );

  it('is connected with a link that opens in a tab of its own, and looked at again afterwards', async () => {
    const link = { status: 'made', url: 'https://zo.acme.test/slack/oauth/install?link=x', validUntil: 1764000000000 };
    const { page, asked, titles } = await openTab('slack', {
      slack: [answers.slackToConnect, answers.slackConnected],
      link,
    });
    await until(() => expect(buttonNames(page)).toContain('Connect Slack'));
    expect(buttonNames(page)).not.toContain('Disconnect Slack');
    await press(page, 'Connect Slack');
    await until(() => expect(titles()).toContain('Go on in Slack'));
    expect(asked('link')).toEqual([{}]);
    expect(page.find(Link).props.href).toEqual({ url: link.url, external: true });
    await press(page, 'I have allowed it: look again');
    await until(() => expect(titles()).toContain('Connected to Acme'));
    expect(titles()).not.toContain('Go on in Slack');
    expect(asked('slack')).toHaveLength(2);
  });

  it('is disconnected after a second press, and says what happens then', async () => {
    const done = { status: 'done', isGivenBack: false };
    const { page, asked, titles } = await openTab('slack', {
      slack: [answers.slackConnected, answers.slackLost],
      'disconnect-workspace': done,
    });
    await press(page, 'Disconnect Slack');
    expect(textOf(page)).toContain('Alerts wait from then on');
    await press(page, 'Yes, disconnect it');
    await until(() => expect(titles()).toContain('Slack is disconnected'));
    expect(asked('disconnect-workspace')).toEqual([{ requestId }]);
    expect(textOf(page)).toContain('remove the app in Slack too');
    await until(() => expect(titles()).toContain('Slack is not connected to Acme any more'));
  });

  it('is neither connected nor disconnected by those who may only look, nor where the token stands in the environment', async () => {
    const you = { email: 'maria@acme.test', role: 'viewer', readOnly: { kind: 'viewer', owner: 'ops@acme.test' } };
    const viewer = await openTab('slack', { slack: { ...answers.slackConnected, you } });
    await until(() => expect(viewer.titles()).toContain('Connected to Acme'));
    expect(buttonNames(viewer.page)).toEqual([]);
    const environment = await openTab('slack', { slack: answers.slack });
    await until(() => expect(environment.titles()).toContain('Connected to Acme'));
    expect(buttonNames(environment.page).filter((name) => /onnect/.test(name))).toEqual([]);
  });

  it('gets a test message where the playbook names a place', async () => {
    const done = { status: 'done', place: '#pql-handoff', link: 'https://acme.slack.test/archives/C1/p1' };
    const { page, asked, titles } = await openTab('slack', { 'test-message': done });
    await press(page, 'Send a test to #pql-handoff');
    await until(() => expect(titles()).toContain('A test message is in #pql-handoff'));
    expect(asked('test-message')).toEqual([{ requestId, use: 'alerts' }]);
  });

  it('tells apart the tests of two messages that go to one place', async () => {
    const [alerts, ...others] = answers.slack.places;
    const rest = others.filter(({ use }) => use !== 'review');
    const together = { ...answers.slack, places: [alerts, { ...alerts, use: 'review' }, ...rest] };
    const { page } = await openTab('slack', { slack: together });
    await until(() => expect(buttonNames(page)).toContain('Send a test to #pql-handoff (alerts)'));
    expect(buttonNames(page)).toContain('Send a test to #pql-handoff (reviews)');
    expect(new Set(buttonNames(page)).size).toBe(buttonNames(page).length);
  });

  it('says why a test message did not arrive', async () => {
    const refused = { status: 'refused', reason: 'the app is not in the channel (/invite @Zo) (not_in_channel)' };
    const { page, titles } = await openTab('slack', { 'test-message': refused });
    await press(page, 'Send a test to #marketing');
    await until(() => expect(titles()).toContain('The test message did not arrive'));
    expect(textOf(page)).toContain('/invite @Zo');
  });
});
