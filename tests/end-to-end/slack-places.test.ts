/** A missing channel or person never loses an alert, and the operator is told. */
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  cross,
  expectAlarm,
  expectAlerts,
  expectEnrolled,
  expectHandoff,
  inventCompany,
} from '../support/trial-company.ts';

let withoutChannel: RunningProduct;
let withoutPerson: RunningProduct;
const testMs = 30_000;

beforeAll(async () => {
  [withoutChannel, withoutPerson] = await Promise.all([
    startProduct({ playbook: (yaml) => yaml.replace('"#pql-handoff"', '"#nowhere"') }),
    startProduct({
      // Zoe joins HubSpot first: an owner who is not there is refused.
      goLive: false,
      playbook: (yaml) => yaml.replace('[maria@acme.test, tom@acme.test, lee@acme.test]', '[zoe@acme.test]'),
    }),
  ]);
}, 60_000);
afterAll(() => Promise.all([withoutChannel?.stop(), withoutPerson?.stop()]));

it(
  'without the channel the AE is alerted, once',
  async () => {
    const company = inventCompany('Channel');
    await addToHubspot(withoutChannel, company);
    await cross(withoutChannel, company);
    const [enrolment] = await expectEnrolled(withoutChannel, company);
    expect(enrolment?.steps.at(-1)?.outputs).toMatchObject({ zo_delivery_status: 'sent' });
    const alerts = await expectAlerts(withoutChannel, company, 1);
    expect(alerts.map(({ place }) => place)).toEqual([expect.stringMatching(/^dm:/)]);
    await expectAlarm(withoutChannel, /#nowhere/);
  },
  testMs,
);

it(
  'an AE who is not in Slack is named plainly in the channel',
  async () => {
    await withoutPerson.hubspot('POST', '/sandbox/owners', {
      email: 'zoe@acme.test',
      firstName: 'Zoe',
      lastName: 'Adler',
    });
    await withoutPerson.goLive();
    const company = inventCompany('Person');
    await addToHubspot(withoutPerson, company);
    await cross(withoutPerson, company);
    const alerts = await expectAlerts(withoutPerson, company, 1);
    expect(alerts.map(({ place }) => place)).toEqual(['#pql-handoff']);
    expect(alerts[0]?.shown).toContain('Owner: Zoe Adler');
    const [enrolment] = await expectEnrolled(withoutPerson, company);
    expect(enrolment?.steps.at(-1)?.outputs).toMatchObject({ zo_delivery_status: 'sent' });
    await expectAlarm(withoutPerson, /zoe@acme\.test/);
  },
  testMs,
);

it(
  'with a revoked token the alerts wait, the operator reads why, and they are posted once Slack is connected again',
  async () => {
    await withoutPerson.slack('POST', '/sandbox/settings', { tokenStatus: 'token_revoked' });
    const company = inventCompany('Revoked');
    await addToHubspot(withoutPerson, company);
    await cross(withoutPerson, company);
    await expectAlarm(withoutPerson, /Alerts wait: .*token was revoked/);
    const { owner } = await expectHandoff(withoutPerson, company, 'queued', ({ alerts }) =>
      Object.values(alerts).some(({ state }) => state === 'queued'),
    );
    expect(owner?.email).toBe('zoe@acme.test');
    await withoutPerson.slack('POST', '/sandbox/settings', { tokenStatus: 'active' });
    await withoutPerson.clock.advance(60_000);
    expect(await expectAlerts(withoutPerson, company, 1)).toHaveLength(1);
  },
  testMs,
);
