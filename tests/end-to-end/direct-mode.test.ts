/** Portals without workflows, or without our action ids: the backend performs the handoff and the return itself. */
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import { callAction } from '../support/signed-call.ts';
import {
  addToHubspot,
  alertsAbout,
  cross,
  expectAlerts,
  expectHandoff,
  expectNote,
  expectValues,
  inventCompany,
  pass,
  useBefore,
} from '../support/trial-company.ts';

let withoutScope: RunningProduct;
let withoutIds: RunningProduct;
const testMs = 30_000;
const dayMs = 86_400_000;

beforeAll(async () => {
  [withoutScope, withoutIds] = await Promise.all([
    startProduct({ withoutScopes: ['automation'] }),
    startProduct({ withoutActionIds: true }),
  ]);
}, 60_000);
afterAll(() => Promise.all([withoutScope?.stop(), withoutIds?.stop()]));

it.each([
  ['without the automation scope', () => withoutScope],
  ['without action ids', () => withoutIds],
])(
  '%s owner, stage, moment and both alerts come from the backend',
  async (_how, which) => {
    const product = which();
    const company = inventCompany('Direct');
    await addToHubspot(product, company);
    await cross(product, company);
    const alerts = await expectAlerts(product, company, 2);
    const handoff = await expectHandoff(product, company, 'alerted', ({ status }) => status === 'alerted');
    await expectValues(product, company.champion.email, {
      lifecyclestage: 'salesqualifiedlead',
      hubspot_owner_id: handoff.owner?.id ?? 'an owner',
      zo_handoff_owner: handoff.owner?.id ?? 'an owner',
      zo_handoff_at: /./,
      zo_handoff_gate: 'handed_off',
      zo_handoff_status: 'alerted',
    });
    expect(alerts.map(({ place }) => place).sort()).toEqual([
      '#pql-handoff',
      `dm:${handoff.owner?.email.split('@')[0]}`,
    ]);
    const { flows } = await product.hubspotState();
    expect(flows).toEqual([]);
    await pass(1_200);
    expect(await alertsAbout(product, company)).toHaveLength(2);
  },
  testMs,
);

it(
  'a person nobody has in HubSpot is made at the crossing, and only then',
  async () => {
    const company = inventCompany('Made');
    await withoutScope.send(useBefore(withoutScope, company));
    await pass(1_000);
    expect(await withoutScope.contact(company.champion.email).catch(() => null)).toBeNull();
    await cross(withoutScope, company);
    const { contact } = await expectValues(withoutScope, company.champion.email, {
      zo_handoff_at: /./,
      lifecyclestage: 'salesqualifiedlead',
      firstname: 'Ada',
    });
    const [alert] = await expectAlerts(withoutScope, company, 2);
    expect(alert?.shown).toContain(`/record/0-1/${contact.id}`);
    expect(await withoutScope.contact(company.teammate.email).catch(() => null)).toBeNull();
  },
  testMs,
);

it(
  'without the automation scope no action is answered BLOCK: it waits a moment for its own effects',
  async () => {
    const company = inventCompany('Held');
    const contactId = await addToHubspot(withoutScope, company);
    await withoutScope.send(useBefore(withoutScope, company));
    await expectValues(withoutScope, company.champion.email, { zo_pql_score: '65' });
    const call = (action: string, inputs: Record<string, string> = {}) =>
      callAction(withoutScope, action, { contactId, callbackId: `${action}-${contactId}`, inputs });
    const assigned = await call('assign-owner');
    expect(assigned.outputFields).toMatchObject({
      hs_execution_state: 'SUCCESS',
      zo_owner_email: /@acme\.test$/.test(assigned.outputFields?.zo_owner_email ?? '')
        ? assigned.outputFields?.zo_owner_email
        : 'an owner',
    });
    await expectValues(withoutScope, company.champion.email, {
      hubspot_owner_id: assigned.outputFields?.zo_owner_id ?? 'x',
    });
    const sent = await call('send-slack-handoff');
    expect(sent.outputFields).toMatchObject({ hs_execution_state: 'SUCCESS', zo_delivery_status: 'sent' });
    expect(await alertsAbout(withoutScope, company)).toHaveLength(2);
    const again = await call('send-slack-handoff');
    expect(again.outputFields).toEqual(sent.outputFields);
    const returned = await call('return-to-marketing');
    expect(returned.outputFields).toMatchObject({ hs_execution_state: 'SUCCESS', zo_return_status: 'returned' });
    await expectValues(withoutScope, company.champion.email, {
      lifecyclestage: 'marketingqualifiedlead',
      hubspot_owner_id: null,
    });
    const twice = await callAction(withoutScope, 'return-to-marketing', {
      contactId,
      callbackId: `again-${contactId}`,
    });
    expect(twice.outputFields).toMatchObject({ zo_return_status: 'already_returned' });
  },
  testMs,
);

it(
  'what goes cold returns by itself, unless somebody of sales has been in touch',
  async () => {
    const cold = inventCompany('Cold');
    const worked = inventCompany('Worked');
    for (const company of [cold, worked]) {
      await addToHubspot(withoutScope, company);
      await cross(withoutScope, company);
    }
    for (const company of [cold, worked]) await expectAlerts(withoutScope, company, 2);
    for (const company of [cold, worked]) {
      await expectHandoff(withoutScope, company, 'alerted', ({ status }) => status === 'alerted');
    }
    await withoutScope.hubspot('POST', `/sandbox/contacts/${worked.champion.email}/engagements`);
    await withoutScope.clock.advance(14 * dayMs + 3_600_000);
    await expectValues(withoutScope, cold.champion.email, {
      lifecyclestage: 'marketingqualifiedlead',
      hubspot_owner_id: null,
      zo_handoff_owner: /^\d+$/,
      zo_handoff_status: 'returned',
      zo_handoff_outcome: 'returned',
      zo_handoff_gate: 'cooling_down',
      zo_pql_score: '22',
    });
    const note = await expectNote(withoutScope, cold);
    expect(note).toMatch(/score 22, below 30[\s\S]*14 days without AE activity/);
    await expectValues(withoutScope, worked.champion.email, { zo_pql_score: '22' });
    await pass(1_000);
    await expectValues(withoutScope, worked.champion.email, {
      lifecyclestage: 'salesqualifiedlead',
      zo_handoff_status: 'engaged',
    });
  },
  testMs,
);
