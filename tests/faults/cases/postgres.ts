/** PostgreSQL goes away in every way it can: sessions ended, the server restarted at once, wires that go dead. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, UnitContext } from '../case.ts';
import { conclude } from '../judge/conclude.ts';
import { startWire, type Wire } from '../world/half-open.ts';
import { introduceLeads } from '../world/leads.ts';
import { startWorld, type World, type WorldOptions } from '../world/world.ts';

type Options = { nodes: number; times: number };

export function runSessionsKilled(options: Options, context: UnitContext): Promise<Outcome> {
  return runTrouble(options, context, 'sessions ended', async ({ engine }) => {
    const ended = await engine.ask<{ ended: boolean }>(
      `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
       WHERE application_name = 'zo-handoff' AND pid <> pg_backend_pid()`,
    );
    return ended.length;
  });
}

export function runServerRestarts(options: Options, context: UnitContext): Promise<Outcome> {
  return runTrouble(options, context, 'server restarts', async ({ engine }) => {
    await engine.server!.restartAtOnce();
    return 1;
  });
}

export async function runHalfOpen(options: Options, context: UnitContext): Promise<Outcome> {
  let wire: Wire | undefined;
  const through = async (url: string) => {
    const address = new URL(url);
    wire = await startWire(Number(address.port));
    address.port = String(wire.port);
    return address.href;
  };
  try {
    return await runTrouble(options, context, 'dead connections', async () => wire!.cutSilently(), { through });
  } finally {
    await wire?.close();
  }
}

async function runTrouble(
  { nodes, times }: Options,
  { seed, say }: UnitContext,
  name: string,
  trouble: (world: World) => Promise<number>,
  more: Partial<WorldOptions> = {},
): Promise<Outcome> {
  const world = await startWorld({ seed, engine: 'postgres', nodes, say, ...more });
  try {
    const leads = await introduceLeads(world, times * 3);
    let count = 0;
    world.client.rate(100);
    for (let time = 0; time < times; time += 1) {
      leads.startCrossing(2);
      await sleep(world.random.whole(50, 800));
      count += await trouble(world);
      await leads.cross(1);
    }
    world.client.rate(0);
    const problems = world.nodes.every((node) => node.isRunning()) ? [] : ['a node ended by itself'];
    return await conclude(world, leads, { faults: { [name]: count }, problems });
  } finally {
    await world.stop();
  }
}
