import { createHmac } from 'node:crypto';
import { defaultSigningSecret } from '../../../sandbox/slack/start-slack-sandbox.ts';
import { plain, type Received, type SlackWithApp, startSlackWithApp } from './slack-with-app.ts';

const tom = 'U0TOM0001';
let slack: SlackWithApp;

beforeEach(async () => {
  slack = await startSlackWithApp();
});
afterEach(() => slack.close());

const claim = { type: 'button', action_id: 'zo_claim', value: '7', text: plain('Claim') } as const;
const hours = [
  { text: plain('2 hours'), value: '120' },
  { text: plain('Tomorrow'), value: '1440' },
];
const snooze = {
  type: 'static_select' as const,
  action_id: 'zo_snooze',
  placeholder: plain('Snooze'),
  options: hours,
};
const noFit = { text: plain('Not a fit'), value: 'no' };
const more = { type: 'overflow' as const, action_id: 'zo_more', options: [noFit] };

async function post(): Promise<{ channel: string; ts: string }> {
  const { ts = '' } = await slack.client.chat.postMessage({
    channel: 'C0HANDOFF',
    text: 'New SQL',
    blocks: [
      { type: 'section', block_id: 'head', text: plain('New SQL'), accessory: more },
      { type: 'actions', block_id: 'what', elements: [claim, snooze] },
    ],
  });
  return { channel: 'C0HANDOFF', ts };
}

async function click(change: Record<string, unknown> = {}): Promise<{ status: number; body: unknown }> {
  return slack.call('POST', '/sandbox/click', { ...(await post()), actionId: 'zo_claim', user: tom, ...change });
}

function signatureOf(request: Received | undefined): { isGenuine: boolean; isFresh: boolean } {
  const timestamp = request?.headers['x-slack-request-timestamp'];
  const digest = createHmac('sha256', defaultSigningSecret).update(`v0:${timestamp}:${request?.body}`).digest('hex');
  return {
    isGenuine: request?.headers['x-slack-signature'] === `v0=${digest}`,
    isFresh: Math.abs(Date.now() / 1000 - Number(timestamp)) < 300,
  };
}

