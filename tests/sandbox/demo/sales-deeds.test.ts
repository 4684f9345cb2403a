import type { HubspotState } from '../../../sandbox/demo/hubspot-state.ts';
import { viewContacts } from '../../../sandbox/demo/hubspot-view.ts';
import { doAsSales, type SalesDeed } from '../../../sandbox/demo/sales-deeds.ts';
import { type HubspotSandbox, startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';

const email = 'sarah@finpilot.test';
const now = Date.parse('2026-05-12T10:00:00Z');
let sandbox: HubspotSandbox;
beforeEach(async () => {
  sandbox = await startHubspotSandbox();
});
afterEach(() => sandbox.close());

async function stateNow(): Promise<HubspotState> {
  return (await (await fetch(`${sandbox.url}/sandbox/state`)).json()) as HubspotState;
}
const sarah = async () => (await stateNow()).contacts.find(({ values }) => values.email === email)!;

async function perform(deed: SalesDeed): Promise<void> {
  const state = await stateNow();
  await doAsSales({ url: sandbox.url, state: () => state }, (await sarah()).id, deed, now);
}

/** The deals on the contact's page. */
async function dealsShown(): Promise<[string, string][]> {
  const view = viewContacts(await stateNow(), 'Europe/Berlin').find((contact) => contact.email === email);
  const section = view?.sections.find(({ title }) => title === 'Deals');
  return (section?.properties ?? []).map(({ label, shown }) => [label, shown]);
}

it('logs a call', async () => {
  await perform('call');
  expect((await sarah()).values).toMatchObject({ num_contacted_notes: '1' });
});

it('books a meeting for tomorrow', async () => {
  await perform('meeting');
  expect((await sarah()).values).toMatchObject({ engagements_last_meeting_booked: '2026-05-13T10:00:00.000Z' });
});

it('wins a deal: the open one, or one that is made', async () => {
  expect(await dealsShown()).toEqual([]);
  await perform('deal');
  await fetch(`${sandbox.url}/sandbox/deals`, {
    method: 'POST',
    body: JSON.stringify({ contact: email, stage: 'open' }),
  });
  const name = 'Deal with Sarah Chen';
  expect(await dealsShown()).toEqual([
    [name, 'Closed Won'],
    [name, 'Appointment Scheduled'],
  ]);
  await perform('deal');
  expect(await dealsShown()).toEqual([
    [name, 'Closed Won'],
    [name, 'Closed Won'],
  ]);
});

it('says what HubSpot said of what cannot be', async () => {
  const state = await stateNow();
  await expect(doAsSales({ url: sandbox.url, state: () => state }, '1', 'call', now)).rejects.toThrow(
    'HubSpot says: resource not found',
  );
});
