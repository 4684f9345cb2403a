/** Forgetting goes on by itself: what fails is tried again, and holds up nobody else. */
import { nothingChanged } from '../../../backend/handoff/hubspot-changes.ts';
import { createErasure } from '../../../backend/portals/erase-people.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import type { ForgetParts } from '../../../backend/privacy/forget-contact.ts';
import { keepForgetting } from '../../../backend/privacy/keep-forgetting.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { event } from '../../support/events.ts';
import { facts, now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const rules = { playbook: acmePlaybook(), timeZone };
let store: SqliteStore;
let forgetting: ReturnType<typeof keepForgetting>;
let hubspot: Map<number, ForgetParts['gateway']>;
/** Contacts that cannot be read, and those HubSpot still has. */
let failing: Set<string>;
let live: Set<string>;
let asked: string[];

beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  [failing, live, asked, hubspot] = [new Set(), new Set(), [], new Map()];
});
afterEach(async () => {
  await forgetting.stop();
  await store.close();
});

const gateway: ForgetParts['gateway'] = {
  provePortal: async () => {},
  readContacts: async ({ values }) => {
    asked.push(...values);
    if (values.some((id) => failing.has(id))) throw new Error('HubSpot answers nonsense');
    return new Map(values.map((id) => [id, live.has(id) ? { id, properties: {} } : ('not found' as const)]));
  },
};

async function linked(portalId: number, userId: string, contactId: string): Promise<void> {
  await store.acceptEvents(portalId, [[event({ userId, receivedAt: now })]], rules);
  const { personId } = (await store.personByIdentity(portalId, `u:${userId}`))!;
  await store.saveFacts(portalId, [{ personId, facts: facts({ contactId }) }], now);
  await store.noteChanges(portalId, { ...nothingChanged, privacyDeletions: [contactId] }, now + Number(contactId));
}

function start(options: { againMs?: number; stillThereMs?: number } = {}): void {
  forgetting = keepForgetting({
    store,
    hubspot,
    erasure: createErasure({ store, rulesFor: async () => rules, now: () => now, onErased() {} }),
    memory: createPortalMemory(),
    clock: { now: () => now + 1_000, plausibleNows: () => [now + 1_000] },
    log: { error: console.error, warn() {}, info() {} },
    lookEveryMs: 5,
    ...options,
  });
}

const expectWaiting = (portalId: number, ...contactIds: string[]) =>
  waitUntil<true>(
    `only ${contactIds.join(', ')} to wait`,
    async () => {
      const waiting = (await store.waitingPrivacyDeletions(portalId, 10)).map(({ contactId }) => contactId);
      return JSON.stringify(waiting) === JSON.stringify(contactIds) ? { value: true } : { instead: waiting.join(', ') };
    },
    10_000,
    5,
  );
const timesAsked = (contactId: string) => asked.filter((id) => id === contactId).length;
const rounds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 5));

it('a contact that always fails holds up nobody behind it, and is forgotten once it can be', async () => {
  hubspot.set(7, gateway);
  failing.add('501');
  for (const [at, userId] of ['sarah', 'ben', 'cat'].entries()) await linked(7, userId, `50${at + 1}`);
  start({ againMs: 50 });
  await expectWaiting(7, '501');
  expect(await store.personByIdentity(7, 'u:cat')).toBeNull();
  failing.clear();
  await expectWaiting(7);
  expect(await store.personByIdentity(7, 'u:sarah')).toBeNull();
});

it('when all of them fail the portal waits, and only that one', async () => {
  hubspot.set(7, gateway).set(8, gateway);
  for (let at = 1; at <= 6; at += 1) {
    failing.add(`50${at}`);
    await linked(7, `user-${at}`, `50${at}`);
  }
  await linked(8, 'sarah', '601');
  start({ againMs: 60_000 });
  await expectWaiting(8);
  await rounds(20);
  expect(asked.filter((id) => failing.has(id))).toEqual(['501', '502', '503']);
});

it('an account whose HubSpot takes long keeps no other waiting', async () => {
  let answer = () => {};
  const slow = new Promise<void>((resolve) => {
    answer = resolve;
  });
  hubspot.set(7, { ...gateway, readContacts: (query) => slow.then(() => gateway.readContacts(query)) });
  hubspot.set(8, gateway);
  await linked(7, 'sarah', '501');
  await linked(8, 'ben', '601');
  start();
  await expectWaiting(8);
  await expectWaiting(7, '501');
  answer();
  await expectWaiting(7);
});

it('one that HubSpot still has is asked about again, and not all the time', async () => {
  hubspot.set(7, gateway);
  live.add('501');
  await linked(7, 'sarah', '501');
  start({ stillThereMs: 200 });
  await waitUntil<true>('it to be asked', () => (asked.length > 0 ? { value: true } : { instead: 'never' }), 5_000, 1);
  await rounds(10);
  expect(timesAsked('501')).toBe(1);
  live.clear();
  await expectWaiting(7);
});

it('nothing is remembered of an account that is not served any more', async () => {
  hubspot.set(7, gateway);
  failing.add('501');
  await linked(7, 'sarah', '501');
  start({ againMs: 60_000 });
  await waitUntil<true>('it to be asked', () => (asked.length > 0 ? { value: true } : { instead: 'never' }), 5_000, 1);
  hubspot.delete(7);
  await rounds(20);
  failing.clear();
  hubspot.set(7, gateway);
  await expectWaiting(7);
});
