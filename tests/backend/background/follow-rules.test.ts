/** A changed playbook on a real database, with what works on it in the background: on a file, a thread of its own. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { followRulesInBackground } from '../../../backend/background/follow-in-background.ts';
import { systemClock } from '../../../backend/clock.ts';
import { normaliseMessage } from '../../../backend/ingest/normalise-message.ts';
import { parseStored } from '../../../backend/playbook/parse-stored.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { portalStates } from '../../../backend/portals/portal-state.ts';
import { openStore, type WholeStore } from '../../../backend/store/open-store.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { newDatabaseUrl } from '../../support/product-database.ts';

const portalId = 7001;
const people = 120;
let folder: string;
let databaseUrl: string;
let store: WholeStore;
let acme: string;
const problems: unknown[] = [];
const log = { error: (fields: unknown) => problems.push(fields) };

beforeEach(async () => {
  problems.length = 0;
  folder = await mkdtemp(path.join(tmpdir(), 'zo-rules-'));
  databaseUrl = await newDatabaseUrl(path.join(folder, 'zo.db'));
  acme = await readFile(path.resolve(import.meta.dirname, '../../../playbooks/acme.yaml'), 'utf8');
  await open();
  await store.savePortal({
    portalId,
    timeZone: 'Europe/Berlin',
    uiDomain: 'app.hubspot.com',
    scopes: [],
    goLiveAt: null,
    createdAt: 0,
  });
}, 60_000);
afterEach(async () => {
  await follower.stop();
  await store.close();
  await rm(folder, { recursive: true, force: true });
  expect(problems).toEqual([]);
});

let states: ReturnType<typeof portalStates>;
let follower: ReturnType<typeof followRulesInBackground>;

async function open() {
  store = await openStore(databaseUrl);
  const memory = createPortalMemory();
  states = portalStates(store, parseStored, memory);
  const parts = { databaseUrl, store, states, memory, clock: systemClock, onTakeUp: () => {}, log: log as never };
  follower = followRulesInBackground(parts);
}

async function save(source: string) {
  await store.savePlaybook(
    portalId,
    { source, properties: [], author: 'maria@acme.test', reason: '', alertReady: false },
    Date.now(),
  );
  states.changed(portalId);
}

/** Everybody is known, and did one thing that only a changed signal counts. */
async function acceptEverybody() {
  const state = (await states.get(portalId))!;
  const events = Array.from({ length: people }, (_, index) => [
    { type: 'identify', traits: { email: `person${index}@company${index % 7}.test` } },
    { type: 'track', event: 'Chart Resized' },
  ]).flatMap((messages, index) =>
    messages.map((message, place) => {
      const whole = { ...message, messageId: `m-${index}-${place}`, userId: `user-${index}` };
      const { event } = normaliseMessage(whole, { receivedAt: Date.now(), source: 'server' });
      return event!;
    }),
  );
  await store.acceptEvents(portalId, [events], { playbook: state.playbook, timeZone: state.portal.timeZone });
}

const untilDecided = () =>
  waitUntil(
    'everybody to be decided',
    async () => {
      const progress = await follower.progress(portalId);
      return progress === null ? { value: true } : { instead: JSON.stringify(progress) };
    },
    30_000,
    20,
  );

const versionsOf = async () => {
  const { inputs } = { inputs: await store.decisionInputs(portalId, 1000) };
  return new Map(inputs.map(({ person, previous }) => [person.personId, previous?.playbookVersion ?? null]));
};
const keyActions = async (user: string) =>
  (await store.personByIdentity(portalId, `u:${user}`))?.usage.signals['key action']?.total ?? 0;

it('counts the kept events by a changed signal and decides everybody', async () => {
  await save(acme);
  expect(await follower.follow(portalId)).toBe(true);
  await untilDecided();
  await acceptEverybody();
  await save(acme.replace('key action: [', 'key action: [Chart Resized, '));
  expect((await states.get(portalId))?.playbookVersion).toBe(1);
  expect(await follower.follow(portalId)).toBe(true);
  expect((await states.get(portalId))?.playbookVersion).toBe(2);
  expect(await keyActions('user-5')).toBe(1);
  await untilDecided();
  expect([...new Set((await versionsOf()).values())]).toEqual([2]);
  expect(await follower.follow(portalId)).toBe(false);
}, 40_000);

it('only decides again when no more than points have changed', async () => {
  await save(acme);
  await follower.follow(portalId);
  await acceptEverybody();
  await untilDecided();
  const before = await store.personByIdentity(portalId, 'u:user-1');
  await save(acme.replace('+25 when activated', '+30 when activated'));
  await follower.follow(portalId);
  await untilDecided();
  expect([...new Set((await versionsOf()).values())]).toEqual([2]);
  expect(await store.personByIdentity(portalId, 'u:user-1')).toEqual(before);
}, 40_000);

it('goes on after a restart where it stood', async () => {
  await save(acme);
  await follower.follow(portalId);
  await acceptEverybody();
  await untilDecided();
  await save(acme.replace('key action: [', 'key action: [Chart Resized, '));
  await follower.follow(portalId);
  await follower.stop();
  await store.close();

  await open();
  expect((await states.get(portalId))?.playbookVersion).toBe(2);
  expect(await follower.follow(portalId)).toBe(false);
  await untilDecided();
  expect(await store.rulesInForce(portalId)).toMatchObject({ playbookVersion: 2, unfinished: null });
  expect([...new Set((await versionsOf()).values())]).toEqual([2]);
}, 40_000);

it('lets the last of several changes win', async () => {
  await save(acme);
  await follower.follow(portalId);
  await acceptEverybody();
  await save(acme.replace('key action: [', 'key action: [Chart Resized, '));
  const first = follower.follow(portalId);
  await save(acme.replace('key action: [', 'key action: [Chart Drawn, '));
  const second = follower.follow(portalId);
  await Promise.all([first, second]);
  await untilDecided();
  expect(await store.rulesInForce(portalId)).toMatchObject({ playbookVersion: 3, unfinished: null });
  expect(await keyActions('user-5')).toBe(0);
  expect([...new Set((await versionsOf()).values())]).toEqual([3]);
}, 40_000);

it('counts everything again when asked, under the same rules', async () => {
  await save(acme);
  await follower.follow(portalId);
  await acceptEverybody();
  const before = await store.personByIdentity(portalId, 'u:user-1');
  expect(await follower.rebuild(portalId)).toEqual({ events: 2 * people, persons: people });
  expect(await store.personByIdentity(portalId, 'u:user-1')).toEqual(before);
  await untilDecided();
}, 40_000);
