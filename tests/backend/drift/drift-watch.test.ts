import { watchDrift } from '../../../backend/drift/drift-watch.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { takeTurns } from '../../../backend/portals/take-turns.ts';
import { keepings } from '../../../backend/provision/keeping.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { portalState } from '../../support/handoffs.ts';
import { startTestPortal } from '../../support/hubspot-portal.ts';

const portalId = 424242;
const known = portalState();
const state = { ...known, portal: { ...known.portal, portalId } };

it('an account that cannot be looked over, for whatever reason, keeps no other from it', async () => {
  const portal = await startTestPortal();
  const store = await openSqliteStore(':memory:');
  const memory = createPortalMemory();
  const logged: object[] = [];
  const drift = watchDrift({
    store,
    memory,
    states: {
      async get(asked) {
        if (asked === 7) throw new Error('its playbook cannot be read');
        return state;
      },
      isKnown: async () => true,
      changed() {},
    },
    hubspot: new Map([7, portalId].map((id) => [id, portal.gateway])),
    slack: new Map(),
    keepingOf: keepings(store, memory, () => 0),
    actionIdsSetting: null,
    appId: null,
    clock: { now: () => 1_000, plausibleNows: () => [1_000] },
    turns: takeTurns(memory, 'looks'),
    log: { warn() {}, error: (fields: object) => void logged.push(fields) },
    wake() {},
    everyMs: 0,
    lookMs: 5,
  });
  await waitUntil<true>(
    'the other to be looked over',
    async () => {
      const { checkedAt } = await drift.report(portalId);
      return checkedAt === 1_000 ? { value: true } : { instead: String(checkedAt) };
    },
    5_000,
    5,
  ).finally(async () => {
    await drift.stop();
    await portal.close();
    await store.close();
  });
  expect(logged[0]).toEqual({ portalId: 7, err: new Error('its playbook cannot be read') });
});
