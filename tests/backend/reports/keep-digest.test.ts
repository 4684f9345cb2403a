/** The weekly digest from the clock to Slack: real database, real outbox, the local Slack. */

import type { Handoff } from '../../../backend/handoff/handoff.ts';
import { runSlackLane } from '../../../backend/outbox/slack-lane.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import type { PortalState } from '../../../backend/portals/portal-state.ts';
import { keepDigest } from '../../../backend/reports/keep-digest.ts';
import { createSlackGateway } from '../../../backend/slack/slack-gateway.ts';
import { saveHandoff } from '../../../backend/store/sqlite/handoff-rows.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/start-slack-sandbox.ts';
import { sampleDigestAt, sampleHandoffs } from '../../../scripts/docs/sample-handoffs.ts';
import { alertedHandoff, dayMs, hourMs, minuteMs, portalState } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const { portal } = portalState();
const { portalId } = portal;
const lane = 'slack:operator';
let slack: SlackSandbox;
let store: SqliteStore;
let now = sampleDigestAt;
let state: PortalState;
const clock = { now: () => now, plausibleNows: () => [now] };

beforeEach(async () => {
  slack = await startSlackSandbox({ rateLimits: false });
  store = await openSqliteStore(':memory:');
  await store.savePortal(portal);
  state = portalState();
  now = sampleDigestAt;
});
afterEach(async () => {
  await slack.close();
  await store.close();
});

function keep(handoffs: Handoff[]): void {
  for (const handoff of handoffs) saveHandoff(store.connection, portalId, handoff);
}

/** As a service does that is started now, and stopped again. */
async function startAndLook(slackOf: ReadonlyMap<number, unknown> = new Map([[portalId, slack]])): Promise<void> {
  const errors: unknown[] = [];
  const digests = keepDigest({
    memory: createPortalMemory(),
    store,
    states: { get: async () => state },
    slack: slackOf,
    clock,
    log: { error: (...what: unknown[]) => void errors.push(what) },
    wake: () => {},
    lookMs: 1_000_000,
  });
  await digests.look();
  await digests.stop();
  expect(errors).toEqual([]);
}

/** Works off what waits in the operator's lane. */
async function deliver(emails = ['ops@acme.test']) {
  const claimed = await store.claimEffects(portalId, lane, 10, now, 'lease');
  const settled = await runSlackLane(
    {
      portalId,
      store,
      clock,
      gateway: createSlackGateway({ token: slack.token, slackApiUrl: slack.apiUrl }),
      state,
      operator: { emails, canPress: true },
    },
    claimed,
  );
  const outcomes = settled.map(({ effect, outcome }) => {
    const { key, generation } = effect;
    return { key, lease: 'lease', generation, outcome };
  });
  await store.settleEffects(portalId, outcomes, now);
  return settled.map(({ effect, outcome }) => [effect.key, outcome.outcome]);
}

const posted = () => slack.workspace.messages.map(({ channel, text }) => ({ channel, text }));

