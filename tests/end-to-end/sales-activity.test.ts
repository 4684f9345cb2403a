/** What sales does in HubSpot is known to the product: at once where webhooks tell of it, within five minutes anyway. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { HubspotFacts } from '../../backend/handoff/hubspot-facts.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  cross,
  expectHandoff,
  expectValues,
  inventCompany,
  pass,
  type TrialCompany,
} from '../support/trial-company.ts';

const testMs = 30_000;
const minuteMs = 60_000;
let product: RunningProduct;
let folder: string;
let database: Database.Database;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-activity-'));
  const file = path.join(folder, 'zo.db');
  product = await startProduct({ withoutActionIds: true, env: { DATABASE_URL: `file:${file}` } });
  database = new Database(file, { readonly: true });
}, 60_000);
afterAll(async () => {
  database?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => webhooks(false));

const webhooks = (webhooks: boolean) =>
  product.hubspot('POST', '/sandbox/settings', { webhooks, calculatedWebhooks: webhooks });

/** What the product knows of the contact, as it keeps it. */
function knownOf(contactId: string): HubspotFacts {
  const row = database
    .prepare("SELECT facts_json FROM records WHERE kind = 'contact' AND record_id = ?")
    .get(contactId);
  return JSON.parse((row as { facts_json: string }).facts_json);
}

async function expectKnown(contactId: string, what: string, isIt: (facts: HubspotFacts) => boolean, withinMs: number) {
  await waitUntil(
    what,
    async () => {
      const known = knownOf(contactId);
      return isIt(known) ? { value: true } : { instead: JSON.stringify(known) };
    },
    withinMs,
    20,
  );
}

/** Somebody of the company with an AE. */
async function handOff(words: string): Promise<{ company: TrialCompany; contactId: string; email: string }> {
  const company = inventCompany(words);
  const contactId = await addToHubspot(product, company);
  await cross(product, company);
  await expectHandoff(product, company, 'alerted', ({ status }) => status === 'alerted');
  // Only what is done after it counts as the owner's.
  await expectValues(product, company.champion.email, { hubspot_owner_id: /./ });
  return { company, contactId, email: company.champion.email };
}

const isCalled = ({ contactedNotes, engagement }: HubspotFacts) =>
  contactedNotes === 1 && engagement.ownerFirstType === 'CALL';

it(
  'a logged call is known within two seconds where webhooks tell of it',
  async () => {
    const { contactId, email } = await handOff('Told');
    await webhooks(true);
    await product.hubspot('POST', `/sandbox/contacts/${email}/engagements`, { kind: 'call' });
    await expectKnown(contactId, 'the call to be known', isCalled, 2_000);
  },
  testMs,
);

it(
  'a deal that is won is known within two seconds, and whose an open one is',
  async () => {
    const { contactId, email } = await handOff('Deal');
    await webhooks(true);
    const deal = { contact: email, owner: 'tom@acme.test', stage: 'open' };
    const { id } = await product.hubspot<{ id: string }>('POST', '/sandbox/deals', deal);
    const isOpen = ({ hasOpenDeal, deals }: HubspotFacts) => hasOpenDeal && deals.openOwnerId !== null;
    await expectKnown(contactId, 'the open deal to be known', isOpen, 2_000);
    await product.hubspot('PATCH', `/sandbox/deals/${id}`, { stage: 'won' });
    const isWon = ({ hasOpenDeal, deals }: HubspotFacts) => !hasOpenDeal && deals.wonAt !== null;
    await expectKnown(contactId, 'the won deal to be known', isWon, 2_000);
  },
  testMs,
);

it(
  'both are found within five minutes where nothing tells of them',
  async () => {
    const { contactId, email } = await handOff('Untold');
    // Until what the handoff itself reads is read.
    await pass(1_500);
    await product.hubspot('POST', `/sandbox/contacts/${email}/engagements`, { kind: 'call' });
    await product.hubspot('POST', '/sandbox/deals', { contact: email, stage: 'won' });
    await pass(700);
    expect(knownOf(contactId)).toMatchObject({ contactedNotes: 0, deals: { wonAt: null } });
    await product.clock.advance(5 * minuteMs + 1_000);
    const isFound = (facts: HubspotFacts) => isCalled(facts) && facts.deals.wonAt !== null;
    await expectKnown(contactId, 'the sweep to find the call and the deal', isFound, 5_000);
  },
  testMs,
);
