/** (h) A day of a thousand handoffs, random presses, workflows and failures, the platforms' limits on; see tests/support. */
import { simulateDay } from '../support/simulated-day.ts';
import type { Settings } from './settings.ts';

export async function measureDay({ dayHandoffs, say }: Settings) {
  const day = await simulateDay({
    handoffs: dayHandoffs,
    owners: 40,
    steps: 48,
    seed: 20_260_301,
    settleWithinMs: 3_600_000,
    say,
  });
  return {
    measure: 'simulated day',
    ...day,
    disagreements: day.disagreements.length,
    first: day.disagreements.slice(0, 20),
  };
}
