/** What goes wrong now and then between the product and a platform, and right again by itself: a small share of all calls. */

import { hubspotFaults } from '../faults/cases/hubspot.ts';
import type { PlatformFault } from '../faults/cases/platform-faults.ts';
import { slackFaults } from '../faults/cases/slack.ts';
import type { Gate } from '../faults/world/gate.ts';
import type { Random } from '../support/seeded-random.ts';

/** They end by somebody's deed: a soak is about what nobody has to look after. */
const lasting = new Set(['token not taken', 'token revoked']);

export const transientFaults: { hubspot: PlatformFault[]; slack: PlatformFault[] } = {
  hubspot: hubspotFaults.filter(({ name }) => !lasting.has(name)),
  slack: slackFaults.filter(({ name }) => !lasting.has(name)),
};

export type FaultsUnderWay = {
  /** Calls that came by, and of those how many failed, by the fault's name. */
  counts(): { calls: number; failed: Record<string, number> };
};

/** Of all calls through `gate` the `share` fails, each in one of the ways that fit the call, every way as often. */
export function startTransientFaults(
  gate: Gate,
  { faults, share, random }: { faults: readonly PlatformFault[]; share: number; random: Random },
): FaultsUnderWay {
  let calls = 0;
  const failed: Record<string, number> = {};
  gate.intercept(async (call) => {
    calls += 1;
    const fitting = random.chance(share) ? faults.filter(({ hits }) => hits(call)) : [];
    if (fitting.length === 0) return call.forward();
    const fault = random.pick(fitting);
    failed[fault.name] = (failed[fault.name] ?? 0) + 1;
    return fault.how(call);
  });
  return { counts: () => ({ calls, failed: { ...failed } }) };
}
