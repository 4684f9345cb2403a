/**
 * The whole product under a steady load, with a small share of all calls to HubSpot and Slack failing: sampled all the while,
 * and judged at the end as every case of tests/faults is. What runs is described there (world/world.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../faults/case.ts';
import { conclude } from '../faults/judge/conclude.ts';
import type { EngineName } from '../faults/world/engine.ts';
import { introduceLeads } from '../faults/world/leads.ts';
import { startWorld } from '../faults/world/world.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { type Sample, takeSample } from './sample.ts';
import { startTransientFaults, transientFaults } from './transient-faults.ts';

export type SoakOptions = {
  seconds: number;
  eventsPerSecond: number;
  /** 0.01: one call of a hundred. */
  faultShare: number;
  engine: EngineName;
  seed: number;
  sampleEveryMs: number;
  /** One lead crosses in so many milliseconds. */
  crossingEveryMs: number;
  say: (line: string) => void;
  onSample: (sample: Sample) => void;
};

export type Soak = { samples: Sample[]; outcome: Outcome; acceptedPerSecond: number };

export async function runSoak(options: SoakOptions): Promise<Soak> {
  const { seconds, engine, seed, say } = options;
  const world = await startWorld({ seed, engine, say });
  try {
    const crossings = Math.max(1, Math.floor((seconds * 1_000) / options.crossingEveryMs));
    say(`introducing ${crossings} leads`);
    const leads = await introduceLeads(world, crossings);
    const gates = [
      { gate: world.hubspotGate, faults: transientFaults.hubspot },
      { gate: world.slackGate, faults: transientFaults.slack },
    ].map(({ gate, faults }, index) =>
      startTransientFaults(gate, { faults, share: options.faultShare, random: seededRandom(seed + index + 1) }),
    );

    const before = (await world.client.figures()).acknowledged;
    const beganAt = performance.now();
    const elapsed = () => performance.now() - beganAt;
    world.client.rate(options.eventsPerSecond);
    const walFile = world.engine.file === null ? null : `${world.engine.file}-wal`;
    const samples: Sample[] = [];
    const answered: Promise<void>[] = [];
    let nextSampleAt = 0;
    while (elapsed() < seconds * 1_000) {
      if (elapsed() >= nextSampleAt) {
        const sample = await takeSample(world.node.url, walFile, elapsed());
        samples.push(sample);
        options.onSample(sample);
        nextSampleAt += options.sampleEveryMs;
      }
      const due = Math.min(crossings, Math.floor(elapsed() / options.crossingEveryMs) + 1);
      if (due > leads.crossed.length) answered.push(leads.startCrossing(due - leads.crossed.length).answered);
      await sleep(50);
    }
    const accepted = (await world.client.figures()).acknowledged - before;
    const acceptedPerSecond = accepted / (elapsed() / 1_000);
    world.client.rate(0);
    say('the load has ended; waiting until everything is done, and counting');
    await Promise.all(answered);
    const counts = gates.map((gate) => gate.counts());
    const faults = Object.assign({}, ...counts.map(({ failed }) => failed)) as Record<string, number>;
    const calls = counts.reduce((sum, one) => sum + one.calls, 0);
    // What is sent to settle it all fails no more.
    world.hubspotGate.intercept(null);
    world.slackGate.intercept(null);
    const notes = [`${calls} calls of HubSpot and Slack`];
    return { samples, acceptedPerSecond, outcome: await conclude(world, leads, { faults, notes }) };
  } finally {
    await world.stop();
  }
}
