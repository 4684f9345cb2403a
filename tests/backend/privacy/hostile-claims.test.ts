/** Events that claim somebody else's names, before and after a person is deleted for privacy: only the person is refused. */
import fc from 'fast-check';
import { nothingChanged } from '../../../backend/handoff/hubspot-changes.ts';
import type { NormalisedEvent } from '../../../backend/ingest/event.ts';
import { databases, type EitherStore } from '../../support/engines.ts';
import { event } from '../../support/events.ts';
import { facts, now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const rules = { playbook: acmePlaybook(), timeZone };
let portalId = 7_000;
let store: EitherStore;

type Claim = Partial<NormalisedEvent>;
const accept = (...events: Claim[]) =>
  store.acceptEvents(portalId, [events.map((one) => event({ receivedAt: now, ...one }))], rules);
const isKept = async (userId: string) => (await store.personByIdentity(portalId, `u:${userId}`)) !== null;
/** Whether each of them is taken. */
async function taken(...events: Claim[]): Promise<boolean[]> {
  const [answer] = await accept(...events);
  return events.map((_one, index) => !(answer!.forgotten ?? []).includes(index));
}

async function linked(userId: string, contactId: string): Promise<number> {
  const email = `${userId}@finpilot.test`;
  await accept({ type: 'identify', userId, email, anonymousId: `browser-of-${userId}` });
  const { personId } = (await store.personByIdentity(portalId, `u:${userId}`))!;
  await store.saveFacts(portalId, [{ personId, facts: facts({ contactId, email }) }], now);
  return personId;
}

async function forget(contactId: string): Promise<void> {
  await store.noteChanges(portalId, { ...nothingChanged, privacyDeletions: [contactId] }, now);
  const people = await store.refusePeopleOf(portalId, [contactId], now);
  await store.erasePersons(portalId, people, [], rules, now);
}

describe.each(databases)('on %s', (_name, open) => {
  beforeAll(async () => {
    store = (await open()).store;
  }, 60_000);
  afterAll(() => store?.close());
  beforeEach(() => {
    portalId += 1;
  });

  const hers = 'sarah@finpilot.test';

  it.each([['browser'], ['server']] as const)(
    'a live customer stays one, whatever a %s says of their user id and a forgotten address',
    async (source) => {
      await linked('sarah', '501');
      await linked('ben', '502');
      await accept({ userId: 'nameless' });
      await forget('501');
      expect(
        await taken(
          { type: 'identify', userId: 'ben', email: hers, source },
          { type: 'identify', userId: 'nameless', email: hers, source },
          { type: 'alias', userId: 'ben', previousId: 'sarah', source },
          { type: 'alias', userId: 'sarah', previousId: 'ben', source },
          { userId: 'ben' },
          { userId: 'nameless' },
          { type: 'identify', userId: 'ben', email: 'ben@finpilot.test' },
        ),
      ).toEqual([false, false, false, false, true, true, true]);
      expect(await taken({ userId: 'ben' }, { userId: 'nameless' })).toEqual([true, true]);
      const ben = await store.personByIdentity(portalId, 'u:ben');
      expect(ben?.profile).toMatchObject({ userIds: ['ben'], email: 'ben@finpilot.test' });
    },
  );

  it('a customer to come is not banned before they come', async () => {
    await linked('sarah', '501');
    await forget('501');
    expect(
      await taken({ type: 'identify', userId: '1001', email: hers, source: 'browser' }, { userId: '1001' }),
    ).toEqual([false, true]);
    // As a pipeline forwards what a browser claimed.
    expect(await taken({ type: 'identify', userId: '1002', email: hers }, { userId: '1002' })).toEqual([false, false]);
    expect(await taken({ type: 'identify', userId: '1002', email: 'eve@initech.test' }, { userId: '1002' })).toEqual([
      true,
      true,
    ]);
  });

  it('an address that somebody else has is not refused, though the forgotten claimed it before', async () => {
    await linked('ben', '502');
    await linked('sarah', '501');
    await accept({ type: 'identify', userId: 'sarah', email: 'ben@finpilot.test', source: 'browser' });
    await forget('501');
    expect(
      await taken(
        { type: 'identify', userId: 'ben', email: 'ben@finpilot.test' },
        { type: 'identify', userId: 'new', email: hers },
        { userId: 'sarah' },
      ),
    ).toEqual([true, false, false]);
  });

  it('nor when HubSpot told first that the contact is deleted', async () => {
    await linked('ben', '502');
    const personId = await linked('sarah', '501');
    await accept({ type: 'identify', userId: 'sarah', email: 'ben@finpilot.test', source: 'browser' });
    const absent = facts({ exists: false, contactId: null, email: 'ben@finpilot.test' });
    await store.loseContacts(portalId, [{ personId, contactId: '501', deletedAt: now, facts: absent }], now);
    await forget('501');
    expect(await taken({ type: 'identify', userId: 'ben', email: 'ben@finpilot.test' }, { userId: 'sarah' })).toEqual([
      true,
      false,
    ]);
  });

  it('nor one that HubSpot or a user id says is somebody else’s', async () => {
    await linked('sarah', '501');
    await accept({ userId: 'dan@finpilot.test' });
    await accept({ userId: 'eve' });
    const { personId } = (await store.personByIdentity(portalId, 'u:eve'))!;
    await store.saveFacts(
      portalId,
      [{ personId, facts: facts({ contactId: '503', email: 'Eve@finpilot.test' }) }],
      now,
    );
    for (const email of ['dan@finpilot.test', 'eve@finpilot.test']) {
      await accept({ type: 'identify', userId: 'sarah', email, source: 'browser' });
      await store.refusePeopleOf(portalId, ['501'], now);
    }
    expect(await taken({ userId: 'dan@finpilot.test' }, { userId: 'eve', email: 'eve@finpilot.test' })).toEqual([
      true,
      true,
    ]);
  });

  it('an address only the forgotten had is refused, whoever said that it is theirs', async () => {
    await linked('sarah', '501');
    await accept({ type: 'identify', userId: 'sarah', email: 'sarah@home.test' });
    await forget('501');
    expect(await taken({ userId: 'a', email: 'sarah@home.test' }, { userId: 'b', email: hers })).toEqual([
      false,
      false,
    ]);
  });

  it('the anonymous ids of the forgotten refuse nobody who has a user id, and nobody can claim them for somebody else', async () => {
    await linked('sarah', '501');
    await linked('ben', '502');
    // Ben's browser is his: Sarah's claim on it changes nothing.
    await accept({ userId: 'sarah', anonymousId: 'browser-of-ben' });
    await forget('501');
    const anonymous = (anonymousId: string) => ({ userId: null, anonymousId });
    expect(
      await taken(
        anonymous('browser-of-sarah'),
        anonymous('browser-of-ben'),
        { userId: 'ben', anonymousId: 'browser-of-sarah' },
        { userId: 'sarah', anonymousId: 'browser-of-dan' },
        anonymous('browser-of-dan'),
      ),
    ).toEqual([false, true, true, false, true]);
  });

  it('what a repeat is answered does not depend on whose event it is, and it is counted once', async () => {
    await linked('sarah', '501');
    await forget('501');
    const [one, two] = [event({ userId: 'sarah', receivedAt: now }), event({ userId: 'dan', receivedAt: now })];
    expect(
      await store.acceptEvents(
        portalId,
        [
          [one, two, one],
          [two, one],
        ],
        rules,
      ),
    ).toEqual([
      { accepted: 1, duplicates: [2], forgotten: [0] },
      { accepted: 0, duplicates: [0, 1] },
    ]);
    expect(await store.acceptEvents(portalId, [[one, two]], rules)).toEqual([{ accepted: 0, duplicates: [0, 1] }]);
    expect((await store.forgottenCounts(portalId)).refused).toBe(1);
  });

  const userIds = fc.constantFrom('sarah', 'ben', 'dan', 'new', hers);
  const hostile = fc.record({
    type: fc.constantFrom('track' as const, 'identify' as const),
    userId: userIds,
    anonymousId: fc.option(fc.constantFrom('browser-of-sarah', 'browser-of-dan'), { nil: null }),
    email: fc.option(fc.constantFrom(hers, 'ben@finpilot.test'), { nil: null }),
    source: fc.constant('browser' as const),
  });

  it('whatever a browser claimed before and after, in any order, others are taken and the forgotten is not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(hostile, { maxLength: 4 }),
        fc.array(hostile, { maxLength: 4 }),
        fc.boolean(),
        async (before, after, isOneGroup) => {
          portalId += 1;
          await linked('sarah', '501');
          await linked('ben', '502');
          for (const one of before) await accept(one);
          // Whoever said to be Sarah's contact by now is HubSpot's to say; the link is as it was.
          await forget('501');
          if (isOneGroup) await accept(...after);
          else for (const one of after) await accept(one);
          const dan = { type: 'identify' as const, userId: 'dan', email: 'dan@finpilot.test' };
          expect(await taken({ userId: 'ben' }, dan, { userId: 'dan' })).toEqual([true, true, true]);
          expect(await taken({ userId: 'ben', email: 'ben@finpilot.test' })).toEqual([true]);
          expect(await taken({ userId: 'sarah' }, { userId: 'else', email: hers })).toEqual([false, false]);
          expect([await isKept('sarah'), await isKept('ben'), await isKept('dan')]).toEqual([false, true, true]);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});
