/** The main path with HubSpot's workflow performing it: event → usage → gate → enrolment → signed calls → Slack. */
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import type { RunningProduct } from '../support/running-product.ts';
import { portalId, startProduct } from '../support/running-product.ts';
import { callAction } from '../support/signed-call.ts';
import {
  addToHubspot,
  alertsAbout,
  cross,
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

beforeAll(async () => {
  product = await startProduct();
}, 60_000);
afterAll(() => product?.stop());

const testMs = 30_000;

it(
  'hands a crossing person off: owner, stage, moment and one alert to the AE and the channel',
  async () => {
    const company = inventCompany('Happy');
    await addToHubspot(product, company);
    await product.send(useBefore(product, company));
    await expectValues(product, company.champion.email, {
      zo_pql_score: '65',
      zo_conditions_missing: '1',
      zo_handoff_gate: 'not_ready',
    });
    await product.send([lastStep(product, company)]);
    const alerts = await expectAlerts(product, company, 2);
    const enrolments = await expectEnrolled(product, company);
    const { contact } = await expectValues(product, company.champion.email, {
      lifecyclestage: 'salesqualifiedlead',
      hubspot_owner_id: /^\d+$/,
      zo_handoff_owner: /^\d+$/,
      zo_handoff_at: /./,
      zo_first_call_due_at: /./,
      zo_handoff_gate: 'handed_off',
      zo_handoff_status: 'alerted',
      zo_handoff_count: '1',
      zo_sla_status: 'running',
    });
    expect(contact.values.zo_handoff_trigger).toBe(`2nd active user at ${company.name} (needs 2)`);
    expect(enrolments.map(({ status }) => status)).toEqual(['completed']);
    const handoff = await expectHandoff(product, company, 'alerted', ({ status }) => status === 'alerted');
    const ownerName = handoff.owner?.email.split('@')[0];
    expect(alerts.map(({ place }) => place).sort()).toEqual(['#pql-handoff', `dm:${ownerName}`]);
    expect(alerts[0]?.shown.split('\n').map((line) => line.trim())).toEqual([
      `New SQL: ${company.champion.firstName} ${company.champion.lastName} at ${company.name} (~85 employees)`,
      `Why now: 2nd active user at ${company.name} (needs 2)`,
      'Score 65 - activated 3 days ago, invited 2 teammates, 14 key actions this week',
      'Last: Dashboard Shared, 3 min ago',
      `Owner: @${ownerName} - first call due within 2 hours`,
      `Open in HubSpot: https://app.hubspot.com/contacts/${portalId}/record/0-1/${contact.id}`,
    ]);
    const outputs = enrolments[0]?.steps.map((step) => step.outputs ?? {}) ?? [];
    expect(outputs[0]).toMatchObject({ zo_score: '65', zo_sql_ready: 'yes', zo_gate: 'open' });
    expect(outputs[1]).toMatchObject({ zo_owner_id: handoff.owner?.id, zo_handoff_id: String(handoff.handoffId) });
    expect(outputs[4]).toMatchObject({ zo_delivery_status: 'sent' });
    expect(outputs[4]?.zo_message_link).toMatch(/^http/);
  },
  testMs,
);

it(
  'opens the gate last, after the company’s and the contact’s values are written',
  async () => {
    const company = inventCompany('Order');
    await addToHubspot(product, company);
    await cross(product, company);
    await expectAlerts(product, company, 2);
    const { contact, companies } = await product.contact(company.champion.email);
    const opened = contact.history.zo_handoff_gate?.find(({ value }) => value === 'open')?.at ?? 0;
    const ready = contact.history.zo_sql_ready?.find(({ value }) => value === 'yes')?.at ?? Number.NaN;
    const counted = companies[0]?.history.zo_company_active_users?.find(({ value }) => value === '2')?.at ?? Number.NaN;
    expect(counted).toBeLessThan(opened);
    expect(ready).toBeLessThan(opened);
  },
  testMs,
);

it(
  'puts a person HubSpot has never seen under a company it has never seen before the gate opens',
  async () => {
    const company = inventCompany('Unseen');
    await cross(product, company);
    // HubSpot makes companies by itself some seconds after a contact: so long nobody makes one for it.
    await expectValues(product, company.champion.email, { zo_sql_ready: 'yes' });
    expect((await product.contact(company.champion.email)).contact.values.zo_handoff_gate ?? '').not.toBe('open');
    await product.clock.advance(20_000);
    await expectAlerts(product, company, 2);
    const { contact, companies } = await product.contact(company.champion.email);
    expect(companies.map(({ values }) => values.zo_company_id)).toEqual([company.groupId]);
    expect(contact.values).toMatchObject({ firstname: 'Ada', zo_user_id: company.champion.userId });
    const teammate = await product.contact(company.teammate.email).catch(() => null);
    expect(teammate).toBeNull();
  },
  testMs,
);

it(
  'answers a repeated call as before, without another owner or another alert',
  async () => {
    const company = inventCompany('Repeat');
    const contactId = await addToHubspot(product, company);
    await cross(product, company);
    await expectAlerts(product, company, 2);
    const enrolments = await expectEnrolled(product, company);
    const before = await expectHandoff(product, company, 'alerted', ({ status }) => status === 'alerted');
    for (const [action, index] of [
      ['compute-pql-score', 0],
      ['assign-owner', 1],
      ['send-slack-handoff', 4],
    ] as const) {
      const step = enrolments[0]?.steps[index];
      const again = await callAction(product, action, { contactId, callbackId: String(stepCallback(step)) });
      expect(again.status).toBe(200);
      expect(step?.outputs).toMatchObject(again.outputFields ?? {});
    }
    await pass(1_500);
    expect(await alertsAbout(product, company)).toHaveLength(2);
    const after = await expectHandoff(product, company, 'there', () => true);
    expect(after.owner).toEqual(before.owner);
  },
  testMs,
);

it(
  'answers BLOCK to every repetition of a call that is not completed yet, and works once',
  async () => {
    const company = inventCompany('Twice');
    const contactId = await addToHubspot(product, company);
    await product.send(useBefore(product, company));
    await expectValues(product, company.champion.email, { zo_pql_score: '65' });
    const callbackId = `repeated-${contactId}`;
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        callAction(product, 'send-slack-handoff', { contactId, callbackId, inputs: { deliver_to: 'channel' } }),
      ),
    );
    expect(answers.map(({ outputFields }) => outputFields?.hs_execution_state)).toEqual(['BLOCK', 'BLOCK', 'BLOCK']);
    await expectAlerts(product, company, 1);
    await pass(1_500);
    expect(await alertsAbout(product, company)).toHaveLength(1);
    const completed = await waitUntil(
      'the call to be completed',
      async () => {
        const { outputFields } = await callAction(product, 'send-slack-handoff', { contactId, callbackId });
        const isBlocked = outputFields?.hs_execution_state === 'BLOCK';
        return isBlocked ? { instead: 'BLOCK' } : { value: outputFields };
      },
      10_000,
      100,
    );
    expect(completed).toMatchObject({ hs_execution_state: 'SUCCESS', zo_delivery_status: 'sent' });
  },
  testMs,
);

