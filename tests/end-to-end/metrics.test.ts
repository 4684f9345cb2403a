/** What whoever runs it sees of one handoff: figures in /metrics, and lines in the log that tell nothing about people. */
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { portalId, type RunningProduct, startProduct } from '../support/running-product.ts';
import { askAsPage, callAction } from '../support/signed-call.ts';
import { addToHubspot, cross, expectAlerts, inventCompany } from '../support/trial-company.ts';

let product: RunningProduct;

beforeAll(async () => {
  product = await startProduct({ env: { LOG_LEVEL: 'info' } });
}, 60_000);
afterAll(() => product?.stop());

async function figures(): Promise<Map<string, number>> {
  const response = await fetch(`${product.backendUrl}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

it('counts events, decisions, calls and times of a handoff, by portal', async () => {
  const company = inventCompany('Measured');
  await addToHubspot(product, company);
  await cross(product, company);
  await expectAlerts(product, company, 2);
  const portal = `portal="${portalId}"`;
  const seen = await waitUntil<Map<string, number>>(
    'the alert to be measured',
    async () => {
      const found = await figures();
      const alerts = found.get(`zo_event_to_slack_seconds_count{${portal}}`) ?? 0;
      return alerts > 0 ? { value: found } : { instead: `${alerts} alerts` };
    },
    10_000,
  );
  const of = (name: string) => seen.get(name) ?? 0;
  expect(of(`zo_events_total{${portal},outcome="accepted"}`)).toBeGreaterThan(15);
  expect(of(`zo_decisions_total{${portal}}`)).toBeGreaterThan(0);
  expect(of(`zo_crossings_total{${portal}}`)).toBe(1);
  expect(of(`zo_handoffs_open{${portal}}`)).toBe(1);
  expect(of(`zo_event_to_property_seconds_count{${portal}}`)).toBeGreaterThan(0);
  expect(of(`zo_event_to_slack_seconds_count{${portal}}`)).toBe(1);
  expect(of(`zo_event_to_slack_seconds_sum{${portal}}`)).toBeLessThan(20);
  expect(of(`zo_slack_calls_total{${portal},method="chat.postMessage",outcome="ok"}`)).toBe(2);
  expect(of(`zo_hubspot_calls_total{${portal},call="write contacts",status="2xx"}`)).toBeGreaterThan(0);
  expect(of(`zo_hubspot_quota_left{${portal},window="interval"}`)).toBeGreaterThan(0);
  expect(of(`zo_outbox_troubled{${portal},state="failed"}`)).toBe(0);
  const names = [...seen.keys()].join('\n');
  expect(names).not.toMatch(new RegExp(`@|${company.name}|${company.champion.userId}`));
}, 60_000);

it('tells each request in a line, with its portal and id, and nobody’s data', async () => {
  const [company] = [inventCompany('Logged')];
  const contactId = await addToHubspot(product, company!);
  await callAction(product, 'compute-pql-score', { contactId, callbackId: 'logged-1' });
  await askAsPage(product, '/app/contact-card', { userEmail: 'maria@acme.test', query: `contactId=${contactId}` });
  const lines = () =>
    product
      .log()
      .flatMap((line) => (line.includes('"msg":"request"') ? [JSON.parse(line) as Record<string, unknown>] : []));
  const wanted = ['/hubspot/actions/compute-pql-score', '/app/contact-card'];
  const found = await waitUntil<Record<string, unknown>[]>(
    'both requests to be told',
    () => {
      const told = lines().filter(({ route }) => wanted.includes(String(route)));
      return told.length >= 2 ? { value: told } : { instead: product.log().join('\n') };
    },
    5_000,
  );
  for (const line of found) {
    expect(line).toMatchObject({
      portalId,
      status: 200,
      requestId: expect.stringMatching(/^[\w-]{36}$/),
      ms: expect.any(Number),
    });
  }
  expect(JSON.stringify(lines())).not.toMatch(/@acme\.test|contactId=|signature/i);
}, 60_000);
