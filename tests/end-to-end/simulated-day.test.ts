/** A small working day; `npm run bench -- --only day` plays one of a thousand handoffs. */
import { simulateDay } from '../support/simulated-day.ts';

it('ends with every handoff in a legal state, and Slack, HubSpot and the store agreeing', async () => {
  const day = await simulateDay({
    handoffs: 24,
    owners: 5,
    steps: 12,
    seed: 5,
    say: () => {},
    settleWithinMs: 120_000,
  });
  expect(day.disagreements).toEqual([]);
  expect(day.handoffs).toBeGreaterThanOrEqual(24);
  expect(day.presses + day.engagements).toBeGreaterThan(5);
  expect(day.failuresInjected).toBeGreaterThan(1);
}, 300_000);
