/**
 * How long a restart takes until the product is ready, after a kill in the midst of its work. On a machine that others use,
 * too, each restart is held against the bare starts of the same modules before and after it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, UnitContext } from '../case.ts';
import { conclude } from '../judge/conclude.ts';
import { bareStart, slownessOf } from '../world/bare-start.ts';
import { introduceLeads } from '../world/leads.ts';
import { startWorld } from '../world/world.ts';
import type { PlatformOptions } from './hubspot.ts';

const readyWithinMs = 2_000;
const share = 0.99;

/** In milliseconds; `slowness`: how many times longer than on a machine that does nothing else anything took then. */
type Restart = { ms: number; slowness: number };

export async function runRestarts(
  { engine, nodes, times }: PlatformOptions & { times: number },
  { seed, say }: UnitContext,
): Promise<Outcome> {
  const world = await startWorld({ seed, engine, nodes, say });
  try {
    const leads = await introduceLeads(world, times);
    const { client, node, random } = world;
    const restarts: Restart[] = [];
    // The first one may have to compile.
    await bareStart();
    let before = await bareStart();
    for (let time = 0; time < times; time += 1) {
      client.rate(100);
      leads.startCrossing(1);
      await sleep(random.whole(100, 600));
      // Whoever sends would be one more who wants the processors.
      client.rate(0);
      await node.kill();
      await node.start();
      const after = await bareStart();
      restarts.push({ ms: node.starts.at(-1)!.ms, slowness: slownessOf([before, after]) });
      before = after;
    }
    const all = restarts.map(({ ms }) => ms);
    const alone = restarts.map(({ ms, slowness }) => ms / slowness);
    const slowness = restarts.map((restart) => restart.slowness);
    const note =
      `${times} restarts were ready after ${seconds(at(all, 0.5))} (median), ${seconds(at(all, share))} (p99), on a machine ` +
      `on which a bare start of the same modules took ${at(slowness, 0.5).toFixed(1)} (median) to ` +
      `${Math.max(...slowness).toFixed(1)} times the time of its processor; so much faster they were ready after ` +
      `${seconds(at(alone, 0.5))} (median), ${seconds(at(alone, share))} (p99)`;
    say(note);
    return await conclude(world, leads, {
      faults: { restarts: times },
      problems: at(alone, share) > readyWithinMs ? [`not ready in time: ${note}`] : [],
      notes: [note],
    });
  } finally {
    await world.stop();
  }
}

function at(figures: number[], part: number): number {
  const sorted = figures.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * part) - 1]!;
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;