it('refuses calls that are not signed by HubSpot', async () => {
  const company = inventCompany('Forged');
  const contactId = await addToHubspot(product, company);
  const call = { contactId, callbackId: 'forged' };
  for (const sign of ['nothing', 'another secret', 'another body'] as const) {
    const answer = await callAction(product, 'send-slack-handoff', call, { sign });
    expect(answer.status).toBe(401);
  }
  const old = await callAction(product, 'send-slack-handoff', call, {
    sign: 'v3',
    at: product.clock.now() - 6 * 60_000,
  });
  expect(old.status).toBe(401);
  const good = await callAction(product, 'compute-pql-score', call, { sign: 'v3', at: product.clock.now() });
  expect(good.status).toBe(200);
});

// Last, because it moves the clock: for a while afterwards calls of before are taken, too.
it(
  'tells nobody, and opens no second handoff, when the deal was won before HubSpot took the owner and the workflow went on',
  async () => {
    const company = inventCompany('Late');
    await addToHubspot(product, company);
    await product.hubspot('POST', '/sandbox/failures', {
      match: { method: 'POST', path: '/contacts/batch/update', bodyContains: 'hubspot_owner_id' },
      mode: 'status',
      status: 503,
      times: 10_000,
    });
    await cross(product, company);
    await expectHandoff(product, company, 'assigned', ({ status }) => status === 'assigned');
    await product.hubspot('POST', '/sandbox/settings', { webhooks: true, calculatedWebhooks: true });
    await product.hubspot('POST', '/sandbox/deals', { contact: company.champion.email, stage: 'won' });
    await expectHandoff(product, company, 'won', ({ status }) => status === 'won');
    await product.hubspot('DELETE', '/sandbox/failures');
    // What waits to be tried again is due when the clock says so.
    await product.clock.advance(5 * 60_000);
    const [enrolment] = await expectEnrolled(product, company);
    expect(enrolment?.steps[1]?.outputs).toMatchObject({ hs_execution_state: 'SUCCESS' });
    expect(enrolment?.steps[4]?.outputs).toMatchObject({
      zo_error: 'handoff_ended',
      zo_delivery_status: 'failed',
      hs_execution_state: 'FAIL_CONTINUE',
    });
    await pass(1_500);
    expect(await handoffsOf(product, company.champion.email)).toMatchObject([{ status: 'won' }]);
    expect(await alertsAbout(product, company)).toEqual([]);
  },
  testMs,
);

function stepCallback(step: unknown): unknown {
  return step && typeof step === 'object' && 'callbackId' in step ? step.callbackId : undefined;
}
