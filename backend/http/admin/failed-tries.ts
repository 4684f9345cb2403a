/**
 * How often somebody has tried a wrong token, by address and in all, in the last minute. An address that guesses has to
 * wait. When many addresses guess together, each has one try a minute; who has not guessed is never made to wait.
 */
import { networkOf } from '../sender-network.ts';

export type FailedTries = {
  /** Milliseconds until this address may try again; 0: now. */
  waitOf(address: string, now: number): number;
  note(address: string, now: number): void;
};

export type TryLimits = { perAddress: number; inAll: number; windowMs: number; mostAddresses: number };

const usualLimits: TryLimits = { perAddress: 10, inAll: 100, windowMs: 60_000, mostAddresses: 10_000 };

/** Times are monotonic milliseconds. */
export function countFailedTries(limits: Partial<TryLimits> = {}): FailedTries {
  const { perAddress, inAll, windowMs, mostAddresses } = { ...usualLimits, ...limits };
  /** The newest failures of each, oldest first; who failed last stands last. */
  const failures = new Map<string, number[]>();
  let all: number[] = [];
  const recent = (times: number[], now: number) => times.filter((at) => now - at < windowMs);

  return {
    waitOf(address, now) {
      const own = recent(failures.get(networkOf(address)) ?? [], now);
      const allowed = recent(all, now).length >= inAll ? 1 : perAddress;
      const decisive = own.at(-allowed);
      return decisive === undefined ? 0 : decisive + windowMs - now;
    },
    note(address, now) {
      const network = networkOf(address);
      const own = [...recent(failures.get(network) ?? [], now), now].slice(-perAddress);
      failures.delete(network);
      failures.set(network, own);
      all = [...recent(all, now), now].slice(-inAll);
      for (const [known, times] of failures) {
        if (now - times.at(-1)! < windowMs && failures.size <= mostAddresses) break;
        failures.delete(known);
      }
    },
  };
}
