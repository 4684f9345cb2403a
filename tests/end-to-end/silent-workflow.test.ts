/** The handoff is HubSpot's to perform: without its workflow nothing happens, and that does not stay unseen. */
import type { HubspotFlow } from '../../sandbox/demo/hubspot-state.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
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
  pass,
} from '../support/trial-company.ts';

const handoffFlow = 'Zo | SQL handoff';
const patienceMs = 2 * 60_000 + 5_000;
const testMs = 30_000;

let alarming: RunningProduct;
let takingOver: RunningProduct;

beforeAll(async () => {
  [alarming, takingOver] = await Promise.all([
    startProduct(),
    startProduct({
      playbook: (yaml) =>
        yaml.replace('  channel: "#pql-handoff"', '  channel: "#pql-handoff"\n  when workflow silent: direct mode'),
    }),
  ]);
}, 60_000);
afterAll(() => Promise.all([alarming?.stop(), takingOver?.stop()]));

type Spoil = (product: RunningProduct, flow: HubspotFlow) => Promise<unknown>;
const spoilt: [string, Spoil][] = [
  ['edited so that its filter never holds', editFilter],
  ['turned off', (product, { id }) => product.hubspot('PATCH', `/sandbox/flows/${id}`, { isEnabled: false })],
  ['deleted', (product, { id }) => product.hubspot('DELETE', `/sandbox/flows/${id}`)],
];

it.each(spoilt)(
  'with the workflow %s nobody is alerted, and after two minutes the operator reads that HubSpot is awaited',
  async (_how, spoil) => {
    const company = inventCompany('Silent');
    await addToHubspot(alarming, company);
    await spoil(alarming, await flowOf(alarming));
    await cross(alarming, company);
    await expectValues(alarming, company.champion.email, { zo_handoff_gate: 'open', zo_handoff_status: 'waiting' });
    const { handoffId } = await expectHandoff(
      alarming,
      company,
      'waiting',
      ({ gateWrittenAt }) => gateWrittenAt !== null,
    );
    await pass(600);
    const key = `waiting-for-hubspot:${handoffId}`;
    expect((await alarming.portal()).alarms.map((alarm) => alarm.key)).not.toContain(key);
    await alarming.clock.advance(patienceMs);
    const alarm = await expectAlarm(alarming, `Handoff ${handoffId} is waiting for HubSpot`);
    expect(alarm.key).toBe(key);
    await pass(600);
    expect(await alertsAbout(alarming, company)).toEqual([]);
    const { contact } = await alarming.contact(company.champion.email);
    expect(contact.values).toMatchObject({ lifecyclestage: 'lead', zo_handoff_status: 'waiting' });
    expect(contact.values.hubspot_owner_id ?? '').toBe('');
    await mend(alarming);
  },
  testMs,
);

it(
  'a playbook may let direct mode take over: once, and what the workflow does later changes nothing',
  async () => {
    const company = inventCompany('Taken');
    await addToHubspot(takingOver, company);
    const flow = await flowOf(takingOver);
    await editFilter(takingOver, flow);
    await cross(takingOver, company);
    await expectHandoff(takingOver, company, 'waiting', ({ gateWrittenAt }) => gateWrittenAt !== null);
    await takingOver.clock.advance(patienceMs);
    await expectAlerts(takingOver, company, 2);
    const taken = await expectHandoff(takingOver, company, 'alerted', ({ status }) => status === 'alerted');
    await expectValues(takingOver, company.champion.email, {
      lifecyclestage: 'salesqualifiedlead',
      hubspot_owner_id: taken.owner?.id ?? 'an owner',
      zo_handoff_at: /./,
      zo_handoff_gate: 'handed_off',
    });
    const { receipts } = await takingOver.admin<{ receipts: { kind: string; body: unknown; handoffId: number }[] }>(
      'GET',
      `/receipts?personId=${taken.personId}`,
    );
    expect(receipts.map(({ body }) => body)).toContainEqual({ step: 'waiting for HubSpot' });
    // Somebody mends the workflow and it enrols her after all.
    const { id } = flow;
    await takingOver.hubspot('PATCH', `/sandbox/flows/${id}`, { enrollmentCriteria: everybody(flow) });
    await takingOver.hubspot('PATCH', `/sandbox/objects/contacts/${taken.contactId}`, {
      properties: { firstname: 'Adele' },
    });
    await takingOver.clock.advance(60_000);
    await pass(1_000);
    expect(await alertsAbout(takingOver, company)).toHaveLength(2);
    expect(await handoffsOf(takingOver, company.champion.email)).toHaveLength(1);
    await mend(takingOver);
  },
  testMs,
);

it(
  'what waited for the workflow is performed by it once it is mended, and the alarm goes',
  async () => {
    const company = inventCompany('Mended');
    await addToHubspot(alarming, company);
    const flow = await flowOf(alarming);
    await alarming.hubspot('PATCH', `/sandbox/flows/${flow.id}`, { isEnabled: false });
    await cross(alarming, company);
    const { handoffId } = await expectHandoff(alarming, company, 'waiting', (one) => one.gateWrittenAt !== null);
    await alarming.clock.advance(patienceMs);
    await expectAlarm(alarming, `Handoff ${handoffId} is waiting for HubSpot`);
    await mend(alarming);
    // As an operator enrols somebody by hand: HubSpot does not enrol those who met the filters before.
    await alarming.hubspot(
      'PATCH',
      `/sandbox/objects/contacts/${(await alarming.contact(company.champion.email)).contact.id}`,
      {
        properties: { zo_handoff_gate: 'not_ready' },
      },
    );
    await alarming.hubspot(
      'PATCH',
      `/sandbox/objects/contacts/${(await alarming.contact(company.champion.email)).contact.id}`,
      {
        properties: { zo_handoff_gate: 'open' },
      },
    );
    await expectAlerts(alarming, company, 2);
    await expectEnrolled(alarming, company);
    const { alarms } = await alarming.portal();
    expect(alarms.filter(({ key }) => key === `waiting-for-hubspot:${handoffId}`)).toEqual([]);
  },
  testMs,
);

/** Provisioning leaves alone what people changed; restoring does not. */
function mend(product: RunningProduct): Promise<unknown> {
  return product.admin('POST', '/drift/restore', {});
}

async function flowOf(product: RunningProduct): Promise<HubspotFlow> {
  const flow = await product.flow(handoffFlow);
  if (flow === undefined) throw new Error(`There is no workflow "${handoffFlow}"`);
  return flow;
}

function editFilter(product: RunningProduct, flow: HubspotFlow): Promise<unknown> {
  const enrollmentCriteria = JSON.parse(JSON.stringify(criteriaOf(flow)).replaceAll('"open"', '"in_review"'));
  return product.hubspot('PATCH', `/sandbox/flows/${flow.id}`, { enrollmentCriteria });
}

/** Filters that hold for who has been handed off already. */
function everybody(flow: HubspotFlow): unknown {
  return JSON.parse(
    JSON.stringify(criteriaOf(flow))
      .replaceAll('"open"', '"handed_off"')
      .replaceAll('"marketingqualifiedlead"', '"salesqualifiedlead"'),
  );
}

function criteriaOf(flow: HubspotFlow): unknown {
  return 'enrollmentCriteria' in flow ? flow.enrollmentCriteria : undefined;
}
