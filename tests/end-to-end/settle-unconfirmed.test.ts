/** An alert whose answer was lost is settled by whoever has looked in Slack, once, and `zo doctor` is content again. */
import { addAudit } from '../../backend/cli/audit.ts';
import { addUnconfirmed } from '../../backend/cli/unconfirmed.ts';
import type { Handoff } from '../../backend/handoff/handoff.ts';
import type { Check } from '../../backend/portals/doctor.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { askJson } from '../support/ask-json.ts';
import { runZo } from '../support/run-zo.ts';
import {
  adminToken,
  portalId,
  type RunningProduct,
  type SlackMessage,
  startProduct,
} from '../support/running-product.ts';
import {
  addToHubspot,
  alertsAbout,
  cross,
  expectAlerts,
  expectHandoff,
  inventCompany,
  pass,
  type TrialCompany,
} from '../support/trial-company.ts';

let product: RunningProduct;
const testMs = 40_000;

beforeAll(async () => {
  product = await startProduct();
}, 60_000);
afterAll(() => product?.stop());
afterEach(() => product.slack('DELETE', '/sandbox/failures'));

const zo = (...words: string[]) => runZo(product.backendUrl, [addUnconfirmed, addAudit], words, adminToken);
const linkTo = (channel: string, ts: string) => `https://acme.slack.com/archives/${channel}/p${ts.replace('.', '')}`;
const settle = (...words: string[]) => zo('unconfirmed', ...words, '--json');

/** The alert in the channel whose answer is lost. 'reset-after-commit': it is there; 'reset-before': it is not. */
async function lose(company: TrialCompany, mode: 'reset-after-commit' | 'reset-before') {
  await addToHubspot(product, company);
  await product.slack('POST', '/sandbox/failures', {
    match: { method: 'chat.postMessage', channel: 'C0HANDOFF' },
    mode,
  });
  await cross(product, company);
  const handoff = await expectHandoff(product, company, 'unconfirmed', ({ alerts }) => {
    const states = Object.values(alerts).map(({ state }) => state);
    return states.includes('unconfirmed') && states.includes('posted');
  });
  await product.slack('DELETE', '/sandbox/failures');
  const key = Object.keys(handoff.alerts).find((one) => handoff.alerts[one]!.state === 'unconfirmed')!;
  return { handoff, key };
}

async function expectAlert(company: TrialCompany, key: string, state: Handoff['alerts'][string]['state']) {
  const found = await expectHandoff(product, company, `${key} ${state}`, ({ alerts }) => alerts[key]?.state === state);
  return found.alerts[key]!;
}

async function doctorSays(words: string): Promise<string[]> {
  const { checks } = await product.admin<{ checks: Check[] }>('GET', '/doctor');
  return checks.filter(({ state, detail }) => state !== 'ok' && detail.includes(words)).map(({ name }) => name);
}

const channelAlerts = async (company: TrialCompany) =>
  (await alertsAbout(product, company)).filter(({ place }) => place === '#pql-handoff');

it(
  'one that is there counts as posted, and shows from then on what becomes of the handoff',
  async () => {
    const company = inventCompany('Found');
    const { handoff, key } = await lose(company, 'reset-after-commit');
    expect(await doctorSays(`alert of handoff ${handoff.handoffId} `)).toEqual(['Alarm']);
    const { stdout } = await zo('unconfirmed');
    expect(stdout).toContain(key);
    expect(stdout).toContain(`Alert about Ada OfFound`);
    expect(stdout).toContain(`handoff ${handoff.handoffId}: #pql-handoff`);
    expect(stdout).toMatch(/search for "Ada OfFound\d+" in:#pql-handoff/);

    const { messages } = await product.slack<{ messages: SlackMessage[] }>('GET', '/sandbox/state');
    const { ts } = messages.find(({ channel, shown }) => channel === 'C0HANDOFF' && shown.includes(company.name))!;
    const link = linkTo('C0HANDOFF', ts);
    const wrong = await settle('there', key, '--link', link.replace(/\d{6}$/, '999999'));
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('no message under that link') });
    expect(await settle('there', key, '--link', link)).toMatchObject({ code: 0 });
    expect(await expectAlert(company, key, 'posted')).toMatchObject({ channel: 'C0HANDOFF', ts });

    expect(await doctorSays(`alert of handoff ${handoff.handoffId} `)).toEqual([]);
    await waitUntil(
      'the message to be brought up to date',
      async () => {
        const alert = (await expectAlert(company, key, 'posted')) as { shows?: string };
        return alert.shows?.includes('unseen') === false ? { value: true } : { instead: String(alert.shows) };
      },
      10_000,
      50,
    );
    expect(await alertsAbout(product, company)).toHaveLength(2);
    expect(await settle('post', key)).toMatchObject({ code: 1, stderr: expect.stringContaining('settled already') });
  },
  testMs,
);

