import path from 'node:path';
import { type HubspotSandbox, startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';
import { type ActionReceiver, startActionReceiver } from './action-receiver.ts';
import { callsTo, until } from './sandbox-calls.ts';

const email = 'sarah@finpilot.test';
const later = 10 * 60_000;
const iso = (at: number) => new Date(at).toISOString();

/** Everything HubSpot calculates from what is logged on a contact. */
const calculated = [
  'num_contacted_notes',
  'notes_last_contacted',
  'num_notes',
  'notes_last_updated',
  'hs_last_sales_activity_timestamp',
  'hs_sales_email_last_replied',
  'hs_email_last_send_date',
  'hs_sa_first_engagement_date',
  'hs_sa_first_engagement_object_type',
  'engagements_last_meeting_booked',
  'hs_sequences_enrolled_count',
  'hs_latest_sequence_enrolled_date',
  'hs_sequences_is_enrolled',
];

let receiver: ActionReceiver;
let sandbox: HubspotSandbox;
let call: ReturnType<typeof callsTo>;

beforeEach(async () => {
  receiver = await startActionReceiver();
  sandbox = await startHubspotSandbox({
    actionUrl: receiver.url,
    searchIndexDelayMs: 0,
    projectDir: path.join(import.meta.dirname, 'fixture-activity'),
  });
  call = callsTo(sandbox);
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

const ownerId = (owner: string) => [...sandbox.portal().owners.values()].find((one) => one.email === owner)?.id;
const assign = (owner: string) =>
  call('PATCH', `/sandbox/objects/contacts/${email}`, { properties: { hubspot_owner_id: ownerId(owner) ?? '' } });
const log = (engagement: Record<string, unknown> = {}) =>
  call('POST', `/sandbox/contacts/${email}/engagements`, engagement);

const idOf = async (address: string) =>
  ((await call('GET', `/sandbox/contacts/${address}`)).body.contact as { id: string }).id;

async function calculatedNow(): Promise<Record<string, string | null>> {
  const wanted = `idProperty=email&properties=${calculated.join(',')}`;
  const { properties } = (await call('GET', `/crm/v3/objects/contacts/${email}?${wanted}`)).body;
  return Object.fromEntries(calculated.flatMap((name) => (properties[name] ? [[name, properties[name]]] : [])));
}

describe('what is logged on a contact moves', () => {
  const contacted = (at: string) => ({
    num_contacted_notes: '1',
    notes_last_contacted: at,
    num_notes: '1',
    notes_last_updated: at,
  });
  const first = (at: string, type: string) => ({
    hs_sa_first_engagement_date: at,
    hs_sa_first_engagement_object_type: type,
  });

  it.each<[string, (at: string) => Record<string, string>]>([
    ['call', (at) => ({ ...contacted(at), ...first(at, 'CALL') })],
    ['meeting', (at) => ({ ...contacted(at), ...first(at, 'MEETING_EVENT'), engagements_last_meeting_booked: at })],
    ['email', (at) => ({ ...contacted(at), ...first(at, 'EMAIL') })],
    ['message', (at) => ({ ...contacted(at), ...first(at, 'CONVERSATION_SESSION') })],
    ['task', (at) => ({ num_notes: '1', notes_last_updated: at, ...first(at, 'TASK') })],
    ['note', (at) => ({ num_notes: '1', notes_last_updated: at })],
    [
      'sequence email',
      (at) => ({
        ...contacted(at),
        ...first(at, 'EMAIL'),
        hs_sequences_enrolled_count: '1',
        hs_latest_sequence_enrolled_date: at,
        hs_sequences_is_enrolled: 'true',
      }),
    ],
    ['marketing email', (at) => ({ hs_email_last_send_date: at })],
    ['reply', (at) => ({ hs_last_sales_activity_timestamp: at, hs_sales_email_last_replied: at })],
  ])('by a %s exactly what HubSpot’s would', async (kind, expected) => {
    await assign('maria@acme.test');
    const at = Date.now() + later;
    await log({ kind, at });
    expect(await calculatedNow()).toEqual(expected(iso(at)));
  });

  it('counts, and the latest is the last', async () => {
    const at = Date.now();
    for (const [kind, after] of [
      ['email', 3],
      ['call', 1],
      ['note', 5],
    ] as const)
      await log({ kind, at: at + after });
    expect(await calculatedNow()).toEqual({
      num_contacted_notes: '2',
      notes_last_contacted: iso(at + 3),
      num_notes: '3',
      notes_last_updated: iso(at + 5),
    });
  });

  it('is a call by the contact’s owner, now, when nothing is said', async () => {
    await assign('maria@acme.test');
    const { engagements } = (await log()).body;
    expect(engagements).toEqual([
      { kind: 'call', contactId: expect.any(String), ownerId: ownerId('maria@acme.test'), at: expect.any(Number) },
    ]);
  });

  it.each([
    [{ kind: 'fax' }, /^kind must be one of: call, meeting/],
    [{ by: 'nobody@acme.test' }, /^by must be an owner's id or e-mail/],
    [{ at: 'soon' }, /^at must be a moment in milliseconds/],
  ])('refuses %j', async (engagement, message) => {
    expect(await log(engagement)).toMatchObject({ status: 400, body: { message: expect.stringMatching(message) } });
  });
});

describe('the first engagement', () => {
  const firstNow = async () => (await calculatedNow()).hs_sa_first_engagement_object_type ?? null;

  it('is only the current owner’s, since the contact is theirs', async () => {
    await log({ kind: 'call', by: 'maria@acme.test', at: Date.now() - later });
    await assign('maria@acme.test');
    await log({ kind: 'email', by: 'tom@acme.test' });
    expect(await firstNow()).toBeNull();
    await log({ kind: 'message', by: 'maria@acme.test', at: Date.now() + later });
    await log({ kind: 'call', by: 'maria@acme.test', at: Date.now() + 2 * later });
    expect(await firstNow()).toBe('CONVERSATION_SESSION');
  });

  it('goes with the owner, and starts over with the next', async () => {
    await assign('maria@acme.test');
    await log();
    await assign('');
    expect(await firstNow()).toBeNull();
    await assign('tom@acme.test');
    expect(await firstNow()).toBeNull();
    await log({ kind: 'task', at: Date.now() + later });
    expect(await firstNow()).toBe('TASK');
  });
});

describe('calculated properties', () => {
  it('follow after the delay the account has', async () => {
    await call('POST', '/sandbox/settings', { calculationDelayMs: 40 });
    await log();
    expect(await calculatedNow()).toEqual({});
    const portal = sandbox.portal();
    await until(() => [...portal.records['0-1'].values()].some(({ values }) => values.num_contacted_notes === '1'));
  });

  it('change the contact for whoever searches for changes', async () => {
    const before = Date.now();
    await log();
    const { results } = (
      await call('POST', '/crm/v3/objects/contacts/search', {
        filterGroups: [{ filters: [{ propertyName: 'lastmodifieddate', operator: 'GTE', value: String(before) }] }],
        properties: ['email'],
      })
    ).body;
    expect(results.map(({ properties }) => properties.email)).toContain(email);
  });

  it('are kept from webhooks, unless the account delivers them', async () => {
    await call('POST', '/sandbox/settings', { webhooks: true });
    await log();
    await call('PATCH', `/sandbox/objects/contacts/${email}`, { properties: { hs_lead_status: 'CONNECTED' } });
    await until(() => receiver.received.length === 1);
    await call('POST', '/sandbox/settings', { calculatedWebhooks: true });
    await log();
    await until(() => receiver.received.length === 2);
    const [first, second] = receiver.received.map(({ rawBody }) =>
      (JSON.parse(rawBody) as { propertyName: string; changeSource: string }[]).map((event) => [
        event.propertyName,
        event.changeSource,
      ]),
    );
    expect(first).toEqual([['hs_lead_status', 'CRM_UI']]);
    expect(second).toEqual([
      ['num_contacted_notes', 'CALCULATED'],
      ['notes_last_contacted', 'CALCULATED'],
    ]);
  });
});

describe('calls of the CRM', () => {
  const create = async (properties: Record<string, unknown>) =>
    call('POST', '/crm/v3/objects/calls', {
      properties,
      associations: [
        {
          to: { id: await idOf(email) },
          types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 194 }],
        },
      ],
    });

  it('have the effect of a logged call, and are read back by id', async () => {
    await assign('maria@acme.test');
    const at = Date.now() + later;
    const properties = {
      hs_timestamp: String(at),
      hs_call_title: 'First call',
      hs_call_status: 'COMPLETED',
      hs_call_direction: 'OUTBOUND',
      hubspot_owner_id: ownerId('maria@acme.test'),
    };
    const created = await create(properties);
    expect([created.status, (await calculatedNow()).hs_sa_first_engagement_object_type]).toEqual([201, 'CALL']);
    const read = await call('GET', `/crm/v3/objects/calls/${created.body.id}?properties=${Object.keys(properties)}`);
    expect(read.body.properties).toMatchObject({ ...properties, hs_timestamp: iso(at) });
    expect((await call('GET', `/crm/v3/objects/0-48/${created.body.id}`)).status).toBe(200);
  });

  it('count no more once they are deleted', async () => {
    const { id } = (await create({ hs_timestamp: Date.now() })).body;
    await call('DELETE', `/crm/v3/objects/calls/${id}`);
    expect(await calculatedNow()).toEqual({});
  });

  it('need a time, and a known status', async () => {
    expect(await create({ hs_call_title: 'When?' })).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'REQUIRED_FIELD', context: { propertyName: ['hs_timestamp'] } }] },
    });
    expect((await create({ hs_timestamp: Date.now(), hs_call_status: 'SHOUTED' })).status).toBe(400);
  });

  it('need the scope of contacts', async () => {
    await call('POST', '/sandbox/settings', { withoutScopes: ['crm.objects.contacts.write'] });
    expect(await create({ hs_timestamp: Date.now() })).toMatchObject({
      status: 403,
      body: { category: 'MISSING_SCOPES' },
    });
  });

  it('follow their contact into a merge', async () => {
    await log();
    await call('POST', '/crm/v3/objects/contacts/merge', {
      primaryObjectId: await idOf(email),
      objectIdToMerge: await idOf('priya@finpilot.test'),
    });
    await log({ kind: 'email' });
    expect((await calculatedNow()).num_contacted_notes).toBe('2');
  });
});

