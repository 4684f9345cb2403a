import type { StoredWorkflows } from '../../../backend/drift/drift.ts';
import { driftSettings } from '../../../backend/drift/drift.ts';
import { noteDifferences } from '../../../backend/drift/note-differences.ts';
import { runSlackLane } from '../../../backend/outbox/slack-lane.ts';
import { createSlackGateway } from '../../../backend/slack/slack-gateway.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/start-slack-sandbox.ts';
import { portalState } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 1234567;
const lane = 'slack:operator';
const clock = { now: () => 2_000, plausibleNows: () => [2_000] };
let slack: SlackSandbox;
let store: SqliteStore;

beforeEach(async () => {
  slack = await startSlackSandbox({ rateLimits: false });
  store = await openSqliteStore(':memory:');
  await store.savePortal(portalState().portal);
});
afterEach(async () => {
  await slack.close();
  await store.close();
});

type Setting = { emails?: string[]; canPress?: boolean; channel?: string | null };

/** Wants the note about a difference found at 1 s, and runs the lane. */
async function post({ emails = ['gone@acme.test', 'ops@acme.test'], canPress = true, channel = null }: Setting = {}) {
  const { notes, workflows } = noteDifferences(
    [],
    [{ kind: 'handoff', name: 'Zo | SQL handoff', state: 'differs', flowId: '7', differences: ['a < b & c'] }],
    1_000,
  );
  const found: StoredWorkflows = { checkedAt: 1_000, workflows };
  if ((await store.setting(portalId, driftSettings.workflows)) === null) {
    await store.saveSetting(portalId, driftSettings.workflows, found, 1_000);
  }
  await store.enqueue(portalId, notes, 1_000);
  const claimed = await store.claimEffects(portalId, lane, 10, 2_000, 'lease');
  const settled = await runSlackLane(
    {
      portalId,
      store,
      clock,
      gateway: createSlackGateway({ token: slack.token, slackApiUrl: slack.apiUrl }),
      state: portalState({ playbook: acmePlaybook({ operatorChannel: channel }) }),
      operator: { emails, canPress },
    },
    claimed,
  );
  const outcomes = settled.map(({ effect, outcome }) => ({
    key: effect.key,
    lease: 'lease',
    generation: effect.generation,
    outcome,
  }));
  await store.settleEffects(portalId, outcomes, 2_000);
  return settled.map(({ outcome }) => outcome);
}

const posted = () => slack.workspace.messages.map(({ channel, text }) => ({ channel, text }));

describe('the operator’s note', () => {
  it('goes to the first of ADMIN_EMAILS who is in Slack, with a button, escaped, and is remembered', async () => {
    expect(await post()).toEqual([{ outcome: 'done' }]);
    const [message] = slack.workspace.messages;
    expect(message).toMatchObject({
      channel: 'D0OPS0001',
      text: 'The workflow "Zo | SQL handoff" is not as the playbook says:\n• a &lt; b &amp; c',
      warnings: [],
      live: [],
    });
    expect(JSON.stringify(message?.blocks)).toContain(`"value":"${portalId}:handoff:1000"`);
    expect(await store.setting(portalId, driftSettings.note('handoff'))).toEqual({
      since: 1_000,
      channel: 'D0OPS0001',
      ts: message?.ts,
    });
  });

  it('goes to the operator channel where the playbook names one', async () => {
    await post({ channel: '#pql-review' });
    expect(posted().map(({ channel }) => channel)).toEqual(['C0REVIEW1']);
  });

  it('goes to the people when the operator channel is not there', async () => {
    await post({ channel: '#nowhere' });
    expect(posted().map(({ channel }) => channel)).toEqual(['D0OPS0001']);
  });

  it('is posted once, however often it is wanted', async () => {
    await post();
    expect(await post()).toEqual([]);
    expect(posted()).toHaveLength(1);
  });

  it('without a signing secret names the command in place of the button', async () => {
    await post({ canPress: false });
    expect(posted()[0]?.text).toContain('Restore it with `zo drift --restore`.');
    expect(JSON.stringify(slack.workspace.messages[0]?.blocks)).not.toContain('"button"');
  });

  it('is not posted about what was mended before', async () => {
    const workflows: StoredWorkflows['workflows'] = [];
    await store.saveSetting(portalId, driftSettings.workflows, { checkedAt: 1_500, workflows }, 1_500);
    expect(await post()).toEqual([{ outcome: 'done' }]);
    expect(posted()).toEqual([]);
  });

  it('with nobody to tell is not posted; the alarm stands all the same', async () => {
    expect(await post({ emails: [] })).toEqual([
      { outcome: 'failed', reason: expect.stringContaining('there is no operator (ADMIN_EMAILS') },
    ]);
  });

  it('whose answer was lost is never sent again', async () => {
    slack.control.failures.rules.push({ mode: 'reset-after-commit', match: { method: 'chat.postMessage' }, times: 1 });
    expect(await post()).toMatchObject([{ outcome: 'unconfirmed' }]);
    expect(await post()).toEqual([]);
    expect(posted()).toHaveLength(1);
    expect((await store.alarms(portalId)).map(({ message }) => message)).toEqual([
      expect.stringContaining('may or may not have been posted'),
    ]);
  });
});