describe('a click', () => {
  it('is a signed form with one payload field', async () => {
    expect(await click()).toEqual({
      status: 200,
      body: { acknowledged: true, status: 200, ms: expect.any(Number) },
    });
    expect(signatureOf(slack.received[0])).toEqual({ isGenuine: true, isFresh: true });
    expect(slack.payload()).toMatchObject({
      type: 'block_actions',
      user: { id: tom, username: 'tom', name: 'tom', team_id: 'T0ACME001' },
      container: { type: 'message', channel_id: 'C0HANDOFF', is_ephemeral: false },
      channel: { id: 'C0HANDOFF', name: 'pql-handoff' },
      message: { text: 'New SQL' },
    });
  });

  it.each([
    ['a button', { actionId: 'zo_claim' }, { type: 'button', text: claim.text, value: '7' }, 'what'],
    [
      'a choice from a select',
      { actionId: 'zo_snooze', option: '120' },
      { type: 'static_select', selected_option: hours[0], placeholder: snooze.placeholder },
      'what',
    ],
    [
      'a choice from a menu beside a section',
      { actionId: 'zo_more', option: 'no' },
      { type: 'overflow', selected_option: noFit },
      'head',
    ],
  ])('reports %s as Slack does', async (_name, change, action, blockId) => {
    await click(change);
    expect(slack.payload().actions).toEqual([
      { ...action, action_id: change.actionId, block_id: blockId, action_ts: expect.stringMatching(/^\d+\.\d{6}$/) },
    ]);
  });

  it('tells what stands chosen in the selects of the message', async () => {
    await click({ actionId: 'zo_snooze', option: '1440' });
    const chosen = { type: 'static_select', selected_option: hours[1] };
    expect(slack.payload().state).toEqual({ values: { what: { zo_snooze: chosen } } });
    await click();
    expect(slack.payload().state).toEqual({
      values: { what: { zo_snooze: { type: 'static_select', selected_option: null } } },
    });
  });

  it('tells equal action ids apart by their block', async () => {
    const { ts = '' } = await slack.client.chat.postMessage({
      channel: 'C0HANDOFF',
      text: 'Two',
      blocks: ['first', 'second'].map((id) => ({
        type: 'actions',
        block_id: id,
        elements: [{ ...claim, value: id }],
      })),
    });
    for (const blockId of [undefined, 'second']) await click({ ts, blockId });
    expect(slack.received.map(({ payload }) => payload.actions[0]?.value)).toEqual(['first', 'second']);
  });

  it('can be sent a second time exactly as it was', async () => {
    slack.answer = () => {
      slack.status = slack.received.length === 1 ? 200 : 401;
    };
    expect(await click({ repeat: true })).toEqual({
      status: 200,
      body: {
        acknowledged: true,
        status: 200,
        ms: expect.any(Number),
        repeated: { acknowledged: false, status: 401, ms: expect.any(Number), reason: 'the app answered 401' },
      },
    });
    const [first, second] = slack.received;
    expect({ ...second, payload: undefined }).toEqual({ ...first, payload: undefined });
  });

  it.each([
    ['wrong signature', { isGenuine: false, isFresh: true }],
    ['no signature', { isGenuine: false, isFresh: false }],
    ['old timestamp', { isGenuine: true, isFresh: false }],
  ])('can be forged with %s, and tells that the app refused it', async (forge, signature) => {
    slack.status = 401;
    expect(await click({ forge })).toMatchObject({ body: { acknowledged: false, status: 401 } });
    expect(signatureOf(slack.received[0])).toEqual(signature);
  });

  it.each([
    [{ actionId: 'other' }, 'the message has no button other'],
    [{ actionId: 'zo_claim', blockId: 'head' }, 'the message has no button zo_claim'],
    [{ actionId: 'zo_snooze' }, 'choose one of its options with "option": 120, 1440'],
    [{ actionId: 'zo_snooze', option: '7' }, 'choose one of its options with "option": 120, 1440'],
    [{ ts: '1.000000' }, 'there is no such message'],
    [{ user: 'U0LEFT001' }, 'there is no active user U0LEFT001'],
    [{ user: 'U0NOBODY1' }, 'there is no active user U0NOBODY1'],
  ])('that nobody could make is not sent: %j', async (change, error) => {
    expect(await click(change)).toEqual({ status: 404, body: { error } });
    expect(slack.received).toEqual([]);
  });

  it('waits three seconds for the app', async () => {
    slack.answer = null;
    expect(await click()).toMatchObject({ body: { acknowledged: false, status: null, reason: 'operation_timeout' } });
  });
});

describe('a response URL', () => {
  it('lets the app answer five times', async () => {
    await click();
    const { response_url: url } = slack.payload();
    expect(await slack.call('POST', url, { text: 'Claimed by tom', replace_original: true })).toEqual({
      status: 200,
      body: 'ok',
    });
    expect(slack.sandbox.workspace.messages).toMatchObject([{ text: 'Claimed by tom', edits: [{ text: 'New SQL' }] }]);
    for (let use = 2; use <= 5; use += 1) await slack.call('POST', url, { text: 'again' });
    expect(await slack.call('POST', url, { text: 'sixth' })).toEqual({ status: 404, body: 'used_url' });
  });

  it('is good for half an hour', async () => {
    await slack.close();
    let now = Date.UTC(2026, 2, 3, 9, 0);
    slack = await startSlackWithApp({ clock: { now: () => now } });
    await click();
    now += 30 * 60_000;
    expect(await slack.call('POST', slack.payload().response_url, { text: 'x' })).toMatchObject({ status: 200 });
    now += 1;
    expect(await slack.call('POST', slack.payload().response_url, { text: 'x' })).toMatchObject({ status: 404 });
  });

  it('may take the message away, or say something in the channel', async () => {
    await click();
    const { response_url: url } = slack.payload();
    await slack.call('POST', url, { text: 'Everybody: claimed', response_type: 'in_channel' });
    await slack.call('POST', url, { delete_original: true });
    expect(slack.sandbox.workspace.messages).toMatchObject([{ text: 'Everybody: claimed', metadata: null, edits: [] }]);
    expect(await slack.call('POST', url, { text: 'x', blocks: [{ type: 'sections' }] })).toEqual({
      status: 404,
      body: 'message_not_found',
    });
  });

  it('refuses blocks that Slack would refuse', async () => {
    await click();
    expect(
      await slack.call('POST', slack.payload().response_url, { text: 'x', blocks: [{ type: 'sections' }] }),
    ).toEqual({ status: 400, body: 'invalid_blocks' });
  });
});