describe('deals', () => {
  const closing = ['hs_is_closed', 'hs_is_closed_won', 'closedate', 'hubspot_owner_id', 'amount'];
  const read = async (id: string) => {
    const { properties } = (await call('GET', `/crm/v3/objects/deals/${id}?properties=${closing}`)).body;
    return Object.fromEntries(closing.map((name) => [name, properties[name]]));
  };

  it('are the contact’s, open, and closed when they are won', async () => {
    await assign('maria@acme.test');
    const made = await call('POST', '/sandbox/deals', { contact: email, stage: 'open', amount: 900 });
    const owner = ownerId('maria@acme.test');
    expect(await read(made.body.id)).toEqual({
      hs_is_closed: 'false',
      hs_is_closed_won: 'false',
      closedate: null,
      hubspot_owner_id: owner,
      amount: '900',
    });
    await call('PATCH', `/sandbox/deals/${made.body.id}`, { stage: 'won' });
    expect(await read(made.body.id)).toMatchObject({
      hs_is_closed: 'true',
      hs_is_closed_won: 'true',
      closedate: expect.stringMatching(/Z$/),
    });
    const { deals } = (await call('GET', `/sandbox/contacts/${email}`)).body;
    expect(deals).toMatchObject([{ id: made.body.id }]);
  });

  it('tell webhooks that they were made, whose they are and what became of them', async () => {
    await call('POST', '/sandbox/settings', { webhooks: true });
    const { id } = (await call('POST', '/sandbox/deals', { contact: email, owner: 'tom@acme.test', stage: 'open' }))
      .body;
    await call('PATCH', `/sandbox/deals/${id}`, { stage: 'lost' });
    await until(() => receiver.received.length === 1);
    const events = JSON.parse(receiver.received[0]!.rawBody) as Record<string, unknown>[];
    expect(events).toMatchObject([
      { subscriptionType: 'object.creation', objectTypeId: '0-3', objectId: Number(id) },
      { subscriptionType: 'object.propertyChange', propertyName: 'dealstage', propertyValue: 'appointmentscheduled' },
      { subscriptionType: 'object.associationChange', associationType: 'DEAL_TO_CONTACT', fromObjectId: Number(id) },
      { subscriptionType: 'object.propertyChange', propertyName: 'dealstage', propertyValue: 'closedlost' },
    ]);
  });

  it.each([
    [{ stage: 'open' }, 404],
    [{ contact: email, stage: 'nearly' }, 400],
    [{ contact: email, stage: 'open', owner: 'nobody@acme.test' }, 400],
    [{ contact: email, stage: 'open', amount: 'much' }, 400],
  ])('refuses %j', async (deal, status) => {
    expect((await call('POST', '/sandbox/deals', deal)).status).toBe(status);
  });
});