it('is told on Monday at nine to whoever runs it, in short lines', async () => {
  keep(sampleHandoffs());
  await store.raiseAlarm(portalId, 'drift:handoff', 'The workflow is not as the playbook says.', now);
  now = sampleDigestAt - 1;
  await startAndLook();
  expect(await deliver()).toEqual([]);
  now = sampleDigestAt;
  await startAndLook();
  expect(await deliver()).toEqual([['digest:2026-W11', 'done']]);
  const lines = [
    'Handoffs last week, 9 March to 15 March',
    '5 handed off (the week before: 5)',
    'First call: median 40 working minutes, 90 % within 50 (before: 38, 200)',
    'Breached: 0 (before: 2)',
    'Ended: 1 won, 1 lost, 1 returned, 1 not a fit (before: 0, 0, 0, 1)',
    'Now 1 waiting for an owner, 0 in review',
    'Alarms: 1, see `zo doctor`',
    'More: `zo report sla`, `zo report outcomes`',
  ];
  expect(posted()).toEqual([{ channel: 'D0OPS0001', text: lines.join('\n') }]);
  const [message] = slack.workspace.messages;
  expect([message?.warnings, message?.live]).toEqual([[], []]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(90);
});

it('is told once, however often the service starts, and again the next Monday', async () => {
  keep(sampleHandoffs());
  for (const later of [0, minuteMs, 5 * hourMs]) {
    now = sampleDigestAt + later;
    await startAndLook();
    await startAndLook();
    await deliver();
  }
  expect(posted()).toHaveLength(1);
  now = sampleDigestAt + 7 * dayMs;
  await startAndLook();
  expect(await deliver()).toEqual([['digest:2026-W12', 'done']]);
});

it('a service that slept over nine o’clock tells on the same day, and no later', async () => {
  keep(sampleHandoffs());
  now = sampleDigestAt + 15 * hourMs;
  await startAndLook();
  expect(await deliver()).toEqual([]);
  now = sampleDigestAt + 15 * hourMs - 1;
  await startAndLook();
  expect(await deliver()).toEqual([['digest:2026-W11', 'done']]);
});

it('waits while Slack is away, until its Monday has passed', async () => {
  keep(sampleHandoffs());
  await startAndLook();
  slack.control.failures.rules.push({
    mode: 'rate-limit',
    match: { method: 'chat.postMessage' },
    retryAfterSeconds: 2,
    times: 1,
  });
  expect(await deliver()).toEqual([['digest:2026-W11', 'later']]);
  now += hourMs;
  expect(await deliver()).toEqual([['digest:2026-W11', 'done']]);

  now = sampleDigestAt + 7 * dayMs;
  await startAndLook();
  now += dayMs;
  expect(await deliver()).toEqual([['digest:2026-W12', 'failed']]);
  expect(posted()).toHaveLength(1);
});

it('whose answer was lost is never sent again', async () => {
  keep(sampleHandoffs());
  slack.control.failures.rules.push({ mode: 'reset-after-commit', match: { method: 'chat.postMessage' }, times: 1 });
  await startAndLook();
  expect(await deliver()).toEqual([['digest:2026-W11', 'unconfirmed']]);
  now += hourMs;
  await startAndLook();
  expect(await deliver()).toEqual([]);
  expect(posted()).toHaveLength(1);
});

it('goes to the operator channel where the playbook names one', async () => {
  keep(sampleHandoffs());
  state = portalState({ playbook: acmePlaybook({ operatorChannel: '#pql-review' }) });
  await startAndLook();
  await deliver();
  expect(posted().map(({ channel }) => channel)).toEqual(['C0REVIEW1']);
});

it('a portal without any handoff until then is not told of nothing', async () => {
  await startAndLook();
  expect(await deliver()).toEqual([]);
  keep([alertedHandoff({ openedAt: sampleDigestAt, handedOffAt: sampleDigestAt })]);
  await startAndLook();
  expect(await deliver()).toEqual([]);
});

it('a portal without Slack wants nothing posted', async () => {
  keep(sampleHandoffs());
  await startAndLook(new Map());
  expect(await store.outboxCounts(portalId)).toEqual({});
});

it('nobody’s name is live in Slack', async () => {
  const [first, ...rest] = sampleHandoffs();
  const owner = { ...first!.owner!, id: '99', name: '<!channel> & <@U0MARIA01> *bold*' };
  const handedOffAt = sampleDigestAt - 4 * dayMs;
  const breachedAt = handedOffAt + 2 * hourMs;
  keep([
    ...rest,
    { ...first!, owner, status: 'breached', touch: null, closedAt: null, handedOffAt, dueAt: breachedAt, breachedAt },
  ]);
  await startAndLook();
  await deliver();
  expect(posted()[0]?.text).toContain('Breached: 1 (before: 2): &lt;!channel&gt; &amp; &lt;@U0MARIA01&gt;');
  expect(slack.workspace.messages[0]?.live).toEqual([]);
});
