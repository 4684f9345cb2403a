/** Clocks that jump, run backwards, and differ between us, HubSpot, Slack and whoever sends events. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, UnitContext } from '../case.ts';
import { conclude } from '../judge/conclude.ts';
import { introduceLeads } from '../world/leads.ts';
import { untilQuiet } from '../world/quiet.ts';
import { startWorld } from '../world/world.ts';
import type { PlatformOptions } from './hubspot.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Forwards over midnights and back within a day, under load; at the end the clock is where it has never been. */
export async function runClockJumps({ engine, nodes }: PlatformOptions, { seed, say }: UnitContext): Promise<Outcome> {
  const world = await startWorld({ seed, engine, nodes, say });
  try {
    // Never back to before going live: nobody is alerted about that time.
    const jumps = [
      5 * hourMs,
      -2 * hourMs,
      26 * hourMs,
      -30 * minuteMs,
      5 * minuteMs,
      -3 * hourMs,
      24 * hourMs,
      hourMs,
    ];
    const leads = await introduceLeads(world, jumps.length * 3);
    world.client.rate(60);
    for (const jump of jumps) {
      await leads.cross(2);
      await world.clock.advance(jump);
      await leads.cross(1);
      await sleep(400);
    }
    world.client.rate(0);
    await untilQuiet(world, { withinMs: 180_000, moveClockMs: 6 * hourMs, stepMs: 10 * minuteMs });
    return await conclude(world, leads, { faults: { jumps: jumps.length }, quiet: { moveClockMs: hourMs } });
  } finally {
    await world.stop();
  }
}

/** Our clock is ahead of the platforms', or behind, by more than any signature allows. */
export async function runClockSkew(
  { engine, nodes, skewMs }: PlatformOptions & { skewMs: number },
  { seed, say }: UnitContext,
): Promise<Outcome> {
  const world = await startWorld({ seed, engine, nodes, mode: 'workflow', platformsBehindMs: skewMs, say });
  try {
    const leads = await introduceLeads(world, 12);
    world.client.rate(60);
    for (let round = 0; round < 6; round += 1) {
      await leads.cross(2);
      await sleep(300);
    }
    world.client.rate(0);
    return await conclude(world, leads, { faults: { 'minutes apart': Math.abs(skewMs) / minuteMs } });
  } finally {
    await world.stop();
  }
}
