/** "Load sample activity" as a page in HubSpot presses it: everything is seen to work, nobody of sales is told, nothing is left. */
import {
  type CompanyCardAnswer,
  type ContactCardAnswer,
  companyCardPath,
  contactCardPath,
  type HandoffCommandAnswer,
  handoffCommandPath,
  type PeopleTabAnswer,
  type SampleActivityAnswer,
  sampleActivityPath,
  settingsPaths,
} from '@zo/shared';
import type { Handoff } from '../../backend/handoff/handoff.ts';
import { sampleDomain, sampleEmail } from '../../backend/sample/sample-names.ts';
import { runCommand } from '../../sandbox/demo/run-command.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import { type KnownSample, samplePresses } from '../support/sample-presses.ts';
import { askAsPage, callAction } from '../support/signed-call.ts';
import { addToHubspot, cross, expectAlerts, expectValues, inventCompany, pass } from '../support/trial-company.ts';

const ops = 'ops@acme.test';
const testMs = 90_000;
let product: RunningProduct;
beforeAll(async () => {
  product = await startProduct();
}, 60_000);
afterAll(() => product?.stop());

const { press, look, untilIt, rowsWith, bytesHold, contactsWithAddress } = samplePresses(() => product);

/** As the history of the settings has it. */
const asked = expect.objectContaining({ by: ops, words: 'Asked for sample activity', outcome: 'done' });

const handoffs = async () =>
  (await product.admin<{ handoffs: Handoff[] }>('GET', '/handoffs?limit=1000')).handoffs.length;

it(
  'shows the whole story in HubSpot and on the cards, and tells nobody but the operator',
  async () => {
    expect(await look()).toMatchObject({ status: 'none', mayChange: true, person: null });
    const before = await handoffs();
    await press('load');
    const loaded = await untilIt('loaded');
    expect(loaded).toMatchObject({
      person: { name: 'Sam Example (sample)', score: 65, conditionsMet: 4, conditions: 4, gate: 'sample' },
      unmet: [],
      waiting: [],
    });
    const { contact, companies } = await expectValues(product, sampleEmail, {
      firstname: 'Sam',
      lastname: 'Example (sample)',
      zo_pql_score: '65',
      zo_activation_status: 'activated',
      zo_sql_ready: 'yes',
      zo_conditions_missing: '0',
      zo_handoff_gate: 'sample',
      zo_handoff_status: null,
      zo_handoff_owner: null,
      hubspot_owner_id: null,
    });
    expect(companies.map(({ values }) => [values.name, values.domain, values.zo_company_active_users])).toEqual([
      ['Example Ltd (sample)', sampleDomain, '2'],
    ]);
    expect(loaded.person?.contactId).toBe(contact.id);

    const card = await askAsPage<ContactCardAnswer>(product, contactCardPath, {
      userEmail: 'maria@acme.test',
      query: `contactId=${contact.id}`,
    });
    expect(card).toMatchObject({ status: 'ready', gate: 'sample', score: { points: 65 }, handoffs: [] });
    const company = await askAsPage<CompanyCardAnswer>(product, companyCardPath, {
      userEmail: 'maria@acme.test',
      query: `companyId=${companies[0]!.id}`,
    });
    expect(company).toMatchObject({
      status: 'ready',
      name: 'Example Ltd (sample)',
      activity: { activeUsers: 2 },
      crossings: [{ name: 'Sam Example (sample)', because: '2nd active user at Example Ltd (sample) (needs 2)' }],
      handoffs: { open: 0 },
    });

    const alerts = await product.messagesAbout('Sam Example (sample)');
    expect(alerts.map(({ place }) => place)).toEqual(['dm:ops']);
    const [{ shown } = { shown: '' }] = alerts;
    for (const words of [
      '[Test] New SQL: Sam Example (sample) at Example Ltd (sample)',
      'Why now: 2nd active user at Example Ltd (sample) (needs 2)',
      'Score 65 - activated 3 days ago, invited 2 teammates, 14 key actions this week',
      'nobody but you was told',
      `/record/0-1/${contact.id}`,
    ]) {
      expect(shown).toContain(words);
    }
    expect(await handoffs()).toBe(before);
  },
  testMs,
);

it('counts for nothing that is about real people', async () => {
  const portal = await product.admin<{ gates: Record<string, number>; eventsSeen: { name: string }[] }>('GET', '');
  expect(portal.gates).toEqual({});
  expect(portal.eventsSeen).toEqual([]);
  expect(await product.admin('GET', '/ready')).toEqual({ people: [] });
  expect(rowsWith('fairness ledger')).toEqual([]);
  const outcomes = await product.admin<{ receipts: { kind: string; outcome: string }[] }>('GET', '/receipts');
  expect(outcomes.receipts.map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['refusal', 'sample'],
    ['crossing', 'sample'],
  ]);
});

