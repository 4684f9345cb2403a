import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CompanyToLink,
  decideCompanyLink,
  linkCompanies,
  settleMs,
} from '../../../backend/hubspot/link-companies.ts';
import { priorities } from '../../../backend/outbox/effect.ts';
import { makeProperties, startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

const company = (change: Partial<CompanyToLink> = {}): CompanyToLink => ({
  companyId: 1,
  recordId: null,
  groupId: 'g1',
  name: 'FinPilot',
  domains: ['finpilot.test'],
  contactIds: [],
  createIfMissing: true,
  isSettled: false,
  properties: {},
  ...change,
});
const record = (id: string, heldBy: string | null = null) => ({ id, properties: { zo_company_id: heldBy } });
const none = { byGroupId: null, primary: null, byDomain: null };

describe('which company a product account is', () => {
  it.each([
    ['the one with its id', company(), { ...none, byGroupId: record('5', 'g1'), primary: record('6') }, { link: '5' }],
    [
      "its people's primary company",
      company(),
      { ...none, primary: record('6'), byDomain: record('7') },
      { link: '6' },
    ],
    ['the one with its domain', company(), { ...none, byDomain: record('7') }, { link: '7' }],
    [
      'the one with its domain when the primary one is taken',
      company(),
      { ...none, primary: record('6', 'g9'), byDomain: record('7') },
      { link: '7' },
    ],
    [
      'none when the only one is taken',
      company(),
      { ...none, byDomain: record('7', 'g9') },
      expect.objectContaining({ recordId: '7', heldBy: 'g9' }),
    ],
    ['unknown until things have settled', company(), none, { waitMs: settleMs }],
    ['a new one after that', company({ isSettled: true }), none, { create: true }],
    ['none when none may be created', company({ isSettled: true, createIfMissing: false }), none, { absent: true }],
    ['none without id and domain', company({ groupId: null, domains: [], isSettled: true }), none, { absent: true }],
  ] as const)('%s', (_name, wanted, sightings, expected) => {
    expect(decideCompanyLink(wanted, sightings)).toEqual(expected);
  });
});

describe('linking product accounts to companies', () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await startTestPortal({ searchIndexDelayMs: 50 });
    await makeProperties(portal.gateway);
  });
  afterEach(() => portal.close());

  const link = (...companies: CompanyToLink[]) => linkCompanies(portal.gateway, companies, priorities.routine);
  const existing = async (properties: Record<string, string>) => {
    const outcome = [...(await portal.gateway.createCompanies([{ trace: 't', properties }])).values()][0];
    return outcome?.ok ? outcome.id : '';
  };

  it('finds it by its id, by the primary company of its people, and by domain', async () => {
    const byId = await existing({ name: 'A', zo_company_id: 'g1' });
    const primary = await existing({ name: 'B' });
    const byDomain = await existing({ name: 'C', domain: 'c.test' });
    const contacts = await portal.gateway.createContacts([
      { trace: 't', properties: { email: 'x@b.test' }, companyId: primary },
    ]);
    const contact = contacts.get('t');
    await sleep(100);
    const links = await link(
      company({ domains: [] }),
      company({ companyId: 2, groupId: 'g2', domains: [], contactIds: contact?.ok ? [contact.id] : [] }),
      company({ companyId: 3, groupId: null, domains: ['c.test'] }),
    );
    expect([...links].sort()).toEqual([
      [1, { recordId: byId, created: false }],
      [2, { recordId: primary, created: false }],
      [3, { recordId: byDomain, created: false }],
    ]);
  });

  it('waits before it creates, then creates once', async () => {
    expect((await link(company())).get(1)).toEqual({ waitMs: settleMs });
    const made = (await link(company({ isSettled: true }))).get(1);
    expect(made).toMatchObject({
      created: true,
      written: { zo_company_id: 'g1', name: 'FinPilot', domain: 'finpilot.test' },
    });
    expect((await link(company({ isSettled: true }))).get(1)).toMatchObject({ created: false });
    expect(portal.sandbox.portal().records['0-2'].size).toBe(1);
  });
});
