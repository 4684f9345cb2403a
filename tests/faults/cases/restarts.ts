/** How long a restart takes until the product is ready: after a kill in the midst of its work, on a machine that does nothing else. */
import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { NotRun, type Outcome, type UnitContext } from '../case.ts';
import { conclude } from '../judge/conclude.ts';
import { introduceLeads } from '../world/leads.ts';
import { startWorld } from '../world/world.ts';
import type { PlatformOptions } from './hubspot.ts';

const readyWithinMs = 2_000;
const share = 0.99;

export async function runRestarts(
  { engine, nodes, times }: PlatformOptions & { times: number },
  { seed, say }: UnitContext,
): Promise<Outcome> {
  const [load = 0] = loadavg();
  // A machine that is shared says nothing about how long a start takes on one that is not.
  if (load > cpus().length) {
    throw new NotRun('the machine has other work: more processes want to run than it has processors');
  }
  const world = await startWorld({ seed, engine, nodes, say });
  try {
    const leads = await introduceLeads(world, times);
    const { client, node, random } = world;
    const firstStart = node.starts.length;
    for (let time = 0; time < times; time += 1) {
      client.rate(100);
      leads.startCrossing(1);
      await sleep(random.whole(100, 600));
      // Whoever sends would be one more who wants the processors.
      client.rate(0);
      await node.kill();
      await node.start();
    }
    const took = node.starts.slice(firstStart).map(({ ms }) => ms);
    const late = took.toSorted((one, other) => one - other)[Math.ceil(times * share) - 1]!;
    const problems = late > readyWithinMs ? [`${share * 100} % were ready only within ${Math.round(late)} ms`] : [];
    return await conclude(world, leads, {
      faults: { restarts: times },
      problems,
      notes: [`${share * 100} % of ${times} restarts were ready within ${Math.round(late)} ms`],
    });
  } finally {
    await world.stop();
  }
}
