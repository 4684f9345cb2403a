/** What people do to records in HubSpot, told by HubSpot's own webhooks, and by none. */
import Database from 'better-sqlite3';
import type { HubspotRecord } from '../../sandbox/demo/hubspot-state.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { headersV1 } from '../../sandbox/hubspot/signing/sign-request.ts';
import { clientSecret, portalId, type RunningProduct, startProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  alertsAbout,
  cross,
  expectAlerts,
  expectValues,
  handoffsOf,
  inventCompany,
  lastStep,
  pass,
  type TrialCompany,
  track,
  useBefore,
} from '../support/trial-company.ts';

const testMs = 60_000;
const dayMs = 86_400_000;
let product: RunningProduct;
let database: Database.Database;

beforeAll(async () => {
  product = await startProduct({ withoutActionIds: true });
  database = new Database(product.databaseFile, { readonly: true });
}, 60_000);
afterAll(async () => {
  database?.close();
  await product?.stop();
});
beforeEach(() => webhooks(true));

const webhooks = (webhooks: boolean) => product.hubspot('POST', '/sandbox/settings', { webhooks });
const isoNow = () => new Date(product.clock.now()).toISOString();

async function handedOff(words: string): Promise<TrialCompany & { contactId: string }> {
  const company = inventCompany(words);
  const contactId = await addToHubspot(product, company);
  await cross(product, company);
  await expectValues(product, company.champion.email, { zo_handoff_status: 'alerted' }, 25_000);
  await expectAlerts(product, company, 2);
  return { ...company, contactId };
}

async function expectRecord(what: string, userId: string, isIt: (record: Stored) => boolean, withinMs = 15_000) {
  return waitUntil<Stored>(
    what,
    async () => {
      const record = recordOf(userId);
      return record !== undefined && isIt(record) ? { value: record } : { instead: JSON.stringify(record) };
    },
    withinMs,
    50,
  );
}

type Stored = { record_id: string | null; deleted_id: string | null };

function recordOf(userId: string): Stored | undefined {
  return database
    .prepare(
      `SELECT record_id, deleted_id FROM records r JOIN identities i ON i.person_id = r.subject_id
       WHERE r.kind = 'contact' AND i.identity = ?`,
    )
    .get(`u:${userId}`) as Stored | undefined;
}

async function expectAlertSays(company: TrialCompany, words: string): Promise<void> {
  await waitUntil<true>(
    `the alerts about ${company.champion.email} to say "${words}"`,
    async () => {
      const alerts = await alertsAbout(product, company);
      const isSaid = alerts.length > 0 && alerts.every(({ shown }) => shown.includes(words));
      return isSaid ? { value: true } : { instead: JSON.stringify(alerts) };
    },
    15_000,
    50,
  );
}

async function contactsWith(email: string): Promise<HubspotRecord[]> {
  const { results } = await product.hubspotApi<{ results: HubspotRecord[] }>(
    'POST',
    '/crm/v3/objects/contacts/search',
    {
      filterGroups: [{ filters: [{ propertyName: 'email', operator: 'EQ', value: email }] }],
    },
  );
  return results;
}

it(
  'a stage that somebody sets is decided by at once',
  async () => {
    const company = inventCompany('Stage');
    const contactId = await addToHubspot(product, company);
    await product.send(useBefore(product, company));
    await expectValues(product, company.champion.email, { zo_handoff_gate: 'not_ready' });
    // Whoever was never read is read when it matters: now, as the last step is done.
    await product.send([lastStep(product, company)]);
    await expectValues(product, company.champion.email, { zo_handoff_status: 'alerted' }, 25_000);
    await product.hubspot('PATCH', `/sandbox/objects/contacts/${contactId}`, {
      properties: { lifecyclestage: 'customer' },
    });
    await expectValues(product, company.champion.email, { zo_handoff_gate: 'customer_or_open_deal' });
  },
  testMs,
);

