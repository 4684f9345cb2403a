/** Answers that never come, platforms that are away, and a backend that dies: nothing twice, nothing silently missing. */
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import { callAction } from '../support/signed-call.ts';
import {
  addToHubspot,
  alertsAbout,
  cross,
  expectAlarm,
  expectAlerts,
  expectEnrolled,
  expectHandoff,
  expectValues,
  handoffsOf,
  inventCompany,
  lastStep,
  pass,
  useBefore,
} from '../support/trial-company.ts';

let product: RunningProduct;
const testMs = 30_000;

beforeAll(async () => {
  product = await startProduct({ goLive: false });
}, 60_000);
afterAll(() => product?.stop());
afterEach(async () => {
  await product.hubspot('DELETE', '/sandbox/failures');
  await product.slack('DELETE', '/sandbox/failures');
});

const failHubspot = (failure: Record<string, unknown>) => product.hubspot('POST', '/sandbox/failures', failure);
const failSlack = (failure: Record<string, unknown>) => product.slack('POST', '/sandbox/failures', failure);

/** Waits of the outbox follow the clock: a few steps end them as they come. */
async function endWaits(): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await pass(250);
    await product.clock.advance(5_000);
  }
}

it(
  'a lost answer to making the workflow makes no second one',
  async () => {
    await failHubspot({ match: { method: 'POST', path: '/automation/v4/flows' }, mode: 'reset-after-commit' });
    await product.goLive();
    const { flows } = await product.hubspotState();
    expect(flows.map(({ name, isEnabled }) => [name, isEnabled]).sort()).toEqual([
      ['Zo | Return to marketing', true],
      ['Zo | SQL handoff', true],
    ]);
  },
  testMs,
);

it.each([
  ['writing values', { method: 'POST', path: '/contacts/batch/update' }],
  ['completing an action', { method: 'POST', path: '/callbacks' }],
])(
  'a lost answer to %s is asked for again, and the story ends as if nothing had been',
  async (_what, match) => {
    const company = inventCompany('Lost');
    await addToHubspot(product, company);
    await failHubspot({ match, mode: 'reset-after-commit', times: 2 });
    await cross(product, company);
    await endWaits();
    await expectAlerts(product, company, 2);
    const enrolments = await expectEnrolled(product, company);
    expect(enrolments.map(({ status }) => status)).toEqual(['completed']);
    await pass(1_200);
    expect(await alertsAbout(product, company)).toHaveLength(2);
    expect(await handoffsOf(product, company.champion.email)).toHaveLength(1);
  },
  testMs,
);

it(
  'a value whose answer is lost, and that changes back before it is written again, ends as it is',
  async () => {
    const company = inventCompany('Back');
    const { userId, email } = company.champion;
    await addToHubspot(product, company);
    const onPlan = (plan: string, index: number) => ({
      type: 'identify',
      messageId: `${userId}-plan-${index}`,
      userId,
      timestamp: new Date(product.clock.now() - 10_000 + index).toISOString(),
      traits: { email, plan },
    });
    await product.send([onPlan('free', 1)]);
    await expectValues(product, email, { zo_plan: 'free' });
    await failHubspot({ match: { method: 'POST', path: '/contacts/batch/update' }, mode: 'reset-after-commit' });
    await product.send([onPlan('pro', 2)]);
    await expectValues(product, email, { zo_plan: 'pro' });
    await product.send([onPlan('free', 3)]);
    await endWaits();
    await expectValues(product, email, { zo_plan: 'free' });
  },
  testMs,
);

it(
  'a lost answer to making the contact makes no second one',
  async () => {
    const company = inventCompany('Created');
    await product.hubspot('POST', '/sandbox/objects/companies', {
      properties: { name: company.name, domain: company.domain, numberofemployees: '20' },
    });
    await pass(150);
    await failHubspot({ match: { method: 'POST', path: '/contacts/batch/create' }, mode: 'reset-after-commit' });
    await cross(product, company);
    await expectValues(product, company.champion.email, {}, 10_000);
    await endWaits();
    await expectAlerts(product, company, 2);
    const { contacts } = await product.hubspotState();
    expect(contacts.filter(({ values }) => values.email === company.champion.email)).toHaveLength(1);
    const [alert] = await alertsAbout(product, company);
    expect(alert?.shown).toContain(`at ${company.name}`);
  },
  testMs,
);

