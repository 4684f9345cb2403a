/** What `zo doctor` says of contacts that HubSpot deleted for privacy. It names nobody. */
import type { ForgettingStore } from '../store/forgetting-store.ts';

type Check = { name: string; state: 'ok' | 'warning'; detail: string; remedy: string | null };

const mostCounted = 1_000;
/** Longer than HubSpot is usually away. */
const patienceMs = 60 * 60_000;

export async function checkForgotten(
  store: Pick<ForgettingStore, 'privacyDeletions' | 'forgottenCounts'>,
  portalId: number,
  now: number,
): Promise<Check[]> {
  const deletions = await store.privacyDeletions(portalId, mostCounted);
  if (deletions.length === 0) return [];
  const { refused } = await store.forgottenCounts(portalId);
  const count = (outcome: string | null) => deletions.filter((one) => one.outcome === outcome).length;
  const isLate = deletions.some(({ doneAt, toldAt }) => doneAt === null && now - toldAt > patienceMs);
  const parts = [
    `${count('erased')} erased`,
    `${count('nobody of ours')} of nobody here`,
    ...(count('still there') > 0 ? [`${count('still there')} left, as HubSpot still has the contact`] : []),
    ...(count(null) > 0 ? [`${count(null)} waiting`] : []),
    `${refused} later events refused`,
  ];
  return [
    {
      name: 'Privacy deletions',
      state: isLate ? 'warning' : 'ok',
      detail: parts.join(', '),
      remedy: isLate
        ? 'HubSpot has to say first that the contact is gone: can it be reached? It is asked for 24 hours'
        : null,
    },
  ];
}
