import type { SlackNames } from '@zo/shared';
import { whoPressed } from '../../../backend/clicks/who-pressed.ts';
import { deliverAlert } from '../../../backend/slack/deliver-alert.ts';
import { knowOwners, slackNamesOf } from '../../../backend/slack/know-owners.ts';
import { createSlackGateway, type SlackGateway } from '../../../backend/slack/slack-gateway.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/start-slack-sandbox.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { sampleAlert } from '../../support/sample-alert.ts';

let slack: SlackSandbox;
let names: SlackNames;
beforeEach(async () => {
  slack = await startSlackSandbox({ rateLimits: false });
  slack.workspace.users.find(({ name }) => name === 'maria')!.email = 'm.lopez@acme-sales.test';
  names = {};
});
afterEach(() => slack.close());

/** As after a restart: nothing is remembered. */
function gateway(): SlackGateway {
  return knowOwners(createSlackGateway({ token: slack.token, slackApiUrl: slack.apiUrl }), async () => names);
}

const maria = { outcome: 'found', value: { userId: 'U0MARIA01', name: 'maria' } };

it.each([
  ['another address', 'm.lopez@acme-sales.test'],
  ['the id of a Slack user', 'U0MARIA01'],
])('an owner is found in Slack by %s, and by their own address not without it', async (_how, name) => {
  expect(await gateway().findUserByEmail('maria@acme.test')).toMatchObject({ outcome: 'absent' });
  names = { 'maria@acme.test': name };
  expect(await gateway().findUserByEmail(' Maria@acme.test')).toEqual(maria);
  expect(await gateway().findUserByEmail('tom@acme.test')).toMatchObject({ value: { userId: 'U0TOM0001' } });
});

it('what they press counts as theirs; what anybody else presses does not', async () => {
  names = { 'maria@acme.test': 'U0MARIA01' };
  const press = (userId: string) => whoPressed(gateway(), { userId, teamId: 'T0ACME001' });
  expect(await press('U0MARIA01')).toEqual({ outcome: 'known', email: 'maria@acme.test' });
  expect(await press('U0TOM0001')).toEqual({ outcome: 'known', email: 'tom@acme.test' });
});

it('while Slack cannot say who an owner is, nobody is taken for somebody else', async () => {
  names = { 'maria@acme.test': 'U0MARIA01' };
  const rule = { match: { method: 'users.info' }, mode: 'status' as const, status: 503, times: 1 };
  slack.control.failures.rules.push(rule);
  const pressed = await whoPressed(gateway(), { userId: 'U0MARIA01', teamId: 'T0ACME001' });
  expect(pressed).toMatchObject({ outcome: 'later', needsOperator: false });
});

it('the alert goes to them directly, and names them as a mention', async () => {
  names = { 'maria@acme.test': 'm.lopez@acme-sales.test' };
  const delivery = await deliverAlert({
    gateway: gateway(),
    alert: sampleAlert(),
    ownerEmail: 'maria@acme.test',
    place: { to: 'dm', email: 'maria@acme.test' },
    markSending: async () => true,
  });
  expect(delivery).toMatchObject({ outcome: 'posted', channel: 'D0MARIA01', operatorNote: null });
  expect(slack.workspace.messages[0]?.text).toContain('<@U0MARIA01>');
});

it.each([
  ['who has left', 'U0LEFT001'],
  ['an app', 'U0ZOBOT01'],
  ['nobody', 'U0NOBODY1'],
])('a name that is %s is said to be no active person', async (_who, name) => {
  names = { 'maria@acme.test': name };
  expect(await gateway().findUserByEmail('maria@acme.test')).toEqual({
    outcome: 'absent',
    reason: `${name} is no active person in Slack`,
  });
});

it('everybody active is listed for choosing, over as many pages as there are', async () => {
  for (let index = 0; index < 450; index += 1) {
    slack.workspace.users.push({ ...slack.workspace.users[1]!, id: `U0MANY${index}`, name: `many-${index}` });
  }
  const list = await gateway().listPeople();
  const people = list.outcome === 'found' ? list.value : [];
  expect(people.map(({ userId }) => userId)).toEqual(expect.arrayContaining(['U0MARIA01', 'U0OPS0001', 'U0MANY449']));
  expect(people.map(({ userId }) => userId)).not.toContain('U0LEFT001');
  expect(people.map(({ userId }) => userId)).not.toContain('U0ZOBOT01');
});

it('names come from the playbook’s owners, and from those alone who have one', () => {
  expect(slackNamesOf(undefined)).toEqual({});
  expect(slackNamesOf(acmePlaybook())).toEqual({});
});
