/** A contact that HubSpot deleted for privacy: however it is told, everything of its people goes, and stays away. */
import { nothingChanged } from '../../../backend/handoff/hubspot-changes.ts';
import { createErasure } from '../../../backend/portals/erase-people.ts';
import { checkForgotten } from '../../../backend/privacy/check-forgotten.ts';
import { type ForgetParts, forgetContact } from '../../../backend/privacy/forget-contact.ts';
import { databases, type EitherStore, type OpenDatabase } from '../../support/engines.ts';
import { event } from '../../support/events.ts';
import { everyPortalTable } from '../../support/every-table.ts';
import { facts, now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 71;
const rules = { playbook: acmePlaybook(), timeZone };
let database: OpenDatabase;
let store: EitherStore;
/** Contacts HubSpot still has. */
let live: Set<string>;

const accept = (...events: Parameters<typeof event>[0][]) =>
  store.acceptEvents(portalId, [events.map((one) => event({ receivedAt: now, ...one }))], rules);
const idOf = async (userId: string) => (await store.personByIdentity(portalId, `u:${userId}`))?.personId ?? null;

/** Somebody of ours, known to be this contact. */
async function linked(userId: string, contactId: string): Promise<number> {
  const email = `${userId}@finpilot.test`;
  await accept({ userId, email, anonymousId: `browser-of-${userId}` });
  const personId = (await idOf(userId))!;
  await store.saveFacts(portalId, [{ personId, facts: facts({ contactId, email, firstName: userId }) }], now);
  return personId;
}

const told = (...privacyDeletions: string[]) =>
  store.noteChanges(portalId, { ...nothingChanged, privacyDeletions }, now);
const merged = (oldIds: string[], newId: string) =>
  store.noteChanges(portalId, { ...nothingChanged, merges: [{ kind: 'contact', oldIds, newId }] }, now);

const hours = 60 * 60_000;

async function forgetAll(
  at = now + 5,
  erasure = createErasure({ store, rulesFor: async () => rules, now: () => now, onErased() {} }),
) {
  const gateway: ForgetParts['gateway'] = {
    provePortal: async () => {},
    readContacts: async ({ values }) =>
      new Map(values.map((id) => [id, live.has(id) ? { id, properties: {} } : ('not found' as const)])),
  };
  for (const waiting of await store.waitingPrivacyDeletions(portalId, 10)) {
    await forgetContact({ portalId, store, gateway, erasure, now: () => at }, waiting);
  }
}
const outcomes = async () => (await store.privacyDeletions(portalId, 10)).map(({ outcome }) => outcome);
/** In which tables the word stands. */
async function mentionsOf(word: string): Promise<string[]> {
  const tables = await everyPortalTable(database);
  const found: string[] = [];
  for (const table of tables) {
    const rows = JSON.stringify(await database.ask(`SELECT * FROM ${table}`));
    if (rows.toLowerCase().includes(word)) found.push(table);
  }
  return found;
}

describe.each(databases)('on %s', (_name, open) => {
  beforeEach(async () => {
    database = await open();
    store = database.store;
    live = new Set();
  }, 60_000);
  afterEach(() => store?.close());

  it('erases the person, keeps a proof that names nobody, and refuses what comes later', async () => {
    await linked('sarah', '501001');
    await linked('ben', '501002');
    await told('501001');
    await forgetAll();
    expect([await idOf('sarah'), await idOf('ben')]).toEqual([null, expect.any(Number)]);
    expect(await mentionsOf('sarah')).toEqual([]);
    expect(await mentionsOf('501001')).toEqual([]);
    expect(await store.privacyDeletions(portalId, 10)).toEqual([
      {
        contactHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        toldAt: now,
        doneAt: now + 5,
        outcome: 'erased',
        erased: expect.objectContaining({ persons: 1, events: 1 }),
      },
    ]);
    const [answer] = await accept(
      { userId: 'sarah' },
      { userId: 'ben' },
      { userId: null, anonymousId: 'browser-of-sarah' },
      { userId: 'sarah-again', email: 'sarah@finpilot.test' },
      { userId: 'sarah-again' },
      { type: 'alias', userId: 'new', previousId: 'sarah' },
    );
    expect(answer).toEqual({ accepted: 1, duplicates: [], forgotten: [0, 2, 3, 4, 5] });
    expect(await mentionsOf('sarah')).toEqual([]);
    expect((await store.forgottenCounts(portalId)).refused).toBe(5);
    expect(await checkForgotten(store, portalId, now)).toMatchObject([
      { state: 'ok', detail: '1 erased, 0 of nobody here, 5 later events refused' },
    ]);
  });

  it('does not refuse a colleague at the same browser', async () => {
    await linked('sarah', '501001');
    await told('501001');
    await forgetAll();
    const [answer] = await accept({ userId: 'ben', anonymousId: 'browser-of-sarah' });
    expect(answer).toEqual({ accepted: 1, duplicates: [] });
  });

  it('is the same when the deletion was told before', async () => {
    const personId = await linked('sarah', '501001');
    const gone = { personId, contactId: '501001', deletedAt: now, facts: facts({ exists: false, contactId: null }) };
    expect(await store.loseContacts(portalId, [gone], now)).toBe(1);
    await told('501001');
    await forgetAll();
    expect([await idOf('sarah'), await outcomes()]).toEqual([null, ['erased']]);
  });

  it.each([
    ['before', [() => merged(['501001', '501002'], '501003'), () => told('501003')]],
    ['afterwards', [() => told('501003'), () => merged(['501001', '501002'], '501003')]],
  ])('follows a merge that was told of %s', async (_when, deeds) => {
    await linked('sarah', '501001');
    await linked('ben', '501002');
    for (const deed of deeds) {
      await deed();
      await forgetAll();
    }
    expect([await idOf('sarah'), await idOf('ben')]).toEqual([null, null]);
    expect([await mentionsOf('501001'), await mentionsOf('501003')]).toEqual([[], []]);
  });

  it('waits while HubSpot still has the contact, and erases once it is gone', async () => {
    await linked('sarah', '501001');
    live.add('501001');
    await told('501001');
    await forgetAll();
    expect([await idOf('sarah'), await outcomes()]).toEqual([expect.any(Number), [null]]);
    live.clear();
    await forgetAll(now + hours);
    expect([await idOf('sarah'), await outcomes()]).toEqual([null, ['erased']]);
  });

  it('leaves everything when HubSpot has the contact after a day, and looks again when it is told again', async () => {
    await linked('sarah', '501001');
    live.add('501001');
    await told('501001');
    await forgetAll(now + 24 * hours - 1);
    expect(await outcomes()).toEqual([null]);
    await forgetAll(now + 24 * hours);
    expect([await idOf('sarah'), await outcomes()]).toEqual([expect.any(Number), ['still there']]);
    live.clear();
    await told('501001', '501001');
    await forgetAll();
    expect([await idOf('sarah'), await outcomes()]).toEqual([null, ['erased']]);
    await told('501001');
    expect(await store.waitingPrivacyDeletions(portalId, 10)).toEqual([]);
  });

  it('ends what a crash interrupted; meanwhile nothing of theirs is taken any more', async () => {
    await linked('sarah', '501001');
    await told('501001');
    const crash = { erase: async () => Promise.reject(new Error('power cut')) };
    await expect(forgetAll(now + 5, crash as never)).rejects.toThrow('power cut');
    const [answer] = await accept({ userId: 'sarah' });
    expect(answer).toMatchObject({ accepted: 0, forgotten: [0] });
    await forgetAll();
    expect([await idOf('sarah'), await outcomes()]).toEqual([null, ['erased']]);
  });

  it('keeps only a proof of a contact that is nobody of ours, and never another portal’s', async () => {
    await linked('sarah', '501001');
    await told('999');
    await store.noteChanges(portalId + 1, { ...nothingChanged, privacyDeletions: ['501001'] }, now);
    await forgetAll();
    expect([await idOf('sarah'), await outcomes()]).toEqual([expect.any(Number), ['nobody of ours']]);
    expect(await store.waitingPrivacyDeletions(portalId + 1, 10)).toHaveLength(1);
  });
});
