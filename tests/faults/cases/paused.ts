/** A process that stands still for a while, as a machine does that swaps or is moved, in the middle of everything. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, UnitContext } from '../case.ts';
import { conclude } from '../judge/conclude.ts';
import { introduceLeads } from '../world/leads.ts';
import { portalId, startWorld } from '../world/world.ts';
import type { PlatformOptions } from './hubspot.ts';

/** What a node that is gone had claimed the others look for so often. */
const othersLookMs = 5_000;

/** With several nodes the claims of the one that stands still run out meanwhile, and the others take them over. */
export async function runPaused(
  { engine, nodes, times, pauseMs }: PlatformOptions & { times: number; pauseMs: number },
  { seed, say }: UnitContext,
): Promise<Outcome> {
  const world = await startWorld({ seed, engine, nodes, say });
  try {
    const leads = await introduceLeads(world, times * 4);
    const { random, client } = world;
    client.rate(60);
    for (let time = 0; time < times; time += 1) {
      const node = random.pick(world.nodes);
      leads.startCrossing(3);
      await sleep(random.whole(20, 400));
      node.signal('SIGSTOP');
      // What it has claimed is anybody's from now on: its session ends, as it does on a machine that stands still for long, or
      // its claims run out. The others' sessions end, too, and are begun anew.
      const endsSessions = engine === 'postgres' && time % 2 === 1;
      if (endsSessions) {
        await world.engine.ask(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'zo-handoff node %'`,
        );
      } else if (engine === 'postgres') {
        await world.engine.ask(
          `UPDATE outbox SET lease_until = clock_timestamp() - interval '1 second'
           WHERE portal_id = ${portalId} AND state IN ('claimed', 'sending')`,
        );
      }
      leads.startCrossing(1);
      await sleep(endsSessions ? pauseMs + othersLookMs : pauseMs);
      node.signal('SIGCONT');
      await sleep(300);
    }
    client.rate(0);
    return await conclude(world, leads, { faults: { paused: times } });
  } finally {
    await world.stop();
  }
}
