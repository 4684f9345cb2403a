import { describeReconciliation } from '../../../backend/reconcile/check-reconciliation.ts';
import {
  begun,
  dayMs,
  firstSeen,
  isDue,
  jitterOf,
  type ReconcileState,
} from '../../../backend/reconcile/reconcile-state.ts';

const portalId = 1_234_567;
const midnight = Date.parse('2026-03-10T00:00:00Z');

it('is due once a day, at the portal’s own time of it', () => {
  const slot = midnight + jitterOf(portalId);
  const seen = firstSeen(slot + 1);
  expect(isDue(seen, portalId, slot + 2)).toBe(false);
  expect(isDue(seen, portalId, slot + dayMs - 1)).toBe(false);
  expect(isDue(seen, portalId, slot + dayMs)).toBe(true);
  const ran = begun(seen, slot + dayMs + 5);
  expect(isDue(ran, portalId, slot + 2 * dayMs - 1)).toBe(false);
  expect(isDue(ran, portalId, slot + 2 * dayMs)).toBe(true);
  // After a week away it is due at once, and once.
  expect(isDue(ran, portalId, slot + 9 * dayMs + 1)).toBe(true);
});

it('spreads portals over the day', () => {
  const hours = new Set(
    Array.from({ length: 200 }, (_none, index) => Math.floor(jitterOf(40_000_000 + index) / 3_600_000)),
  );
  expect(hours.size).toBe(24);
});

const ran: ReconcileState = {
  ...firstSeen(midnight),
  startedAt: midnight,
  calls: 140,
  contacts: 5_600,
  companies: 120,
  repaired: { merged: 1, deleted: 2, restored: 0, decided: 3 },
};

it.each<[string, ReconcileState, number, object]>([
  [
    'before the first',
    firstSeen(midnight),
    midnight,
    { state: 'ok', detail: 'none yet; the first within a day of the start' },
  ],
  ['switched off', firstSeen(midnight), midnight + 3 * dayMs, { state: 'warning', detail: 'none for two days' }],
  [
    'after a run',
    ran,
    midnight,
    {
      state: 'ok',
      detail:
        'Tue 01:00 Berlin: 5600 contacts and 120 companies compared with 140 calls; repaired: 1 merged, 2 deleted, 0 restored, 3 people decided again',
    },
  ],
  [
    'after one that failed',
    { ...ran, problem: 'HubSpot is away' },
    midnight,
    { state: 'warning', detail: 'not ended: HubSpot is away' },
  ],
])('is told to the operator: %s', (_when, state, now, expected) => {
  expect(describeReconciliation(state, { timeZone: 'Europe/Berlin', now })).toMatchObject({
    name: 'Daily reconciliation',
    ...expected,
  });
});
