/** Which message in Slack is refused as the one that may or may not have been sent. */
import type { Effect } from '../../../backend/outbox/effect.ts';
import { priorities } from '../../../backend/outbox/effect.ts';
import type { PortalState } from '../../../backend/portals/portal-state.ts';
import { createSlackGateway } from '../../../backend/slack/slack-gateway.ts';
import { restoredSetting } from '../../../backend/store/restored-mark.ts';
import { messageFinder, sentSince } from '../../../backend/unconfirmed/find-message.ts';
import { type SlackSandbox, startSlackSandbox } from '../../../sandbox/slack/start-slack-sandbox.ts';
import { type EitherStore, engines } from '../../support/engines.ts';
import { event } from '../../support/events.ts';
import { alertedHandoff, maria, now } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 4711;
const neighbour = 4712;
const minuteMs = 60_000;
let sandbox: SlackSandbox;
let store: EitherStore;
let time = now;

beforeEach(async () => {
  time = now;
  sandbox = await startSlackSandbox({ clock: { now: () => time }, rateLimits: false });
  store = await engines[0]![1]();
});
afterEach(async () => {
  await store.close();
  await sandbox.close();
});

const gateway = () => createSlackGateway({ token: sandbox.token, slackApiUrl: sandbox.apiUrl });

async function post(channel: string): Promise<string> {
  const posted = await gateway().postMessage({ channel, text: 'New SQL' });
  if (posted.outcome !== 'posted') throw new Error(posted.outcome);
  return posted.ts;
}

async function find(key: string, channel: string, ts: string) {
  const finder = messageFinder({
    store,
    states: { get: async () => ({ playbook: acmePlaybook() }) as PortalState },
    slack: new Map([
      [portalId, gateway()],
      [neighbour, gateway()],
    ]),
    operatorsOf: async () => ['ops@acme.test'],
  });
  const answer = await finder(portalId, key, `https://acme.slack.com/archives/${channel}/p${ts.replace('.', '')}`);
  return 'refused' in answer ? answer.refused : answer;
}

/** Of a handoff whose channel alert nobody knows of. */
async function loseAlert(personId: number, place: Extract<Effect, { kind: 'post alert' }>['place'] = channel) {
  const handoffId = await addHandoff(portalId, personId);
  const key = `alert:${handoffId}:${place.to}:${place.to === 'channel' ? place.channel : place.email}`;
  await lose({ kind: 'post alert', handoffId, place, key, lane: 'slack:x', priority: priorities.crossing });
  return key;
}
const channel = { to: 'channel', channel: '#pql-handoff' } as const;

async function lose(effect: Effect): Promise<void> {
  await store.enqueue(portalId, [effect], time);
  const [claimed] = await store.claimEffects(portalId, effect.lane, 1, time, 'lease');
  await store.markSending(portalId, effect.key, 'lease');
  const outcome = { outcome: 'unconfirmed', reason: 'no answer' } as const;
  const settled = { key: effect.key, lease: 'lease', generation: claimed!.generation, outcome };
  await store.settleEffects(portalId, [settled], time);
}

async function addHandoff(portal: number, personId: number, alerts = {}): Promise<number> {
  const added = await store.transactHandoff(portal, { personId }, time, ({ newHandoffId }) => {
    const handoffId = newHandoffId();
    const handoff = alertedHandoff({ handoffId, personId, alerts, openedAt: time, owner: null, revision: 0 });
    return { answer: handoffId, change: { handoff, effects: [], receipts: [] } };
  });
  return added!;
}

async function addPerson(portal: number, userId: string): Promise<number> {
  const rules = { playbook: acmePlaybook(), timeZone: 'Europe/Berlin' };
  await store.acceptEvents(portal, [[event({ type: 'identify', userId, receivedAt: time })]], rules);
  return (await store.personByIdentity(portal, `u:${userId}`))!.personId;
}

it('the message that was posted where it was wanted, and since, is the one', async () => {
  const key = await loseAlert(await addPerson(portalId, 'sarah'));
  time += minuteMs;
  const ts = await post('C0HANDOFF');
  expect(await find(key, 'C0HANDOFF', ts)).toMatchObject({ channel: 'C0HANDOFF', ts, link: expect.any(String) });
});

it('an alert to somebody who is not in Slack may stand in the channel instead', async () => {
  const key = await loseAlert(await addPerson(portalId, 'sarah'), { to: 'dm', email: maria.email });
  expect(await find(key, 'C0HANDOFF', await post('C0HANDOFF'))).toMatchObject({ channel: 'C0HANDOFF' });
  expect(await find(key, 'C0MARKET1', await post('C0MARKET1'))).toMatch(
    /^That message is not in direct message to maria@acme.test\. Take the link/,
  );
});

it('one that was posted before is not, but for what a restore has forgotten', async () => {
  const before = await post('C0HANDOFF');
  time += 10 * minuteMs;
  const key = await loseAlert(await addPerson(portalId, 'sarah'));
  expect(await find(key, 'C0HANDOFF', before)).toContain('was posted before');
  const mark = { takenAt: now - minuteMs, restoredAt: time, quietUntil: time + minuteMs };
  await store.saveSetting(portalId, restoredSetting, mark, time);
  expect(await find(key, 'C0HANDOFF', before)).toMatchObject({ ts: before });
  expect(sentSince(time + 2 * minuteMs, mark)).toBe(time + 2 * minuteMs);
});

it.each([
  ['of another handoff', portalId, /^That is the message of another handoff \(alert:\d+:channel:#pql-handoff\)/],
  ['of another portal that shares the channel', neighbour, /^That is a message of another HubSpot account/],
])('the alert %s is not', async (_title, portal, words) => {
  const key = await loseAlert(await addPerson(portalId, 'sarah'));
  const ts = await post('C0HANDOFF');
  const other = await addPerson(portal, 'ben');
  const stands = { state: 'posted', channel: 'C0HANDOFF', ts, link: null, at: time };
  await addHandoff(portal, other, { 'alert:2:channel:#pql-handoff': stands });
  expect(await find(key, 'C0HANDOFF', ts)).toMatch(words);
});

it('a call in HubSpot is no message in Slack', async () => {
  const handoffId = await addHandoff(portalId, await addPerson(portalId, 'sarah'));
  const call = { kind: 'log call', handoffId, personId: 1, ownerId: '71', at: time } as const;
  await lose({ ...call, key: 'call:1', lane: 'calls', priority: priorities.routine });
  expect(await find('call:1', 'C0HANDOFF', await post('C0HANDOFF'))).toMatch(/^It is no message in Slack/);
});
