/** Somebody is linked to a contact only after HubSpot's word that it deleted it for privacy was followed: they are forgotten too. */
import fc from 'fast-check';
import { nothingChanged } from '../../../backend/handoff/hubspot-changes.ts';
import { createErasure } from '../../../backend/portals/erase-people.ts';
import { type ForgetParts, forgetContact } from '../../../backend/privacy/forget-contact.ts';
import { databases, type EitherStore } from '../../support/engines.ts';
import { event } from '../../support/events.ts';
import { facts, now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const rules = { playbook: acmePlaybook(), timeZone };
let portalId = 7_300;
let store: EitherStore;
/** Contacts HubSpot still has. */
let live: Set<string>;

const accept = (...events: Parameters<typeof event>[0][]) =>
  store.acceptEvents(portalId, [events.map((one) => event({ receivedAt: now, ...one }))], rules);
const idOf = async (userId: string, portal = portalId) =>
  (await store.personByIdentity(portal, `u:${userId}`))?.personId ?? null;
const arrive = async (userId: string): Promise<number> => {
  await accept({ type: 'identify', userId, email: `${userId}@finpilot.test` });
  return (await idOf(userId))!;
};
const told = (...privacyDeletions: string[]) =>
  store.noteChanges(portalId, { ...nothingChanged, privacyDeletions }, now);
const toldMerge = (oldId: string, newId: string) =>
  store.noteChanges(portalId, { ...nothingChanged, merges: [{ kind: 'contact', oldIds: [oldId], newId }] }, now);

const hours = 60 * 60_000;

async function forgetAll(at = now): Promise<void> {
  const gateway: ForgetParts['gateway'] = {
    provePortal: async () => {},
    readContacts: async ({ values }) =>
      new Map(values.map((id) => [id, live.has(id) ? { id, properties: {} } : ('not found' as const)])),
  };
  const erasure = createErasure({ store, rulesFor: async () => rules, now: () => now, onErased() {} });
  for (const waiting of await store.waitingPrivacyDeletions(portalId, 10)) {
    await forgetContact({ portalId, store, gateway, erasure, now: () => at }, waiting);
  }
}
const outcomes = async () =>
  (await store.privacyDeletions(portalId, 10)).map(({ outcome, doneAt, erased }) => [
    doneAt === null ? 'waits' : outcome,
    erased?.persons ?? 0,
  ]);

type Link = (userId: string, contactId: string) => Promise<unknown>;

/** Every way in which somebody comes to be linked to a contact. */
const ways: Record<string, Link> = {
  'a write that HubSpot took': async (userId, recordId) =>
    store.acknowledge(portalId, 'contact', [
      { subjectId: await arrive(userId), recordId, written: { zo_user_id: userId }, problem: null },
    ]),
  'what was read of the contact': async (userId, contactId) =>
    store.saveFacts(portalId, [{ personId: await arrive(userId), facts: facts({ contactId }) }], now),
  'a merge that was followed': async (userId, into) => {
    const before = facts({ contactId: `1${into}` });
    await store.saveFacts(portalId, [{ personId: await arrive(userId), facts: before }], now);
    await store.followMerges(portalId, 'contact', [{ from: `1${into}`, into }], now);
  },
  'a merge that was followed after the contact was lost': async (userId, into) => {
    const personId = await arrive(userId);
    const contactId = `1${into}`;
    await store.saveFacts(portalId, [{ personId, facts: facts({ contactId }) }], now);
    const gone = facts({ exists: false, contactId: null });
    await store.loseContacts(portalId, [{ personId, contactId, deletedAt: now, facts: gone }], now);
    await store.followMerges(portalId, 'contact', [{ from: contactId, into }], now);
  },
  'the user id that HubSpot carries': async (userId, contactId) =>
    store.unitePersons(portalId, [{ personId: await arrive(userId), contactId, heldBy: { userId } }], rules, now),
  'a word on the card': async (userId, contactId) => {
    await arrive(userId);
    const callbackId = `link-${portalId}-${userId}`;
    await store.linkProductUser(portalId, { contactId, productUser: userId, by: 'maria@acme.test', callbackId }, now);
  },
};

describe.each(databases)('on %s', (name, open) => {
  beforeAll(async () => {
    store = (await open()).store;
  }, 60_000);
  afterAll(() => store?.close());
  beforeEach(() => {
    portalId += 1;
    live = new Set();
  });

  it.each(Object.entries(ways))('by %s', async (_way, link) => {
    await arrive('ben');
    await told('501');
    await forgetAll();
    expect(await outcomes()).toEqual([['nobody of ours', 0]]);
    await link('sarah', '501');
    expect(await outcomes()).toEqual([['waits', 0]]);
    await forgetAll();
    expect([await idOf('sarah'), await idOf('ben')]).toEqual([null, expect.any(Number)]);
    expect(await outcomes()).toEqual([['erased', 1]]);
    const [answer] = await accept({ userId: 'sarah' }, { userId: 'ben' });
    expect(answer).toMatchObject({ accepted: 1, forgotten: [0] });
  });

  it('also after others were, and the proof counts all of them', async () => {
    await ways['what was read of the contact']!('sarah', '501');
    await told('501');
    await forgetAll();
    expect(await outcomes()).toEqual([['erased', 1]]);
    await ways['a write that HubSpot took']!('sarah-too', '501');
    expect(await outcomes()).toEqual([['waits', 1]]);
    await forgetAll();
    expect([await idOf('sarah-too'), await outcomes()]).toEqual([null, [['erased', 2]]]);
  });

  it('also to an id that the contact had before a merge', async () => {
    await toldMerge('500', '501');
    await told('501');
    await forgetAll();
    await ways['a write that HubSpot took']!('sarah', '500');
    await forgetAll();
    expect(await idOf('sarah')).toBeNull();
  });

  it('but not to a contact that HubSpot has kept, nor by a write to one that is linked already', async () => {
    live.add('501');
    await told('501');
    await forgetAll(now + 24 * hours);
    await ways['a write that HubSpot took']!('sarah', '501');
    await ways['a write that HubSpot took']!('sarah', '501');
    await forgetAll();
    expect([await idOf('sarah'), await outcomes()]).toEqual([expect.any(Number), [['still there', 0]]]);
  });

  it('nor to a contact of the same number in another account', async () => {
    await told('501');
    await forgetAll();
    portalId += 1;
    await ways['a write that HubSpot took']!('sarah', '501');
    expect(await store.waitingPrivacyDeletions(portalId, 10)).toEqual([]);
    expect(await store.waitingPrivacyDeletions(portalId - 1, 10)).toEqual([]);
  });

  it('in whatever order links, merges and deletions come, and whenever they are followed', async () => {
    const deeds = {
      told: () => told('501'),
      merged: () => toldMerge('500', '501'),
      sarah: () => ways['what was read of the contact']!('sarah', '500'),
      ben: () => ways['a write that HubSpot took']!('ben', '501'),
      cat: () => ways['a word on the card']!('cat', '501'),
      dan: () => ways['a write that HubSpot took']!('dan', '502'),
    };
    const names = Object.keys(deeds) as (keyof typeof deeds)[];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(names, { minLength: names.length }),
        fc.array(fc.boolean(), { minLength: names.length, maxLength: names.length }),
        async (order, follows) => {
          portalId += 1;
          for (const [at, name] of order.entries()) {
            await deeds[name]();
            if (follows[at]) await forgetAll();
          }
          await forgetAll();
          const left = await Promise.all(['sarah', 'ben', 'cat', 'dan'].map((userId) => idOf(userId)));
          expect(left).toEqual([null, null, null, expect.any(Number)]);
          const erased = (await outcomes()).reduce((sum, [, persons]) => sum + (persons as number), 0);
          expect([erased, await store.waitingPrivacyDeletions(portalId, 10)]).toEqual([3, []]);
        },
      ),
      { numRuns: name === 'SQLite' ? 50 : 15 },
    );
  }, 60_000);
});