it(
  'is given to nobody, also when somebody’s workflow or an operator asks for it',
  async () => {
    const [contact] = await contactsWithAddress();
    for (const action of ['assign-owner', 'send-slack-handoff']) {
      const answer = await callAction(product, action, { contactId: contact!.id, callbackId: `sample-${action}` });
      expect(answer.outputFields).toMatchObject({ zo_error: 'no_product_activity' });
    }
    const byHand = await askAsPage<HandoffCommandAnswer>(product, handoffCommandPath, {
      userEmail: ops,
      body: {
        contactId: contact!.id,
        handoffId: null,
        command: 'hand off',
        reason: 'asked for a demo',
        choice: 'rules',
        idempotencyKey: 'sample-by-hand',
      },
    });
    expect(byHand).toMatchObject({ status: 'refused', say: expect.stringContaining('is sample activity') });
    const offered = byHand.card.status === 'ready' ? byHand.card.acting.actions : [];
    expect(offered.map(({ command }) => command)).not.toContain('hand off');
    await pass(1_000);
    expect((await product.messagesAbout('Sam Example (sample)')).map(({ place }) => place)).toEqual(['dm:ops']);
    expect(await handoffs()).toBe(0);
  },
  testMs,
);

it(
  'loaded twice is loaded once',
  async () => {
    await press('load', { key: 'the-same-press' });
    await press('load', { key: 'the-same-press' });
    await untilIt('loaded');
    await pass(1_500);
    expect(await contactsWithAddress()).toHaveLength(1);
    expect(await product.messagesAbout('Sam Example (sample)')).toHaveLength(1);
    await expectValues(product, sampleEmail, { zo_pql_score: '65' });
  },
  testMs,
);

it('is for those to press who may change settings; others see how it stands', async () => {
  expect(await press('remove', { by: 'maria@acme.test' })).toMatchObject({
    status: 'not allowed',
    reason: expect.stringContaining(ops),
  });
  expect(await look('maria@acme.test')).toMatchObject({ status: 'loaded', mayChange: false });
  const people = await askAsPage<PeopleTabAnswer>(product, settingsPaths.people, { userEmail: ops });
  expect(people).toMatchObject({ history: expect.arrayContaining([asked]) });
});

it(
  'real people are handed off beside it as ever',
  async () => {
    const company = inventCompany('Real');
    await addToHubspot(product, company);
    await cross(product, company);
    await expectAlerts(product, company, 2);
    expect(rowsWith('fairness ledger')).toHaveLength(1);
  },
  testMs,
);

it(
  'removed, nothing is left of it: here, and in HubSpot',
  async () => {
    await press('remove');
    const none = await untilIt('none');
    expect(none).toMatchObject({ person: null, unmet: [], waiting: [] });
    const [contact] = await contactsWithAddress();
    expect(contact?.archivedAt).not.toBeNull();
    const { companies } = await product.hubspotState();
    const ours = companies.filter(({ values }) => values.domain === sampleDomain);
    expect(ours.map(({ archivedAt }) => archivedAt === null)).toEqual([false]);
    for (const words of [sampleEmail, 'example (sample)', sampleDomain]) {
      expect(rowsWith(words)).toEqual([]);
      expect(bytesHold(words)).toBe(false);
    }
    expect(await product.admin('GET', '')).toMatchObject({ gates: { handed_off: 1 } });
  },
  testMs,
);

it(
  'removed twice is removed once, and a late repeat of an old press does nothing',
  async () => {
    await press('remove');
    expect(await press('load', { key: 'the-same-press' })).toMatchObject({ status: 'none' });
    await pass(1_000);
    expect(await untilIt('none')).toMatchObject({ status: 'none' });
    expect((await contactsWithAddress()).filter(({ archivedAt }) => archivedAt === null)).toEqual([]);
  },
  testMs,
);

it(
  'interrupted while it is loaded, it is gone on with by itself; and while it is removed, too',
  async () => {
    const loading = press('load').catch(() => null);
    await waitUntil(
      'the first events to be accepted',
      async () => (rowsWith(sampleEmail).length > 0 ? { value: true } : { instead: 'none' }),
      10_000,
      10,
    );
    await product.kill();
    await loading;
    await product.start();
    const loaded = await untilIt('loaded');
    expect(loaded.person).toMatchObject({ score: 65, conditionsMet: 4, gate: 'sample' });
    expect((await contactsWithAddress()).filter(({ archivedAt }) => archivedAt === null)).toHaveLength(1);
    expect((await product.messagesAbout('Sam Example (sample)')).map(({ place }) => place)).toEqual([
      'dm:ops',
      'dm:ops',
    ]);

    const removing = press('remove').catch(() => null);
    await waitUntil(
      'the person to be erased',
      async () => (rowsWith(sampleEmail).length === 0 ? { value: true } : { instead: 'still there' }),
      10_000,
      10,
    );
    await product.kill();
    await removing;
    await product.start();
    await untilIt('none');
    expect((await contactsWithAddress()).filter(({ archivedAt }) => archivedAt === null)).toEqual([]);
    expect(bytesHold(sampleEmail)).toBe(false);
  },
  testMs,
);

