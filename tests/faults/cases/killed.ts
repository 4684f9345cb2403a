/** kill -9 at random moments under load, one node or both, while it serves and while it starts. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, UnitContext } from '../case.ts';
import { conclude } from '../judge/conclude.ts';
import type { EngineName } from '../world/engine.ts';
import { introduceLeads } from '../world/leads.ts';
import { startWorld, type World } from '../world/world.ts';

export type KilledOptions = {
  engine: EngineName;
  nodes: number;
  cycles: number;
  mode: 'direct' | 'workflow';
};

const eventsPerSecond = 150;

export async function runKilled(options: KilledOptions, { seed, say }: UnitContext): Promise<Outcome> {
  const { engine, nodes, cycles, mode } = options;
  const world = await startWorld({ seed, engine, nodes, mode, say });
  try {
    const { random, client } = world;
    const leads = await introduceLeads(world, cycles * 3);
    const faults = { killed: 0, 'killed both': 0, 'killed while starting': 0 };
    client.rate(eventsPerSecond);
    for (let cycle = 0; cycle < cycles; cycle += 1) {
      leads.startCrossing(random.whole(1, 3));
      await sleep(random.whole(50, 1_200));
      const victims = random.chance(0.4) ? [...world.nodes] : [random.pick(world.nodes)];
      await Promise.all(victims.map((node) => node.kill()));
      faults.killed += victims.length;
      if (victims.length > 1) faults['killed both'] += 1;
      if (random.chance(0.2)) faults['killed while starting'] += await killWhileStarting(world, random.pick(victims));
      for (const node of victims) await node.start();
      if (cycle % 5 === 4) say(`${cycle + 1} of ${cycles} cycles`);
    }
    client.rate(0);
    return await conclude(world, leads, { faults });
  } finally {
    await world.stop();
  }
}

async function killWhileStarting({ random }: World, node: World['node']): Promise<number> {
  node.launch();
  await sleep(random.whole(100, 900));
  const wasRunning = node.isRunning();
  await node.kill();
  return wasRunning ? 1 : 0;
}