it(
  'merged contacts are one person: usage adds up, and of two handoffs one goes on',
  async () => {
    const kept = await handedOff('Kept');
    const other = await handedOff('Other');
    const { id } = await product.hubspot<{ id: string }>('POST', '/sandbox/objects/contacts/merge', {
      primary: kept.champion.email,
      other: other.champion.email,
    });
    expect([kept.contactId, other.contactId]).not.toContain(id);
    await expectValues(product, kept.champion.email, {
      zo_key_actions_7d: '28',
      zo_user_id: kept.champion.userId,
      zo_handoff_status: 'alerted',
    });
    const handoffs = await handoffsOf(product, kept.champion.email);
    expect(handoffs.map(({ status }) => status).sort()).toEqual(['alerted', 'withdrawn']);
    const withdrawn = handoffs.find(({ status }) => status === 'withdrawn')!;
    const { receipts } = await product.admin<{ receipts: { kind: string; body: object }[] }>(
      'GET',
      `/receipts?handoffId=${withdrawn.handoffId}&limit=100`,
    );
    expect(receipts).toContainEqual(
      expect.objectContaining({
        kind: 'withdrawal',
        body: expect.objectContaining({ because: 'same HubSpot contact', continuesAs: expect.any(Number) }),
      }),
    );
    await waitUntil<true>(
      'both alerts about the other one to say that there is nothing to do',
      async () => {
        const messages = await product.messagesAbout('Withdrawn: there is nothing to do');
        return messages.length === 2 ? { value: true } : { instead: JSON.stringify(messages) };
      },
      15_000,
      50,
    );
    await product.send([track(other.champion, 'Report Created', isoNow())]);
    await expectValues(product, kept.champion.email, { zo_key_actions_7d: '29' });
  },
  testMs,
);

it(
  'a deleted contact ends its handoff and is not made anew; restored, it is written again',
  async () => {
    const company = await handedOff('Deleted');
    const { champion, contactId } = company;
    await product.hubspot('DELETE', `/sandbox/objects/contacts/${contactId}`);
    await expectAlertSays(company, 'the contact was deleted in HubSpot');
    expect(recordOf(champion.userId)).toEqual({ record_id: null, deleted_id: contactId });
    await product.send([track(champion, 'Report Created', isoNow())]);
    await pass(2_000);
    expect(await contactsWith(champion.email)).toEqual([]);

    await product.hubspot('POST', `/sandbox/objects/contacts/${contactId}/restore`);
    await expectRecord(
      'the restored contact to be linked',
      champion.userId,
      ({ record_id }) => record_id === contactId,
    );
    await expectValues(product, champion.email, {
      zo_key_actions_7d: '15',
      zo_handoff_status: 'withdrawn',
      zo_handoff_gate: /cooling_down|already_sql/,
    });
    expect(await alertsAbout(product, company)).toHaveLength(2);
  },
  testMs,
);

it(
  'only a crossing after the deletion makes a contact anew',
  async () => {
    const company = inventCompany('Anew');
    const { champion } = company;
    const contactId = await addToHubspot(product, company);
    await product.send(useBefore(product, company));
    await expectValues(product, champion.email, { zo_pql_score: '65', zo_handoff_gate: 'not_ready' });
    await product.hubspot('DELETE', `/sandbox/objects/contacts/${contactId}`);
    await expectRecord('the deletion to be followed', champion.userId, ({ record_id }) => record_id === null);
    await product.send([track(champion, 'Report Created', isoNow())]);
    await pass(2_000);
    expect(await contactsWith(champion.email)).toEqual([]);
    await product.send([lastStep(product, company)]);
    const { contact } = await expectValues(product, champion.email, { zo_handoff_status: 'alerted' }, 25_000);
    expect(contact.id).not.toBe(contactId);
    expect(recordOf(champion.userId)).toEqual({ record_id: contact.id, deleted_id: null });
  },
  testMs,
);

it(
  'a contact put under a company brings the company its active users',
  async () => {
    const company = inventCompany('Associated');
    const { champion } = company;
    const made = await product.hubspot<{ id: string }>('POST', '/sandbox/objects/contacts', {
      properties: { email: champion.email, lifecyclestage: 'lead' },
    });
    await product.send(useBefore(product, company));
    await expectValues(product, champion.email, { zo_pql_score: '65' });
    const { id: companyId } = await product.hubspot<{ id: string }>('POST', '/sandbox/objects/companies', {
      properties: { name: 'Known under another name' },
    });
    await product.hubspot('PUT', `/sandbox/objects/contacts/${made.id}/associations/companies/${companyId}`);
    await waitUntil<true>(
      'the company to have its active users',
      async () => {
        const { companies } = await product.contact(champion.email);
        const active = companies[0]?.values.zo_company_active_users;
        return active === '1' ? { value: true } : { instead: JSON.stringify(companies) };
      },
      15_000,
      50,
    );
  },
  testMs,
);

