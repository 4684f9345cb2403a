/**
 * (i) From a press in Slack to the edited message, direct mode: an AE says "I'm on it" about each of their leads. The clock starts
 * when the press is sent and stops when Slack has the edit; Slack's own limit of edits is lifted. Once while Slack answers at
 * once, and once while it takes two seconds to answer what it is asked about people: the press is acknowledged all the same.
 */
import { crossing, prepareLeads, range } from './leads.ts';
import { percentile } from './median.ts';
import { pause, type Surroundings, sendBatch, untilQuiet } from './product.ts';
import { post } from './sandbox-calls.ts';
import type { Settings } from './settings.ts';

const signingSecret = 'sandbox-slack-signing-secret';
const lookUps = ['auth.test', 'users.info', 'users.lookupByEmail'];
const slowMs = 2_000;
const stranger = 'U0STRANGE';
const botUser = 'U0ZOBOT01';
const editedWithinMs = 20_000;

export async function measureClicks(surroundings: Surroundings, { clicks, say }: Settings) {
  const { slack } = surroundings;
  const env = { SLACK_SIGNING_SECRET: signingSecret };
  const { product, database } = await prepareLeads(surroundings, { name: 'clicks', crossings: clicks, env });
  await post(`${slack.url}/sandbox/settings`, { interactivityUrl: `${product.url}/slack/interactivity` });
  await post(`${slack.url}/sandbox/users`, { id: stranger, name: 'stranger', email: 'stranger@acme.test' });
  await sendBatch(product.url, range(0, clicks).map(crossing));
  await untilQuiet(database);
  const alerts = await directAlerts(slack.url);
  say(`click to edit: ${alerts.length} alerts are posted`);

  const acknowledged: number[] = [];
  const edited: number[] = [];
  for (const alert of alerts) {
    const from = Date.now();
    acknowledged.push(await press(slack.url, alert, alert.user, 'zo_accept'));
    edited.push((await editedAt(slack.url, alert)) - from);
  }
  for (const method of lookUps) {
    await post(`${slack.url}/sandbox/failures`, { match: { method }, times: 1e6, mode: 'slow', delayMs: slowMs });
  }
  const whileSlow: number[] = [];
  for (const alert of alerts) whileSlow.push(await press(slack.url, alert, stranger, 'zo_call'));
  await product.stop();
  return {
    measure: 'click to edit',
    clicks: edited.length,
    editedP50Ms: percentile(edited, 0.5),
    editedP95Ms: percentile(edited, 0.95),
    targetEditedP95Ms: 200,
    acknowledgedP95Ms: percentile(acknowledged, 0.95),
    acknowledgedWhileSlowP95Ms: percentile(whileSlow, 0.95),
    targetAcknowledgedMs: 500,
    excludes: 'Slack\u2019s limit of fifty edits a minute',
  };
}

type Alert = { channel: string; ts: string; user: string };
type SlackState = {
  channels: { id: string; kind: string; members: string[] }[];
  messages: { channel: string; ts: string; edits: { at: number }[]; text: string }[];
};

const stateOf = async (slackUrl: string) => (await (await fetch(`${slackUrl}/sandbox/state`)).json()) as SlackState;

/** Each in the direct messages of its AE. */
async function directAlerts(slackUrl: string): Promise<Alert[]> {
  const { channels, messages } = await stateOf(slackUrl);
  const ofChannel = new Map(channels.map((channel) => [channel.id, channel]));
  return messages.flatMap(({ channel, ts }) => {
    const direct = ofChannel.get(channel);
    const user = direct?.kind === 'im' ? direct.members.find((id) => id !== botUser) : undefined;
    return user === undefined ? [] : [{ channel, ts, user }];
  });
}

/** Returns how long the product took to acknowledge it. */
async function press(slackUrl: string, { channel, ts }: Alert, user: string, actionId: string): Promise<number> {
  const answer = await post(`${slackUrl}/sandbox/click`, { channel, ts, user, actionId });
  const { acknowledged, ms } = (await answer.json()) as { acknowledged: boolean; ms: number };
  if (!acknowledged) throw new Error('a press was not acknowledged');
  return ms;
}

/** When Slack had the edit, by its own clock, which is the machine's. */
async function editedAt(slackUrl: string, { channel, ts }: Alert): Promise<number> {
  const until = performance.now() + editedWithinMs;
  while (performance.now() < until) {
    const { messages } = await stateOf(slackUrl);
    const edit = messages.find((message) => message.channel === channel && message.ts === ts)?.edits.at(-1);
    if (edit !== undefined) return edit.at;
    await pause(20);
  }
  throw new Error(`a press was not followed by an edit within ${editedWithinMs / 1000} s`);
}
