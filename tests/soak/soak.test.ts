/** The soak, a few seconds of it: that it runs, samples, fails some calls, and counts. Its bounds are for longer runs. */
import { runSoak } from './run-soak.ts';
import type { Sample } from './sample.ts';

it('runs the product under load with failing calls, and nothing is lost, counted twice or alerted twice', async () => {
  const seen: Sample[] = [];
  const { samples, outcome, acceptedPerSecond } = await runSoak({
    seconds: 6,
    eventsPerSecond: 60,
    faultShare: 0.2,
    engine: 'sqlite',
    seed: 4711,
    sampleEveryMs: 500,
    crossingEveryMs: 1_000,
    say: () => {},
    onSample: (sample) => void seen.push(sample),
  });
  expect(outcome.problems).toEqual([]);
  expect(outcome.counted).toMatchObject({ alerts: expect.any(Number) });
  expect(outcome.counted!.alerts).toBeGreaterThan(0);
  expect(Object.keys(outcome.faults).length).toBeGreaterThan(0);
  expect(acceptedPerSecond).toBeGreaterThan(5);
  expect(seen).toEqual(samples);
  expect(samples.length).toBeGreaterThan(2);
  for (const { memory, openFiles, wal } of samples) {
    expect(memory).toBeGreaterThan(50 * 1024 * 1024);
    expect(openFiles).toBeGreaterThan(10);
    expect(wal).toBeGreaterThan(0);
  }
}, 300_000);
