import { takePresses } from '../../../backend/drift/press-restore.ts';
import type { RestoreAnswer, RestoreOrder } from '../../../backend/drift/restore-workflow.ts';
import { restoreValue } from '../../../backend/outbox/post-drift-note.ts';
import { restoreActionId } from '../../../backend/slack/drift-note.ts';
import type { Press } from '../../../backend/slack/press.ts';
import { createSlackGateway } from '../../../backend/slack/slack-gateway.ts';
import type { ResponseUrl } from '../../../sandbox/slack/interaction.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/start-slack-sandbox.ts';
import { portalState } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 1234567;
const [ops, maria] = ['U0OPS0001', 'U0MARIA01'];
const operators = { id: 'C0VIP0001', name: '#pql-vip' };
let slack: SlackSandbox;
let orders: { portalId: number; order: RestoreOrder }[] = [];

beforeAll(async () => {
  slack = await startSlackSandbox();
});
afterAll(() => slack.close());
beforeEach(() => {
  orders = [];
});

type Setting = { adminEmails?: string[]; channel?: string | null; answer?: RestoreAnswer | Error };

/** What whoever pressed was told; null when nothing. */
async function press(change: Partial<Press>, setting: Setting = {}): Promise<string | null> {
  const { adminEmails = ['ops@acme.test'], channel = null, answer = { outcome: 'restored', undone: [] } } = setting;
  const secret = `secret-${Math.random()}`;
  const known: ResponseUrl = { channel: operators.id, ts: '1', user: ops, usesLeft: 5, validUntil: Infinity };
  const message = { ...known, threadTs: null, text: '', blocks: [], metadata: null, at: 0, monotonicMs: 0 };
  slack.workspace.messages = [{ ...message, edits: [], live: [], warnings: [] }];
  slack.control.responseUrls.set(secret, known);
  const from = slack.workspace.journal.version();
  await takePresses({
    watch: {
      async restore(portal, order) {
        orders.push({ portalId: portal, order });
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    states: { get: async () => portalState({ playbook: acmePlaybook({ operatorChannel: channel }) }) },
    slack: new Map([[portalId, createSlackGateway({ token: slack.token, slackApiUrl: slack.apiUrl })]]),
    operatorsOf: async () => adminEmails,
    slackApiUrl: slack.apiUrl,
    log: { info: () => undefined, error: () => undefined },
  })({
    id: 'press-1',
    threadTs: null,
    triggerId: null,
    actionId: restoreActionId,
    value: restoreValue(portalId, { workflow: 'handoff', since: 5 }),
    userId: ops,
    teamId: slack.workspace.team.id,
    channel: operators.id,
    ts: '1',
    responseUrl: `${slack.url}/actions/T/1/${secret}`,
    ...change,
  });
  const told = (await slack.workspace.journal.after(from, 0)).find(({ kind }) => kind === 'only the clicker sees');
  return told && 'text' in told ? String(told.text) : null;
}

describe('Restore pressed in Slack', () => {
  it('by one of ADMIN_EMAILS restores, and the note itself says so', async () => {
    expect(await press({})).toBeNull();
    const order = { workflow: 'handoff', since: 5, by: 'ops@acme.test', mention: `<@${ops}>` };
    expect(orders).toEqual([{ portalId, order }]);
  });

  it('by anybody else is refused, and only they read it', async () => {
    expect(await press({ userId: maria })).toContain('ADMIN_EMAILS');
    expect(orders).toEqual([]);
  });

  it('while Slack does not say who the operators are is not told to be forbidden', async () => {
    const failure = { match: { method: 'users.lookupByEmail' }, times: 99, mode: 'status', status: 500 };
    await fetch(`${slack.url}/sandbox/failures`, { method: 'POST', body: JSON.stringify(failure) });
    try {
      expect(await press({})).toContain('press again later');
    } finally {
      await fetch(`${slack.url}/sandbox/failures`, { method: 'DELETE' });
    }
    expect(orders).toEqual([]);
  });

  it('without ADMIN_EMAILS is for members of the operator channel, there', async () => {
    const open = { adminEmails: [], channel: operators.name };
    expect(await press({ userId: maria }, open)).toBeNull();
    expect(orders.map(({ order }) => order.by)).toEqual([`Slack user ${maria}`]);
    expect(await press({ userId: 'U0NOBODY1' }, open)).toContain('members of the operator channel');
    expect(await press({ userId: maria, channel: 'C0HANDOFF' }, open)).toContain('members of the operator channel');
    expect(await press({ userId: maria }, { adminEmails: [] })).toContain('members of the operator channel');
    expect(orders).toHaveLength(1);
  });

  it('in another workspace, of another button or with a value nobody gave does nothing', async () => {
    const others = [{ teamId: 'T0OTHER01' }, { actionId: 'zo_open_record' }, { value: 'x' }, { value: '99:handoff:5' }];
    for (const other of others) expect(await press(other)).toBeNull();
    expect(orders).toEqual([]);
  });

  it('when it no longer differs so is answered to whoever pressed', async () => {
    expect(await press({}, { answer: { outcome: 'nothing to restore' } })).toContain('nothing to restore');
    expect(await press({}, { answer: new Error('HubSpot is away') })).toContain('HubSpot is away');
  });

  it('is never answered to an address that is not Slack’s', async () => {
    expect(await press({ userId: maria, responseUrl: 'http://127.0.0.1:9/actions' })).toBeNull();
  });
});