it(
  'one that is not there is posted once, however often that is said',
  async () => {
    const company = inventCompany('Missing');
    const { handoff, key } = await lose(company, 'reset-before');
    expect(await channelAlerts(company)).toEqual([]);
    const [first, second] = [await settle('post', key), await settle('post', key)];
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining(`"again":"${key}:again"`) });
    expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining('settled already') });
    await expectAlert(company, `${key}:again`, 'posted');
    await pass(1_200);
    expect(await channelAlerts(company)).toHaveLength(1);
    expect(await doctorSays(`alert of handoff ${handoff.handoffId} `)).toEqual([]);
  },
  testMs,
);

it(
  'one that is left is posted by nobody, its alarm is gone, and who said so is kept',
  async () => {
    const company = inventCompany('Left');
    const { handoff, key } = await lose(company, 'reset-after-commit');
    expect(await settle('leave', key)).toMatchObject({ code: 0 });
    expect(await expectAlert(company, key, 'unconfirmed')).toMatchObject({
      reason: expect.stringContaining('left it so'),
    });
    expect(await doctorSays(`alert of handoff ${handoff.handoffId} `)).toEqual([]);
    await pass(1_200);
    await expectAlerts(product, company, 2);
    expect(await alertsAbout(product, company)).toHaveLength(2);
    const { stdout } = await zo('audit');
    expect(stdout).toContain(`Settled what may or may not have been sent (${key}: left as it is)`);
  },
  testMs,
);

/** What the app itself writes there, about nothing that Zo knows of. */
async function say(channel: string): Promise<string> {
  const answer = await askJson<{ ts: string }>(
    'POST',
    `${product.slackUrl}/api/chat.postMessage`,
    { channel, text: 'something else' },
    { authorization: 'Bearer xoxb-of-the-tests' },
  );
  return linkTo(channel, answer.ts);
}

it(
  'a message that cannot be the one looked for is not taken for it, and stays as it is',
  async () => {
    const older = await say('C0HANDOFF');
    await product.clock.advance(10 * 60_000);
    const other = inventCompany('Other');
    await addToHubspot(product, other);
    await cross(product, other);
    const told = await expectHandoff(product, other, 'posted in the channel', ({ alerts }) =>
      Object.entries(alerts).some(([key, { state }]) => key.includes(':channel:') && state === 'posted'),
    );
    const posted = Object.values(told.alerts).find(
      (alert) => alert.state === 'posted' && alert.channel === 'C0HANDOFF',
    );
    const { ts } = posted as Extract<typeof posted, { state: 'posted' }>;
    const { key } = await lose(inventCompany('Mixed up'), 'reset-after-commit');

    const refused = async (link: string) => (await settle('there', key, '--link', link)).stderr;
    expect(await refused(linkTo('C0HANDOFF', ts))).toContain(`the message of another handoff`);
    expect(await refused(await say('C0MARKET1'))).toContain('not in #pql-handoff');
    expect(await refused(older)).toContain('was posted before');
    expect((await zo('unconfirmed')).stdout).toContain(key);
    expect(await settle('leave', key)).toMatchObject({ code: 0 });
  },
  testMs,
);

it('what is not unconfirmed cannot be settled, and the answer says what to do', async () => {
  const answer = await zo('unconfirmed', 'leave', 'alert:999:channel:#nowhere');
  expect(answer).toMatchObject({
    code: 1,
    stderr: 'Nothing is unconfirmed under that key. `zo unconfirmed` lists what is.\n',
  });
  expect(JSON.parse((await zo('unconfirmed', '--json', '--portal', String(portalId))).stdout)).toEqual({
    unconfirmed: [],
    isMore: false,
  });
});
