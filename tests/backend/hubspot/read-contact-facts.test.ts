import { absentContact } from '../../../backend/handoff/hubspot-facts.ts';
import { readContactFacts } from '../../../backend/hubspot/read-contact-facts.ts';
import { priorities } from '../../../backend/outbox/effect.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

const email = 'sarah@finpilot.test';

describe('what HubSpot says about a contact', () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await startTestPortal({ seed: 'acme' });
  });
  afterEach(() => portal.close());

  const ask = async (method: string, path: string, body: unknown) => {
    const response = await fetch(portal.sandbox.url + path, { method, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as { id: string };
  };
  const record = (type: '0-1' | '0-2', property: string, value: string) =>
    [...portal.sandbox.portal().records[type].values()].find(({ values }) => values[property] === value)?.id ?? '';
  const owner = (address: string) =>
    [...portal.sandbox.portal().owners.values()].find((one) => one.email === address)?.id ?? '';
  const read = async () => {
    const contactId = record('0-1', 'email', email);
    const used = { contact: ['jobtitle'], company: [] };
    return (await readContactFacts(portal.gateway, used, [contactId], priorities.routine)).get(contactId);
  };
  const sarah = () => ({
    ...absentContact,
    exists: true,
    contactId: record('0-1', 'email', email),
    firstName: 'Sarah',
    lastName: 'Chen',
    email,
    lifecycleStage: 'lead',
    primaryCompany: { id: record('0-2', 'name', 'FinPilot'), name: 'FinPilot' },
    values: { contact: { jobtitle: null, hs_email_optout: null }, company: { numberofemployees: '85' } },
  });

  it('is nothing of sales and owners where nobody has touched it', async () => {
    expect(await read()).toEqual(sarah());
  });

  it('is who owns what, how it stands, and what sales did', async () => {
    const [maria, tom] = [owner('maria@acme.test'), owner('tom@acme.test')];
    await ask('PATCH', `/sandbox/objects/contacts/${email}`, {
      properties: { hubspot_owner_id: maria, hs_lead_status: 'CONNECTED' },
    });
    const companyId = record('0-2', 'name', 'FinPilot');
    await ask('PATCH', `/sandbox/objects/companies/${companyId}`, { properties: { hubspot_owner_id: tom } });
    const at = Date.now() + 60_000;
    const log = (kind: string, after: number) =>
      ask('POST', `/sandbox/contacts/${email}/engagements`, { kind, at: at + after });
    await log('call', 0);
    await log('meeting', 3_600_000);
    await log('sequence email', 1_000);
    expect(await read()).toEqual({
      ...sarah(),
      leadStatus: 'CONNECTED',
      ownerId: maria,
      contactedNotes: 3,
      engagement: {
        lastContactedAt: at + 3_600_000,
        ownerFirstAt: at,
        ownerFirstType: 'CALL',
        meetingAt: at + 3_600_000,
        sequenceSince: at + 1_000,
        isInSequence: true,
      },
      companyOwnerId: tom,
    });
  });

  it('is whose the open deal is, and when deals were won and lost', async () => {
    const deal = (stage: string, by: string) => ask('POST', '/sandbox/deals', { contact: email, owner: by, stage });
    const open = await deal('open', 'tom@acme.test');
    await deal('lost', 'lee@acme.test');
    expect(await read()).toEqual({
      ...sarah(),
      hasOpenDeal: true,
      deals: { openOwnerId: owner('tom@acme.test'), wonAt: null, lostAt: expect.any(Number) },
    });
    await ask('PATCH', `/sandbox/deals/${open.id}`, { stage: 'won' });
    expect(await read()).toEqual({
      ...sarah(),
      hasOpenDeal: false,
      deals: { openOwnerId: null, wonAt: expect.any(Number), lostAt: expect.any(Number) },
    });
  });

  it('is nothing of deals where they may not be read', async () => {
    await ask('POST', '/sandbox/deals', { contact: email, stage: 'open' });
    portal.sandbox.portal().switches.scopes.delete('crm.objects.deals.read');
    expect(await read()).toEqual(sarah());
    expect(await portal.gateway.contactsOfDeals(['1'])).toBeNull();
  });

  it('costs one call of each kind, however much there is', async () => {
    await ask('POST', '/sandbox/deals', { contact: email, stage: 'open' });
    await portal.forget();
    await read();
    expect((await portal.calls()).sort()).toEqual([
      'POST /crm/v3/objects/companies/batch/read',
      'POST /crm/v3/objects/contacts/batch/read',
      'POST /crm/v3/objects/deals/batch/read',
      'POST /crm/v4/associations/contacts/companies/batch/read',
      'POST /crm/v4/associations/contacts/deals/batch/read',
    ]);
  });

  it('leads from a deal to its contacts', async () => {
    const { id } = await ask('POST', '/sandbox/deals', { contact: email, stage: 'open' });
    expect(await portal.gateway.contactsOfDeals([id, '1'])).toEqual(new Map([[id, [record('0-1', 'email', email)]]]));
  });
});
