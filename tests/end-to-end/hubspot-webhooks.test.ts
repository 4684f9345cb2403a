/** Deletions for privacy, power cuts, hostile bodies, and no webhook at all. */
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { portalId, type RunningProduct } from '../support/running-product.ts';
import {
  addToHubspot,
  expectValues,
  handoffsOf,
  inventCompany,
  pass,
  signUp,
  track,
} from '../support/trial-company.ts';
import { type WatchedProduct, watchProduct } from '../support/watched-product.ts';

const dayMs = 86_400_000;
const testMs = 60_000;
let watched: WatchedProduct;
let product: RunningProduct;

beforeAll(async () => {
  watched = await watchProduct();
  ({ product } = watched);
}, 60_000);
afterAll(() => watched?.stop());
beforeEach(() => watched.webhooks(true));

const handedOff: WatchedProduct['handedOff'] = (words) => watched.handedOff(words);
const linkOf: WatchedProduct['linkOf'] = (userId) => watched.linkOf(userId);
const expectLink: WatchedProduct['expectLink'] = (...wanted) => watched.expectLink(...wanted);
type Deletion = {
  contact_hash: string;
  contact_id: string | null;
  done_at: number | null;
  outcome: string | null;
  erased_json: string | null;
};
const deletions = () => watched.database.prepare('SELECT * FROM privacy_deletions').all() as Deletion[];
const isKnown = (userId: string) =>
  watched.database.prepare('SELECT 1 FROM identities WHERE identity = ?').get(`u:${userId}`) !== undefined;
const isoNow = () => new Date(product.clock.now()).toISOString();

