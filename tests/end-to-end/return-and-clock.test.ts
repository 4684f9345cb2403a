/** Returns by the return workflow, and calls that are in flight while time moves by two weeks. */
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import { callAction } from '../support/signed-call.ts';
import {
  addToHubspot,
  alertsAbout,
  cross,
  expectAlerts,
  expectEnrolled,
  expectHandoff,
  expectNote,
  expectValues,
  inventCompany,
} from '../support/trial-company.ts';

let product: RunningProduct;
const testMs = 30_000;
const dayMs = 86_400_000;

beforeAll(async () => {
  product = await startProduct();
}, 60_000);
afterAll(() => product?.stop());

it(
  'the return workflow returns what went cold; a new crossing while cooling down alerts nobody',
  async () => {
    const company = inventCompany('Cold');
    const stranger = inventCompany('Stranger');
    await addToHubspot(product, company);
    await addToHubspot(product, stranger, { contact: { lifecyclestage: 'salesqualifiedlead' } });
    await cross(product, company);
    await cross(product, stranger);
    await expectAlerts(product, company, 2);
    await expectHandoff(product, company, 'alerted', ({ status }) => status === 'alerted');
    await product.clock.advance(14 * dayMs + 3_600_000);
    const { contact } = await expectValues(product, company.champion.email, {
      lifecyclestage: 'marketingqualifiedlead',
      hubspot_owner_id: null,
      zo_handoff_owner: /^\d+$/,
      zo_handoff_status: 'returned',
      zo_handoff_gate: 'cooling_down',
    });
    expect(contact.history.zo_handoff_status?.map(({ value }) => value)).toContain('return_due');
    const enrolments = await expectEnrolled(product, company);
    expect(enrolments.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(enrolments[1]?.steps[0]?.outputs).toMatchObject({ zo_return_status: 'returned' });
    expect(await expectNote(product, company)).toMatch(/score 22, below 30/);

    const other = await expectValues(product, stranger.champion.email, { zo_pql_score: '22' });
    expect(other.contact.values.lifecyclestage).toBe('salesqualifiedlead');
    const asked = await callAction(product, 'return-to-marketing', {
      contactId: other.contact.id,
      callbackId: 'not-ours',
    });
    expect(asked.outputFields).toMatchObject({ zo_return_status: 'not_ours' });

    await cross(product, company);
    await expectValues(product, company.champion.email, { zo_sql_ready: 'yes', zo_handoff_gate: 'cooling_down' });
    expect(await alertsAbout(product, company)).toHaveLength(2);
  },
  testMs,
);

it.each(['v2', 'v3', 'both'] as const)(
  'a call signed with %s that was in flight while time moved 14 days is answered',
  async (sign) => {
    const company = inventCompany('Flight');
    const contactId = await addToHubspot(product, company);
    await cross(product, company);
    await expectAlerts(product, company, 2);
    const at = product.clock.now();
    await product.clock.advance(14 * dayMs);
    const answer = await callAction(
      product,
      'compute-pql-score',
      { contactId, callbackId: `flight-${sign}` },
      { sign, at },
    );
    expect(answer.status).toBe(200);
  },
  testMs,
);

it(
  'the whole story ends when time moves 14 days in the middle of its signed calls',
  async () => {
    for (const signActionsWithV3 of [false, true]) {
      await product.hubspot('POST', '/sandbox/settings', { signActionsWithV3 });
      const company = inventCompany('Jump');
      await addToHubspot(product, company);
      await cross(product, company);
      await expectHandoff(product, company, 'called', ({ firstCallAt }) => firstCallAt !== null);
      await product.clock.advance(14 * dayMs);
      const [enrolment] = await expectEnrolled(product, company);
      expect(enrolment?.status).toBe('completed');
      // Whoever goes back already is not alerted about any more, and nothing is left on its way.
      const { alerts } = await expectHandoff(product, company, 'returned', ({ status }) => status === 'returned');
      expect(Object.values(alerts).filter(({ state }) => state === 'queued')).toEqual([]);
    }
  },
  testMs,
);