it(
  'says what waits while HubSpot is away, and comes to its end when it is back',
  async () => {
    const everyCall = { path: '/crm/' };
    await product.hubspot('POST', '/sandbox/failures', { match: everyCall, mode: 'reset-before', times: 100_000 });
    const away = await press('load');
    expect(away).toMatchObject({
      status: 'loaded',
      person: { score: 65, contactId: null },
      waiting: expect.arrayContaining([expect.stringMatching(/^HubSpot, the contact is still to be written/)]),
    });
    await product.hubspot('DELETE', '/sandbox/failures');
    await untilIt('loaded');
    // The longer HubSpot was away, the longer until it is asked again.
    await expectValues(product, sampleEmail, { zo_pql_score: '65', zo_handoff_gate: 'sample' }, 40_000);

    await product.hubspot('POST', '/sandbox/failures', { match: everyCall, mode: 'reset-before', times: 100_000 });
    expect(await press('remove')).toMatchObject({
      status: 'removing',
      waiting: [expect.stringMatching(/^HubSpot, contact and company are still to be archived/)],
    });
    expect(rowsWith(sampleEmail)).toEqual([]);
    await product.hubspot('DELETE', '/sandbox/failures');
    await untilIt('none');
    expect((await contactsWithAddress()).filter(({ archivedAt }) => archivedAt === null)).toEqual([]);
  },
  testMs,
);

it(
  'is loaded and removed from the command line too, also without Slack',
  async () => {
    await product.kill();
    await product.start({ SLACK_BOT_TOKEN: '' });
    const zo = async (...args: string[]) => {
      const env = { ZO_URL: product.backendUrl, ADMIN_TOKEN: 'admin-token-of-the-tests' };
      return (await runCommand('backend/cli/zo.ts', ['sample', ...args], env, 30_000)).output;
    };
    expect(await zo('load')).toContain(
      'Sam Example (sample): score 65, 4 of 4 conditions; a real person would be ready',
    );
    const waiting = await waitUntil(
      'nothing but Slack to be waited for',
      async () => {
        const status = await zo('status');
        const isOnlySlack = status.includes('Slack is not connected') && !status.includes('Waiting: HubSpot');
        return isOnlySlack ? { value: status } : { instead: status };
      },
      20_000,
      500,
    );
    expect(waiting).toContain('Slack is not connected: the settings say how, under Slack');
    expect(await zo('remove')).toContain('Removed: the contact and the company of Sam Example (sample) in HubSpot');
    await untilIt('none');
    expect(await zo('remove')).toBe('There was no sample to remove.\n');
    expect(await zo('status')).toContain('zo sample load');
  },
  testMs,
);

describe('with a playbook that asks for more than a product knows, of a portal that only updates contacts', () => {
  let other: RunningProduct;
  beforeAll(async () => {
    const playbook = (yaml: string) =>
      `${yaml.replace('AND zo_company_active_users >= 2', 'AND company number of employees is at least 50')}
contacts: update only
companies: update only
`;
    other = await startProduct({ goLive: false, playbook });
  }, 60_000);
  afterAll(() => other?.stop());

  it(
    'the sample comes as near as it can, says what it could not meet, and is a contact all the same',
    async () => {
      const body = { action: 'load', idempotencyKey: 'the-only-press' };
      await askAsPage(other, sampleActivityPath, { userEmail: ops, body });
      const loaded = await waitUntil<KnownSample>(
        'the sample to be in HubSpot',
        async () => {
          const answer = await askAsPage<SampleActivityAnswer>(other, sampleActivityPath, { userEmail: ops });
          const isSo = 'waiting' in answer && answer.status === 'loaded' && answer.waiting.length === 0;
          return isSo ? { value: answer } : { instead: JSON.stringify(answer) };
        },
        20_000,
        100,
      );
      expect(loaded).toMatchObject({
        person: { score: 65, conditionsMet: 3, conditions: 4, gate: 'not_ready' },
        unmet: [expect.stringMatching(/^Number of Employees, needs 50; not known/)],
      });
      const { companies } = await expectValues(other, sampleEmail, {
        zo_pql_score: '65',
        zo_handoff_gate: 'not_ready',
      });
      expect(companies.map(({ values }) => values.name)).toEqual(['Example Ltd (sample)']);
      const [alert] = await other.messagesAbout('Sam Example (sample)');
      expect(alert).toMatchObject({ place: 'dm:ops', shown: expect.stringContaining('nobody would be alerted') });
    },
    testMs,
  );
});
