import { keepConnecting } from '../../../backend/portals/keep-connecting.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { keepings } from '../../../backend/provision/keeping.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

let portal: TestPortal;
let store: SqliteStore;
let stop: (() => void) | undefined;
beforeEach(async () => {
  [portal, store] = await Promise.all([startTestPortal(), openSqliteStore(':memory:')]);
});
afterEach(async () => {
  stop?.();
  await Promise.all([portal.close(), store.close()]);
});

/** What happens, as words, in order. */
function connecting(): string[] {
  const happened: string[] = [];
  const { gateway } = portal;
  const memory = createPortalMemory();
  const note = (words: string) => () => void happened.push(words);
  const kept = keepConnecting({
    store,
    hubspot: new Map([[gateway.portalId, gateway]]),
    states: { changed: () => {} },
    memory,
    keepingOf: keepings(store, memory, () => 1),
    followRules: async () => {},
    onTried: note('tried'),
    clock: { now: () => 1, plausibleNows: () => [1] },
    log: { info: note('connected'), warn: note('not connected') },
  });
  stop = kept.stop;
  return happened;
}

const until = (happened: string[], last: string) =>
  waitUntil(last, async () => (happened.includes(last) ? { value: true } : { instead: happened.join() }), 20_000, 20);

it('while HubSpot is away, making our properties was not tried, and is once it is back', async () => {
  await portal.fail({ match: { path: '/crm/v3/owners' }, times: 1, mode: 'status', status: 503 });
  const happened = connecting();
  await until(happened, 'connected');
  expect(happened).toEqual(['not connected', 'tried', 'connected']);
}, 30_000);

it('where HubSpot refuses, it was: what is missing is told for each record', async () => {
  await portal.fail({ match: { path: '/crm/v3/owners' }, times: 1, mode: 'status', status: 403 });
  const happened = connecting();
  await until(happened, 'not connected');
  expect(happened).toEqual(['tried', 'not connected']);
}, 30_000);
