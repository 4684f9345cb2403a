import { type ChannelIds, rememberChannels } from '../../../backend/slack/remember-channels.ts';
import { createSlackGateway } from '../../../backend/slack/slack-gateway.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/start-slack-sandbox.ts';

let slack: SlackSandbox;
let saved: ChannelIds | null;
beforeEach(async () => {
  slack = await startSlackSandbox();
  saved = null;
});
afterEach(() => slack.close());

/** As after a restart: nothing but what was saved is remembered. */
function restarted() {
  const gateway = createSlackGateway({ token: slack.token, slackApiUrl: slack.apiUrl });
  return rememberChannels(gateway, {
    read: async () => saved,
    save: async (ids) => {
      saved = ids;
    },
  });
}

const handoffs = { outcome: 'found', value: { id: 'C0HANDOFF', name: 'pql-handoff' } };
const rename = (name: string) => {
  slack.workspace.channels.find(({ id }) => id === 'C0HANDOFF')!.name = name;
};

it('finds a channel under its old name after it was renamed, and no channel that never was', async () => {
  expect(await restarted().findChannel('#pql-handoff')).toEqual(handoffs);
  rename('sales');
  expect(await restarted().findChannel('#PQL-handoff')).toEqual({
    outcome: 'found',
    value: { id: 'C0HANDOFF', name: null },
  });
  expect(await restarted().findChannel('#nowhere')).toMatchObject({ outcome: 'absent' });
  expect(saved).toEqual({ 'pql-handoff': 'C0HANDOFF' });
});

it('takes another channel that bears the name by then', async () => {
  await restarted().findChannel('#pql-handoff');
  rename('sales');
  slack.workspace.channels.find(({ id }) => id === 'C0MARKET1')!.name = 'pql-handoff';
  expect(await restarted().findChannel('#pql-handoff')).toMatchObject({ value: { id: 'C0MARKET1' } });
  expect(saved).toEqual({ 'pql-handoff': 'C0MARKET1' });
});

it('passes an id on, and says when Slack could not be asked', async () => {
  await restarted().findChannel('#pql-handoff');
  expect(await restarted().findChannel('C0FLOOR01')).toEqual({
    outcome: 'found',
    value: { id: 'C0FLOOR01', name: null },
  });
  slack.workspace.installation.status = 'token_revoked';
  expect(await restarted().findChannel('#pql-handoff')).toMatchObject({ outcome: 'refused', needs: 'reinstall' });
  expect(saved).toEqual({ 'pql-handoff': 'C0HANDOFF' });
});
