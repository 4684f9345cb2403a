/** What `zo doctor`, and the health table of the app's home, say of the daily reconciliation. */
import { localMoment } from '@zo/shared';
import type { PortalStore } from '../store/store.ts';
import { dayMs, type ReconcileState, type Repaired, reconcileSetting } from './reconcile-state.ts';

type Check = { name: string; state: 'ok' | 'warning'; detail: string; remedy: string | null };

export async function checkReconciliation(
  store: Pick<PortalStore, 'setting'>,
  portalId: number,
  when: { timeZone: string; now: number },
): Promise<Check[]> {
  const state = (await store.setting(portalId, reconcileSetting)) as ReconcileState | null;
  return state === null ? [] : [describeReconciliation(state, when)];
}

export function describeReconciliation(
  state: ReconcileState,
  { timeZone, now }: { timeZone: string; now: number },
): Check {
  const name = 'Daily reconciliation';
  const { startedAt, contacts, companies, calls, repaired, problem, completedAt } = state;
  if (problem !== null) {
    const remedy = 'It is tried again within an hour.';
    return { name, state: 'warning', detail: `not ended: ${problem}`, remedy };
  }
  if (calls === 0) {
    const isLate = now - startedAt > 2 * dayMs;
    return {
      name,
      state: isLate ? 'warning' : 'ok',
      detail: isLate ? 'none for two days' : 'none yet; the first within a day of the start',
      remedy: isLate ? 'Is RECONCILE_CALLS_PER_DAY 0? Then only webhooks tell of merges and deletions.' : null,
    };
  }
  const whole = completedAt === null ? '' : `; everything was compared by ${localMoment(completedAt, timeZone, now)}`;
  const seen = `${contacts} contacts and ${companies} companies compared with ${calls} calls`;
  return {
    name,
    state: 'ok',
    detail: `${localMoment(startedAt, timeZone, now)}: ${seen}; repaired: ${describeRepaired(repaired)}${whole}`,
    remedy: null,
  };
}

function describeRepaired({ merged, deleted, restored, decided }: Repaired): string {
  if (merged + deleted + restored + decided === 0) return 'nothing';
  return `${merged} merged, ${deleted} deleted, ${restored} restored, ${decided} people decided again`;
}