it(
  'a contact deleted for privacy is forgotten, and nothing of it is kept any more',
  async () => {
    const company = await handedOff('Forgotten');
    const { champion, contactId } = company;
    await product.hubspot('POST', `/sandbox/contacts/${contactId}/gdpr-delete`);
    await waitUntil<true>(
      'the person to be forgotten',
      async () => (linkOf(champion.userId) === undefined ? { value: true } : { instead: 'still there' }),
      15_000,
      50,
    );
    const proof = await waitUntil<Record<string, unknown>>(
      'the proof',
      async () => {
        const rows = watched.database.prepare('SELECT * FROM privacy_deletions').all() as Record<string, unknown>[];
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

    const before = watched.database.prepare('SELECT count(*) AS events FROM events').get();
    await product.send([
      track(champion, 'Report Created', isoNow()),
      track(company.teammate, 'Report Created', isoNow()),
      { type: 'identify', userId: 'somebody-else', traits: { email: champion.email.toUpperCase() } },
      { type: 'track', userId: 'somebody-else', event: 'Report Created', messageId: 'later-of-somebody-else' },
    ]);
    const events = (watched.database.prepare('SELECT count(*) AS events FROM events').get() as { events: number })
      .events;
    expect(events).toBe((before as { events: number }).events + 1);
    expect(linkOf('somebody-else')).toBeUndefined();
    const doctor = await product.admin<{ checks: { name: string; detail: string }[] }>('GET', '/doctor');
    expect(doctor.checks.find(({ name }) => name === 'Privacy deletions')?.detail).toBe(
      '1 erased, 0 of nobody here, 3 later events refused',
    );
  },
  testMs,
);

it(
  'so is whoever a write under way links to the contact after its deletion was followed',
  async () => {
    const company = inventCompany('Late link');
    const contactId = await addToHubspot(product, company);
    await product.hubspot('POST', '/sandbox/failures', {
      match: { method: 'POST', path: '/contacts/batch/update', bodyContains: `"${contactId}"` },
      mode: 'slow-after-commit',
      delayMs: 4_000,
    });
    await product.send(signUp(company, company.champion, isoNow()));
    await expectValues(product, company.champion.email, { zo_user_id: company.champion.userId });
    expect(linkOf(company.champion.userId)?.record_id ?? null).toBeNull();

    const before = deletions();
    await product.hubspot('POST', `/sandbox/contacts/${contactId}/gdpr-delete`);
    const [hash] = await waitUntil<string[]>(
      'the deletion to be followed, and nobody found',
      async () => {
        const found = deletions().filter(
          ({ contact_hash }) => !before.some((one) => one.contact_hash === contact_hash),
        );
        const isFollowed = found.length === 1 && found[0]?.outcome === 'nobody of ours';
        return isFollowed
          ? { value: found.map(({ contact_hash }) => contact_hash) }
          : { instead: JSON.stringify(found) };
      },
      15_000,
      20,
    );
    const proof = await waitUntil<Deletion>(
      'the person to be forgotten',
      async () => {
        const found = deletions().find(({ contact_hash }) => contact_hash === hash);
        return found?.outcome === 'erased' ? { value: found } : { instead: JSON.stringify(found) };
      },
      15_000,
      50,
    );
    expect(JSON.parse(proof.erased_json!)).toMatchObject({ persons: 1 });
    expect(proof.contact_id).toBeNull();
    expect(linkOf(company.champion.userId)).toBeUndefined();
    await product.send(signUp(company, company.champion, isoNow()));
    await pass(500);
    expect(isKnown(company.champion.userId)).toBe(false);
  },
  testMs,
);

it(
  'what was answered with 200 is done, also when the power goes off the moment after',
  async () => {
    const company = await handedOff('Power cut');
    await watched.webhooks(false);
    await product.hubspot('DELETE', `/sandbox/objects/contacts/${company.contactId}`);
    await product.hubspot('POST', '/sandbox/failures', {
      mode: 'status',
      status: 503,
      match: { path: 'batch/read' },
      times: 3,
    });
    const status = await watched.tell([
      { portalId, subscriptionType: 'contact.deletion', objectId: Number(company.contactId) },
    ]);
    await product.kill();
    expect(status).toBe(200);
    expect(linkOf(company.champion.userId)).toMatchObject({ record_id: company.contactId });
    await product.hubspot('DELETE', '/sandbox/failures');
    await product.start();
    await expectLink('the deletion to be followed', company.champion.userId, ({ record_id }) => record_id === null);
  },
  testMs,
);

it(
  'whatever is sent as HubSpot, the answer is no failure of ours, and nothing changes',
  async () => {
    const company = await handedOff('Hostile');
    const told = (change: object) => ({
      portalId,
      subscriptionType: 'contact.deletion',
      objectId: Number(company.contactId),
      ...change,
    });
    const kept = () => [
      linkOf(company.champion.userId),
      watched.database
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
      expect([JSON.stringify(sent)?.slice(0, 200), await watched.tell(sent)]).toEqual([
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
  await watched.webhooks(false);
  await product.hubspot('POST', '/sandbox/objects/contacts/merge', {
    primary: merged.champion.email,
    other: other.champion.email,
  });
  await product.hubspot('DELETE', `/sandbox/objects/contacts/${deleted.contactId}`);
  await pass(1_000);
  expect(linkOf(deleted.champion.userId)?.record_id).toBe(deleted.contactId);

  await product.clock.advance(dayMs);
  await expectLink(
    'the deletion to be noticed',
    deleted.champion.userId,
    ({ record_id }) => record_id === null,
    30_000,
  );
  await waitUntil<true>(
    'both users to be one',
    async () => {
      const people = [merged, other].map(({ champion }) =>
        watched.database.prepare('SELECT person_id FROM identities WHERE identity = ?').get(`u:${champion.userId}`),
      );
      return JSON.stringify(people[0]) === JSON.stringify(people[1])
        ? { value: true }
        : { instead: JSON.stringify(people) };
    },
    30_000,
    50,
  );
  // The users are one before the handoff of the other one is told that its contact is another.
  const handoffs = await waitUntil<Awaited<ReturnType<typeof handoffsOf>>>(
    'both handoffs to be of the contact that stays',
    async () => {
      const found = await handoffsOf(product, merged.champion.email);
      return found.length === 2 ? { value: found } : { instead: JSON.stringify(found.map(({ status }) => status)) };
    },
    30_000,
    50,
  );
  expect(handoffs.filter(({ status }) => status === 'withdrawn')).toHaveLength(1);
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
