import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { takeTurns } from '../../../backend/portals/take-turns.ts';
import { UsedForSomethingElseError } from '../../../backend/same-request.ts';
import { removeSample } from '../../../backend/sample/remove-sample.ts';
import { createSampleActivities } from '../../../backend/sample/sample-activity.ts';
import { sampleAlertKey } from '../../../backend/sample/sample-effects.ts';
import { createAuditDeed } from '../../../backend/settings/audit-deed.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { now, portalState, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 7;
const ops = 'ops@acme.test';
const clock = { now: () => now, plausibleNows: () => [now] };

let store: SqliteStore;
beforeEach(async () => {
  store = await openSqliteStore(':memory:');
});
afterEach(() => store.close());

function activities() {
  return createSampleActivities({
    store,
    states: { get: async () => portalState(), isKnown: async () => true, changed: () => undefined },
    clock,
    turns: takeTurns(createPortalMemory(), 'the sample activity'),
    auditDeed: createAuditDeed({ store, clock }),
    rulesFor: async () => ({ playbook: acmePlaybook(), timeZone }),
    accept: async () => {
      throw new Error('no events in this test');
    },
    wake: () => undefined,
    onError: (_portal, error) => {
      throw error;
    },
  });
}

it('a key of one request asks for nothing else, and is nobody else’s', async () => {
  const key = { idempotencyKey: 'press-number-1' };
  const first = await activities().run(portalId, { action: 'remove', ...key }, ops);
  const again = activities();
  expect(await again.run(portalId, { action: 'remove', ...key }, ops)).toEqual(first);
  await expect(again.run(portalId, { action: 'load', ...key }, ops)).rejects.toThrow(UsedForSomethingElseError);
  await expect(again.run(portalId, { action: 'remove', ...key }, 'tom@acme.test')).rejects.toThrow('something else');
  expect((await store.auditEntries(portalId, { limit: 9 })).map(({ author }) => author)).toEqual([ops]);
  await again.stop();
});

it('of a sample that is removed no alarm stays, also of an alert that may or may not have been posted', async () => {
  await store.raiseAlarm(portalId, `unconfirmed:${sampleAlertKey('load-1')}`, 'perhaps', now);
  await store.raiseAlarm(portalId, `unconfirmed:${sampleAlertKey('load-1')}:again`, 'perhaps', now);
  await store.raiseAlarm(portalId, `unconfirmed:${sampleAlertKey('load-10')}`, 'another', now);
  const stopping = new AbortController();
  stopping.abort();
  const rulesFor = async () => ({ playbook: acmePlaybook(), timeZone });
  const parts = { store, rulesFor, clock, wake: () => undefined, stopping: stopping.signal };
  await removeSample(parts, portalId, 'load-1');
  expect((await store.alarms(portalId)).map(({ key }) => key)).toEqual([`unconfirmed:${sampleAlertKey('load-10')}`]);
});
