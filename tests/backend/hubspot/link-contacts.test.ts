import { decideLink, type Person } from '../../../backend/hubspot/decide-link.ts';
import type { HubspotRecord } from '../../../backend/hubspot/hubspot-record.ts';
import { linkContacts, type PersonToLink } from '../../../backend/hubspot/link-contacts.ts';
import { priorities } from '../../../backend/outbox/effect.ts';
import { makeProperties, startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

const person = (change: Partial<Person> = {}): Person => ({
  personId: 1,
  userId: 'u1',
  email: 'sarah@finpilot.test',
  createIfMissing: true,
  ...change,
});
const record = (id: string, heldBy: string | null = null): HubspotRecord => ({
  id,
  properties: { zo_user_id: heldBy },
});

describe('which contact a person is', () => {
  it.each([
    ['the one with the userId', person(), record('5', 'u1'), record('6'), { link: '5' }],
    ['the one with the e-mail address', person(), 'not found', record('6'), { link: '6' }],
    ['the one with the address that is ours already', person(), 'not found', record('6', 'u1'), { link: '6' }],
    [
      'none, when the address belongs to another product user',
      person(),
      'not found',
      record('6', 'u9'),
      expect.objectContaining({ recordId: '6', heldBy: 'u9', conflict: expect.any(String) }),
    ],
    ['a new one', person(), 'not found', 'not found', { create: true }],
    ['none, when none may be created', person({ createIfMissing: false }), 'not found', 'not found', { absent: true }],
    ['a new one without an address', person({ email: null }), 'not found', null, { create: true }],
    ['none for somebody anonymous', person({ userId: null, email: null }), null, null, { absent: true }],
  ] as const)('%s', (_name, wanted, byUserId, byEmail, expected) => {
    expect(decideLink(wanted, byUserId, byEmail)).toEqual(expected);
  });
});

describe('linking people to contacts', () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await startTestPortal();
    await makeProperties(portal.gateway);
  });
  afterEach(() => portal.close());

  const toLink = (change: Partial<PersonToLink> = {}): PersonToLink => ({
    ...person(),
    recordId: null,
    properties: { firstname: 'Sarah', zo_pql_score: '65', zo_handoff_gate: 'open' },
    ...change,
  });
  const link = (...persons: PersonToLink[]) => linkContacts(portal.gateway, persons, priorities.routine);
  const existing = async (properties: Record<string, string>) => {
    const outcome = [...(await portal.gateway.createContacts([{ trace: 't', properties }])).values()][0];
    await portal.forget();
    return outcome?.ok ? outcome.id : '';
  };

  it('asks nothing when the id is known', async () => {
    await portal.forget();
    expect((await link(toLink({ recordId: '77' }))).get(1)).toEqual({ recordId: '77', created: false });
    expect(await portal.calls()).toEqual([]);
  });

  it('finds contacts by userId, and by additional addresses of merged contacts', async () => {
    const mine = await existing({ email: 'old@finpilot.test', zo_user_id: 'u1' });
    const one = await existing({ email: 'lee@finpilot.test' });
    const other = await existing({ email: 'lee.private@finpilot.test' });
    const response = await fetch(`${portal.sandbox.url}/crm/v3/objects/contacts/merge`, {
      method: 'POST',
      headers: { authorization: `Bearer ${portal.sandbox.accessToken}` },
      body: JSON.stringify({ primaryObjectId: one, objectIdToMerge: other }),
    });
    const merged = ((await response.json()) as { id: string }).id;
    const links = await link(toLink(), toLink({ personId: 2, userId: 'u2', email: 'lee.private@finpilot.test' }));
    expect(links.get(1)).toEqual({ recordId: mine, created: false });
    expect(links.get(2)).toEqual({ recordId: merged, created: false });
  });

  it('creates with address and userId, and never with an open gate', async () => {
    const linked = (await link(toLink())).get(1);
    expect(linked).toMatchObject({
      created: true,
      written: { firstname: 'Sarah', email: 'sarah@finpilot.test', zo_user_id: 'u1', zo_pql_score: '65' },
    });
    const records = await portal.gateway.readContacts({
      by: 'zo_user_id',
      values: ['u1'],
      properties: ['zo_handoff_gate'],
    });
    expect(records.get('u1')).toMatchObject({ properties: { zo_handoff_gate: null } });
  });

  it('never searches and never upserts', async () => {
    await portal.forget();
    await link(toLink());
    expect(await portal.calls()).toEqual([
      'POST /crm/v3/objects/contacts/batch/read',
      'POST /crm/v3/objects/contacts/batch/read',
      'POST /crm/v3/objects/contacts/batch/create',
    ]);
  });

  it('creates one contact, not two, when the answer to a creation is lost and the link is tried again', async () => {
    await portal.fail({ mode: 'reset-after-commit', match: { path: 'batch/create' } });
    expect((await link(toLink())).get(1)).toMatchObject({ failed: 'retry' });
    expect((await link(toLink())).get(1)).toMatchObject({ recordId: expect.any(String), created: false });
    expect(portal.sandbox.portal().records['0-1'].size).toBe(1);
  });

  it('takes the contact that somebody created meanwhile', async () => {
    const id = await existing({ email: 'sarah@finpilot.test' });
    const missing = { category: 'OBJECT_NOT_FOUND', message: 'no', context: { ids: ['sarah@finpilot.test', 'u1'] } };
    await portal.fail({
      mode: 'status',
      status: 207,
      body: {
        status: 'COMPLETE',
        results: [],
        errors: [missing],
        startedAt: '2026-11-22T10:00:00Z',
        completedAt: '2026-11-22T10:00:00Z',
      },
      match: { path: 'batch/read' },
      times: 2,
    });
    expect((await link(toLink())).get(1)).toEqual({ recordId: id, created: false });
  });

  it('reports a contact that belongs to another product user', async () => {
    const id = await existing({ email: 'sarah@finpilot.test', zo_user_id: 'u9' });
    expect((await link(toLink())).get(1)).toMatchObject({ conflict: expect.any(String), recordId: id, heldBy: 'u9' });
  });

  it('gives one address to one person only', async () => {
    const links = await link(toLink(), toLink({ personId: 2, userId: 'u2' }));
    expect(links.get(1)).toMatchObject({ created: true });
    expect(links.get(2)).toMatchObject({ conflict: expect.any(String), heldBy: 'u1' });
  });

  it('lets one bad contact fail alone', async () => {
    const links = await link(
      toLink({ properties: { zo_pql_score: 'many' } }),
      toLink({ personId: 2, userId: 'u2', email: 'lee@finpilot.test' }),
    );
    expect(links.get(1)).toMatchObject({ failed: 'fix the record', properties: ['zo_pql_score'] });
    expect(links.get(2)).toMatchObject({ created: true });
  });
});
