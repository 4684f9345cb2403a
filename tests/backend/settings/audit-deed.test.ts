import { describeAudit } from '../../../backend/cli/audit.ts';
import { createAuditDeed } from '../../../backend/settings/audit-deed.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';

const clock = { now: () => Date.UTC(2026, 10, 24, 9), plausibleNows: () => [] };
let store: SqliteStore;
beforeEach(async () => {
  store = await openSqliteStore(':memory:');
});
afterEach(() => store.close());

it('what an operator does is written down with what came of it, and told by `zo audit`', async () => {
  const auditDeed = createAuditDeed({ store, clock });
  expect(await auditDeed(7, { author: 'operator', deed: 'go live', detail: '' }, async () => 'live')).toBe('live');
  const restore = { author: 'operator', deed: 'restore workflow', detail: 'Zo | SQL handoff' } as const;
  await auditDeed(
    7,
    restore,
    async () => 'nothing',
    () => 'there was nothing to restore',
  );
  const failing = auditDeed(7, { author: 'operator', deed: 'provision', detail: '' }, async () => {
    throw new Error('HubSpot answered 502');
  });
  await expect(failing).rejects.toThrow('HubSpot answered 502');
  const grants = [{ email: 'maria@acme.test', grantedBy: 'ops@acme.test', grantedAt: clock.now() }];
  expect(describeAudit(await store.auditEntries(7, { limit: 9 }), grants, 'Europe/Berlin')).toBe(
    [
      '3  2026-11-24 10:00:00 Europe/Berlin  operator: Provisioned HubSpot - failed: HubSpot answered 502',
      '2  2026-11-24 10:00:00 Europe/Berlin  operator: Restored a workflow (Zo | SQL handoff) - refused: there was nothing to restore',
      '1  2026-11-24 10:00:00 Europe/Berlin  operator: Went live',
      'maria@acme.test may change settings: granted by ops@acme.test, 2026-11-24 10:00:00 Europe/Berlin',
    ].join('\n'),
  );
});

it('what was begun and never ended is told as such', async () => {
  await store.beginAudit(
    7,
    { requestId: 'request-1', author: 'ops@acme.test', deed: 'go live', detail: '' },
    clock.now(),
  );
  expect(describeAudit(await store.auditEntries(7, { limit: 9 }), [], 'Europe/Berlin')).toBe(
    '1  2026-11-24 10:00:00 Europe/Berlin  ops@acme.test: Went live - not ended, or nobody knows',
  );
  expect(describeAudit([], [], 'UTC')).toBe('Nothing yet.');
});
