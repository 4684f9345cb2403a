import { type Delivery, deliverContacts } from '../../../backend/hubspot/deliver-contacts.ts';
import { priorities } from '../../../backend/outbox/effect.ts';
import { makeProperties, startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

describe('delivering values', () => {
  let portal: TestPortal;
  let contactIds: string[];
  let companyId: string;

  beforeEach(async () => {
    portal = await startTestPortal();
    await makeProperties(portal.gateway);
    const emails = ['a@finpilot.test', 'b@finpilot.test'];
    const contacts = await portal.gateway.createContacts(
      emails.map((email) => ({ trace: email, properties: { email } })),
    );
    contactIds = [...contacts.values()].map((outcome) => (outcome.ok ? outcome.id : ''));
    const companies = await portal.gateway.createCompanies([{ trace: 'c', properties: { name: 'FinPilot' } }]);
    companyId = [...companies.values()].map((outcome) => (outcome.ok ? outcome.id : ''))[0]!;
    await portal.forget();
  });
  afterEach(() => portal.close());

  const delivery = (index: number, change: Partial<Delivery> = {}): Delivery => ({
    personId: index,
    contactId: contactIds[index]!,
    companyId,
    company: { zo_company_active_users: '2' },
    associate: true,
    contact: { zo_pql_score: '65', zo_handoff_gate: 'open' },
    ...change,
  });
  const deliver = (...deliveries: Delivery[]) => deliverContacts(portal.gateway, deliveries, priorities.crossing);

  it('writes for many people in four calls and says value by value what was acknowledged', async () => {
    const outcomes = await deliver(delivery(0), delivery(1));
    expect(outcomes.get(1)).toEqual({
      contact: { zo_pql_score: '65', zo_handoff_gate: 'open' },
      company: { zo_company_active_users: '2' },
      isAssociated: true,
      newContactId: null,
      newCompanyId: null,
      problem: null,
    });
    expect(await portal.calls()).toEqual([
      'POST /crm/v3/objects/companies/batch/update',
      'POST /crm/v4/associations/contacts/companies/batch/create',
      'POST /crm/v3/objects/contacts/batch/update',
      'POST /crm/v3/objects/contacts/batch/update',
    ]);
  });

  it('keeps the gate shut when the company could not be written', async () => {
    await portal.fail({ mode: 'status', status: 500, match: { path: 'companies/batch/update' } });
    const outcome = (await deliver(delivery(0))).get(0);
    expect(outcome).toMatchObject({ contact: {}, company: {}, problem: { at: 'company', kind: 'retry' } });
    expect(await portal.calls()).toEqual(['POST /crm/v3/objects/companies/batch/update']);
  });

  it('writes the good values of a record beside a refused one, and keeps its gate shut', async () => {
    const contact = { zo_pql_score: 'many', zo_plan: 'free', zo_handoff_gate: 'open' };
    const outcome = (await deliver(delivery(0, { contact, associate: false, company: null }))).get(0);
    expect(outcome).toMatchObject({
      contact: { zo_plan: 'free' },
      problem: { at: 'contact', kind: 'fix the record', properties: ['zo_pql_score'] },
    });
    const records = await portal.gateway.readContacts({
      by: 'id',
      values: [contactIds[0]!],
      properties: ['zo_plan', 'zo_handoff_gate'],
    });
    expect(records.get(contactIds[0]!)).toMatchObject({ properties: { zo_plan: 'free', zo_handoff_gate: null } });
  });

  it('tells who is gone and delivers to the others', async () => {
    const outcomes = await deliver(delivery(0, { contactId: '999', associate: false }), delivery(1));
    expect(outcomes.get(0)).toMatchObject({ problem: { at: 'contact', kind: 'gone' } });
    expect(outcomes.get(1)).toMatchObject({ problem: null });
  });
});