it(
  'a lost answer to an alert is unconfirmed everywhere and never posted again',
  async () => {
    const company = inventCompany('Unsure');
    await addToHubspot(product, company);
    await failSlack({ match: { method: 'chat.postMessage', channel: 'C0HANDOFF' }, mode: 'reset-after-commit' });
    await cross(product, company);
    await expectAlerts(product, company, 2);
    const handoff = await expectHandoff(product, company, 'settled', ({ alerts }) =>
      Object.values(alerts).every(({ state }) => state !== 'queued'),
    );
    expect(
      Object.entries(handoff.alerts)
        .map(([key, { state }]) => [key.split(':')[2], state])
        .sort(),
    ).toEqual([
      ['channel', 'unconfirmed'],
      ['dm', 'posted'],
    ]);
    await expectAlarm(product, `The alert of handoff ${handoff.handoffId} (channel:#pql-handoff) may or may not`);
    await product.clock.advance(3_600_000);
    await pass(1_500);
    expect(await alertsAbout(product, company)).toHaveLength(2);
    const contactId = handoff.contactId ?? '';
    const only = await callAction(product, 'send-slack-handoff', {
      contactId,
      callbackId: `unsure-${contactId}`,
      inputs: { deliver_to: 'channel' },
    });
    expect(only.outputFields).toMatchObject({ zo_delivery_status: 'unconfirmed', hs_execution_state: 'SUCCESS' });
  },
  testMs,
);

it(
  'a backend killed between the last event and the alert posts exactly one after its restart',
  async () => {
    const company = inventCompany('Killed');
    await addToHubspot(product, company);
    await product.send(useBefore(product, company));
    await expectValues(product, company.champion.email, { zo_pql_score: '65' });
    await product.send([lastStep(product, company)]);
    await product.kill();
    await product.start();
    await expectAlerts(product, company, 2);
    await expectEnrolled(product, company);
    await pass(1_200);
    expect(await alertsAbout(product, company)).toHaveLength(2);
    expect(await handoffsOf(product, company.champion.email)).toHaveLength(1);
  },
  testMs,
);

it(
  'a backend killed while Slack has not answered shows the alert as unconfirmed and does not repeat it',
  async () => {
    const company = inventCompany('Halfway');
    await addToHubspot(product, company);
    await failSlack({ match: { method: 'chat.postMessage' }, mode: 'timeout-after-commit', times: 2 });
    await cross(product, company);
    await expectAlerts(product, company, 2);
    await product.kill();
    await product.start();
    const handoff = await expectHandoff(product, company, 'settled', ({ alerts }) =>
      Object.values(alerts).every(({ state }) => state === 'unconfirmed'),
    );
    expect(Object.keys(handoff.alerts)).toHaveLength(2);
    const enrolments = await expectEnrolled(product, company);
    expect(enrolments[0]?.steps.at(-1)?.outputs).toMatchObject({ zo_delivery_status: 'unconfirmed' });
    await pass(1_200);
    expect(await alertsAbout(product, company)).toHaveLength(2);
  },
  testMs,
);

it.each([
  [
    '429 with Retry-After',
    { status: 429, headers: { 'retry-after': '1' }, body: { status: 'error', policyName: 'TEN_SECONDLY_ROLLING' } },
  ],
  ['429 without Retry-After', { status: 429, body: { status: 'error', policyName: 'SECONDLY' } }],
  ['503', { status: 503, body: 'away' }],
  ['423', { status: 423, body: { status: 'error', category: 'LOCKED' } }],
])(
  'HubSpot answering %s delays the handoff and loses nothing',
  async (_status, failure) => {
    const company = inventCompany('Busy');
    await addToHubspot(product, company);
    await failHubspot({ match: { path: '/crm/' }, mode: 'status', times: 2, ...failure });
    await cross(product, company);
    await endWaits();
    await expectAlerts(product, company, 2, 20_000);
    await expectEnrolled(product, company);
    expect(await handoffsOf(product, company.champion.email)).toHaveLength(1);
  },
  testMs,
);

it(
  'one record HubSpot refuses holds nobody else back, and is named to the operator',
  async () => {
    const companies = Array.from({ length: 5 }, () => inventCompany('Many'));
    const [bad, ...good] = companies;
    for (const company of companies) await addToHubspot(product, company);
    const { contact } = await product.contact(bad?.champion.email ?? '');
    await failHubspot({
      match: { method: 'POST', path: '/contacts/batch/update', bodyContains: `"${contact.id}"` },
      mode: 'status',
      status: 400,
      times: 1_000,
      body: { status: 'error', category: 'VALIDATION_ERROR', message: 'Property values were not valid' },
    });
    await product.send(companies.flatMap((company) => [...useBefore(product, company), lastStep(product, company)]));
    for (const company of good) await expectAlerts(product, company, 2);
    await product.clock.advance(2 * 60_000 + 5_000);
    const { handoffId } = await expectHandoff(product, bad!, 'waiting', ({ status }) => status === 'waiting');
    await expectAlarm(product, new RegExp(`^Handoff ${handoffId} is waiting for HubSpot: .*not valid`));
    expect(await alertsAbout(product, bad!)).toEqual([]);
  },
  testMs,
);