it(
  'merged companies are one product company with the active users of both',
  async () => {
    const [one, other] = [inventCompany('One'), inventCompany('Another')];
    for (const company of [one, other]) {
      await addToHubspot(product, company);
      await product.send([...useBefore(product, company), lastStep(product, company)]);
      await expectValues(product, company.champion.email, { zo_handoff_status: 'alerted' }, 25_000);
    }
    const idOf = async (company: TrialCompany) => (await product.contact(company.champion.email)).companies[0]!.id;
    await product.hubspot('POST', '/sandbox/objects/companies/merge', {
      primary: await idOf(one),
      other: await idOf(other),
    });
    await waitUntil<true>(
      'the merged company to have four active users',
      async () => {
        const { companies } = await product.contact(other.champion.email);
        const { zo_company_active_users: active, zo_company_id: id } = companies[0]?.values ?? {};
        return active === '4' && id === one.groupId ? { value: true } : { instead: JSON.stringify(companies) };
      },
      20_000,
      50,
    );
  },
  testMs,
);

it(
  'a contact deleted for privacy is forgotten, and nothing of it is kept any more',
  async () => {
    const company = await handedOff('Forgotten');
    const { champion, contactId } = company;
    await product.hubspot('POST', `/sandbox/contacts/${contactId}/gdpr-delete`);
    await waitUntil<true>(
      'the person to be forgotten',
      async () => (recordOf(champion.userId) === undefined ? { value: true } : { instead: 'still there' }),
      15_000,
      50,
    );
    const proof = await waitUntil<Record<string, unknown>>(
      'the proof',
      async () => {
        const rows = database.prepare('SELECT * FROM privacy_deletions').all() as Record<string, unknown>[];
        const [row] = rows;
        return row?.outcome === 'erased' ? { value: row } : { instead: JSON.stringify(rows) };
      },
      15_000,
      50,
    );
    expect(proof).toMatchObject({ contact_id: null, contact_hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(JSON.parse(proof.erased_json as string)).toMatchObject({ persons: 1, handoffs: 1, messages: 2 });
    await waitUntil<true>(
      'our Slack messages to say nothing of them any more',
      async () => {
        const messages = await product.messagesAbout(champion.lastName);
        return messages.length === 0 ? { value: true } : { instead: JSON.stringify(messages) };
      },
      15_000,
      50,
    );

    const before = database.prepare('SELECT count(*) AS events FROM events').get();
    await product.send([
      track(champion, 'Report Created', isoNow()),
      track(company.teammate, 'Report Created', isoNow()),
      { type: 'identify', userId: 'somebody-else', traits: { email: champion.email.toUpperCase() } },
      { type: 'track', userId: 'somebody-else', event: 'Report Created', messageId: 'later-of-somebody-else' },
    ]);
    const events = (database.prepare('SELECT count(*) AS events FROM events').get() as { events: number }).events;
    expect(events).toBe((before as { events: number }).events + 1);
    expect(recordOf('somebody-else')).toBeUndefined();
    const doctor = await product.admin<{ checks: { name: string; detail: string }[] }>('GET', '/doctor');
    expect(doctor.checks.find(({ name }) => name === 'Privacy deletions')?.detail).toBe(
      '1 erased, 0 of nobody here, 3 later events refused',
    );
  },
  testMs,
);

it(
  'what was answered with 200 is done, also when the power goes off the moment after',
  async () => {
    const company = await handedOff('Power cut');
    await webhooks(false);
    await product.hubspot('DELETE', `/sandbox/objects/contacts/${company.contactId}`);
    await product.hubspot('POST', '/sandbox/failures', {
      mode: 'status',
      status: 503,
      match: { path: 'batch/read' },
      times: 3,
    });
    const body = JSON.stringify([
      { portalId, subscriptionType: 'contact.deletion', objectId: Number(company.contactId) },
    ]);
    const answered = await fetch(`${product.backendUrl}/hubspot/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headersV1(clientSecret, body) },
      body,
    });
    await product.kill();
    expect(answered.status).toBe(200);
    expect(recordOf(company.champion.userId)).toMatchObject({ record_id: company.contactId });
    await product.hubspot('DELETE', '/sandbox/failures');
    await product.start();
    await expectRecord('the deletion to be followed', company.champion.userId, ({ record_id }) => record_id === null);
  },
  testMs,
);

it(
  'whatever is sent as HubSpot, the answer is no failure of ours, and nothing changes',
  async () => {
    const company = await handedOff('Hostile');
    const post = async (sent: unknown) => {
      const body = typeof sent === 'string' ? sent : JSON.stringify(sent);
      const headers = { 'content-type': 'application/json', ...headersV1(clientSecret, body) };
      return (await fetch(`${product.backendUrl}/hubspot/webhooks`, { method: 'POST', headers, body })).status;
    };
    const told = (change: object) => ({
      portalId,
      subscriptionType: 'contact.deletion',
      objectId: Number(company.contactId),
      ...change,
    });
    const kept = () => [
      recordOf(company.champion.userId),
      database
        .prepare('SELECT (SELECT count(*) FROM persons) AS persons, (SELECT count(*) FROM merges) AS merges')
        .get(),
    ];
    const before = kept();
    const bodies: [unknown, number][] = [
      [[told({})], 200],
      [[told({ subscriptionType: 'contact.privacyDeletion' })], 200],
      [
        [told({ subscriptionType: 'contact.merge', mergedObjectIds: [Number(company.contactId)], newObjectId: 1 })],
        200,
      ],
      [[told({ portalId: 99 }), told({ portalId: 99, subscriptionType: 'contact.privacyDeletion' })], 200],
      [[told({ objectId: "1'; DROP TABLE records; --", subscriptionType: 'contact.merge' })], 200],
      [[told({ subscriptionType: 'x'.repeat(10_000) })], 400],
      [[told({ objectId: '9'.repeat(10_000) })], 400],
      [[told({ objectId: -1 })], 400],
      [[told({ mergedObjectIds: 'all' })], 400],
      [[told({ portalId: '4711; --' })], 400],
      [Array.from({ length: 101 }, () => told({})), 400],
      [{ events: [] }, 400],
      [null, 400],
      ['[{"portalId":', 400],
      [[[told({})]], 400],
      [[told({ propertyValue: 'x'.repeat(2_000_000) })], 413],
    ];
    for (const [sent, status] of bodies)
      expect([JSON.stringify(sent)?.slice(0, 200), await post(sent)]).toEqual([
        JSON.stringify(sent)?.slice(0, 200),
        status,
      ]);
    await pass(3_000);
    expect(kept()).toEqual(before);
    expect(await handoffsOf(product, company.champion.email)).toMatchObject([{ status: 'alerted' }]);
  },
  testMs,
);

it('with no webhook at all, the daily reconciliation repairs everything within its calls', async () => {
  const [merged, other, deleted] = [await handedOff('Merged'), await handedOff('Joined'), await handedOff('Gone')];
  await webhooks(false);
  await product.hubspot('POST', '/sandbox/objects/contacts/merge', {
    primary: merged.champion.email,
    other: other.champion.email,
  });
  await product.hubspot('DELETE', `/sandbox/objects/contacts/${deleted.contactId}`);
  await pass(1_000);
  expect(recordOf(deleted.champion.userId)?.record_id).toBe(deleted.contactId);

  await product.clock.advance(dayMs);
  await expectRecord(
    'the deletion to be noticed',
    deleted.champion.userId,
    ({ record_id }) => record_id === null,
    30_000,
  );
  await waitUntil<true>(
    'both users to be one',
    async () => {
      const people = [merged, other].map(({ champion }) =>
        database.prepare('SELECT person_id FROM identities WHERE identity = ?').get(`u:${champion.userId}`),
      );
      return JSON.stringify(people[0]) === JSON.stringify(people[1])
        ? { value: true }
        : { instead: JSON.stringify(people) };
    },
    30_000,
    50,
  );
  const handoffs = await handoffsOf(product, merged.champion.email);
  expect(handoffs.filter(({ status }) => status === 'withdrawn')).toHaveLength(1);
  expect(handoffs).toHaveLength(2);
  const check = await waitUntil<string>(
    'the reconciliation to have ended',
    async () => {
      const { checks } = await product.admin<{ checks: { name: string; detail: string }[] }>('GET', '/doctor');
      const detail = checks.find(({ name }) => name === 'Daily reconciliation')?.detail ?? 'no line';
      return detail.includes('everything was compared') ? { value: detail } : { instead: detail };
    },
    30_000,
    200,
  );
  const [, calls] = /with (\d+) calls/.exec(check)!;
  expect(Number(calls)).toBeLessThanOrEqual(40);
  const metrics = await (await fetch(`${product.backendUrl}/metrics`)).text();
  expect(metrics).toContain(`zo_reconciliation_calls_total ${calls}`);
}, 90_000);
