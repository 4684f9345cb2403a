/** What people do to messages, channels and accounts in Slack loses no handoff, and whoever runs Zo is told. */
import type { RunningProduct } from '../support/running-product.ts';
import {
  expectAlert,
  expectSaid,
  press,
  type Said,
  type Somebody,
  saidIn,
  startWithButtons,
  userIds,
} from '../support/slack-hands.ts';
import {
  addToHubspot,
  cross,
  expectAlarm,
  expectHandoff,
  inventCompany,
  pass,
  type TrialCompany,
} from '../support/trial-company.ts';

const channel = '#pql-handoff';
const minuteMs = 60_000;
const testMs = 60_000;
let product: RunningProduct;

beforeAll(async () => {
  product = await startWithButtons({
    playbook: (yaml) => yaml.replace('[maria@acme.test, tom@acme.test, lee@acme.test]', '[maria@acme.test]'),
  });
}, 60_000);
afterAll(() => product?.stop());

const maria: Somebody = 'maria';
const dm = `dm:${maria}`;

async function alerted(words: string): Promise<{ company: TrialCompany; inDm: Said; inChannel: Said }> {
  const company = inventCompany(words);
  await addToHubspot(product, company);
  await cross(product, company);
  const [inDm, inChannel] = [await expectAlert(product, company, dm), await expectAlert(product, company, channel)];
  return { company, inDm, inChannel };
}

const remove = ({ channel: id, ts }: Said) => product.slack('DELETE', '/sandbox/messages', { channel: id, ts });

it(
  'a deleted message is told of; while another one tells of the handoff it is not posted again',
  async () => {
    const { company, inDm, inChannel } = await alerted('Deleted');
    await remove(inChannel);
    await press(product, inDm, maria, 'zo_accept');
    await expectAlert(product, company, dm, 'On it since');
    await expectAlarm(
      product,
      /The message about handoff .*channel:#pql-handoff.* is no longer in Slack: .*It is not posted again/,
    );
    expect((await saidIn(product, channel)).filter(({ shown }) => shown.includes(company.name))).toEqual([]);
  },
  testMs,
);

it(
  'when both are deleted it is posted once more, where the other one was, at most once in each place',
  async () => {
    const { company, inDm, inChannel } = await alerted('Both');
    await remove(inDm);
    await remove(inChannel);
    await product.clock.advance(61 * minuteMs);
    const handoff = await expectHandoff(product, company, 'posted once more', ({ alerts }) =>
      Object.entries(alerts).some(([key, { state }]) => key.endsWith(':again') && state === 'posted'),
    );
    const again = Object.entries(handoff.alerts).filter(([, { state }]) => state === 'posted');
    expect(again).toHaveLength(1);
    const place = again[0]![0].includes(':dm:') ? dm : channel;
    expect((await expectAlert(product, company, place)).shown).toContain('Half of the time is over');
    await expectAlarm(product, 'It is posted once more.');
  },
  testMs,
);

it(
  'a renamed AE and a renamed channel change nothing; a deactivated AE’s next alert goes to the channel',
  async () => {
    const { company, inDm } = await alerted('Renamed');
    await product.slack('POST', '/sandbox/users', { id: userIds.maria, name: 'maria-lopez' });
    const { channels } = await product.slack<{ channels: { id: string; name: string }[] }>('GET', '/sandbox/state');
    const { id } = channels.find(({ name }) => name === 'pql-handoff')!;
    await product.slack('POST', '/sandbox/channels', { id, name: 'sql-alerts' });
    await press(product, inDm, maria, 'zo_accept');
    await expectAlert(product, company, 'dm:maria-lopez', 'On it since');
    expect((await expectAlert(product, company, '#sql-alerts', 'On it since')).shown).toContain('Owner: @maria-lopez');
    await product.slack('POST', '/sandbox/channels', { id, name: 'pql-handoff' });
    await product.slack('POST', '/sandbox/users', { id: userIds.maria, name: 'maria', deleted: true });
    const next = inventCompany('Deactivated');
    await addToHubspot(product, next);
    await cross(product, next);
    await expectAlert(product, next, channel);
    await product.slack('POST', '/sandbox/users', { id: userIds.maria, deleted: false });
  },
  testMs,
);

it(
  'with a revoked token presses and edits wait, the operator reads why once, and all is made good afterwards',
  async () => {
    const { company, inDm } = await alerted('Revoked');
    await product.slack('POST', '/sandbox/settings', { tokenStatus: 'token_revoked' });
    expect(await press(product, inDm, maria, 'zo_accept')).toMatchObject({ acknowledged: true });
    await expectAlarm(product, /Alerts wait: .*token was revoked/);
    await product.slack('POST', '/sandbox/settings', { tokenStatus: 'active' });
    await product.clock.advance(minuteMs);
    await expectAlert(product, company, dm, 'On it since');
    await expectAlert(product, company, channel, 'On it since');
    await pass(200);
    expect((await product.portal()).alarms.filter(({ key }) => key === 'slack')).toEqual([]);
  },
  testMs,
);

it(
  'a message that Slack does not let us change is told of, and the other one shows how it stands',
  async () => {
    const { company, inDm, inChannel } = await alerted('Locked');
    await product.slack('POST', '/sandbox/failures', {
      match: { method: 'chat.update', channel: inChannel.channel },
      times: 1,
      mode: 'error',
      error: 'edit_window_closed',
    });
    await press(product, inDm, maria, 'zo_accept');
    await expectAlert(product, company, dm, 'On it since');
    await expectAlarm(product, /no longer shows how it stands: the message is too old/);
    await press(product, await expectAlert(product, company, dm), maria, 'zo_call');
    await expectSaid(product, channel, new RegExp(`${company.champion.lastName} [\\s\\S]*Called `));
  },
  testMs,
);

it(
  'an archived channel, and then a deleted one: the AE’s own message goes on, and the next alert goes to the AE alone',
  async () => {
    const changes = {
      archived: () => product.slack('POST', '/sandbox/channels', { id: 'C0HANDOFF', archived: true }),
      deleted: () => product.slack('DELETE', '/sandbox/channels', { channel: 'C0HANDOFF' }),
    };
    for (const [what, change] of Object.entries(changes)) {
      const { company, inDm, inChannel } = await alerted(`Channel ${what}`);
      await change();
      await press(product, inDm, maria, 'zo_accept');
      await expectAlert(product, company, dm, 'On it since');
      const { alerts } = await expectHandoff(product, company, 'without its message in the channel', (handoff) =>
        Object.values(handoff.alerts).some(({ state }) => state === 'gone'),
      );
      const reason = what === 'archived' ? 'the channel is archived' : 'the channel does not exist';
      expect(Object.values(alerts)).toEqual([
        expect.objectContaining({ state: 'posted', ts: inDm.ts }),
        { state: 'gone', reason: expect.stringContaining(reason) },
      ]);
      await expectAlarm(product, new RegExp(`is no longer in Slack: ${reason}`));
      expect(inChannel.channel).toBe('C0HANDOFF');
      const next = inventCompany(`After ${what}`);
      await addToHubspot(product, next);
      await cross(product, next);
      await expectAlert(product, next, dm);
      await product.slack('POST', '/sandbox/channels', { id: 'C0HANDOFF', archived: false });
    }
  },
  testMs,
);
