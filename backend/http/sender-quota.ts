/**
 * How fast senders that no key names may go: each network at a pace of its own, so that none keeps others from it, and all
 * together at a far higher one, for what is remembered of them.
 */
import { type Bucket, createQuota, type QuotaTerms } from './quota.ts';
import { networkOf } from './sender-network.ts';

export type SenderTerms = { each: QuotaTerms; all: QuotaTerms; mostNetworks?: number };

export type SenderQuota = {
  /** 0: it is taken. Otherwise it is not, and may be tried again in so many seconds. `now` is monotonic, in milliseconds. */
  take(address: string, now: number): number;
  /** How many networks something is remembered of. */
  size(): number;
};

export function createSenderQuota({ each, all, mostNetworks = 10_000 }: SenderTerms): SenderQuota {
  /** Who came last stands last. */
  const buckets = new Map<string, Bucket>();
  const networks = createQuota(each, buckets);
  const together = createQuota<'all'>(all);

  function remember(network: string, now: number): void {
    const bucket = buckets.get(network);
    if (bucket === undefined) return;
    buckets.delete(network);
    buckets.set(network, bucket);
    for (const [known, { at }] of buckets) {
      // Whoever has not come for so long may send as much as one that never came.
      if (buckets.size <= mostNetworks && now - at < each.burstSeconds * 1_000) break;
      buckets.delete(known);
    }
  }

  return {
    take(address, now) {
      const network = networkOf(address);
      // Who goes too fast takes nothing from the others.
      const seconds = networks.waitFor(network, now) || together.waitFor('all', now);
      if (seconds === 0) {
        networks.spend(network, 1, now);
        together.spend('all', 1, now);
      }
      remember(network, now);
      return seconds;
    },
    size: () => buckets.size,
  };
}
