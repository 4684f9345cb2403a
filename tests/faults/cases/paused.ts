/** A process that stands still for a while, as a machine does that swaps or is moved, in the middle of everything. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import type { Outcome, UnitContext } from '../case.ts';
import { conclude } from '../judge/conclude.ts';
import type { Call, Gate } from '../world/gate.ts';
import { introduceLeads, type Leads } from '../world/leads.ts';
import { patienceMs } from '../world/patience.ts';
import { channel } from '../world/playbook.ts';
import { portalId, startWorld, type World } from '../world/world.ts';
import type { PlatformOptions } from './hubspot.ts';

/** What a node that is gone had claimed the others look for so often. */
const othersLookMs = 5_000;
/** HubSpot and Slack take so long, so that a node is mostly in the midst of a call when it stops. */
const platformsTakeMs = 250;

type Options = PlatformOptions & { times: number; pauseMs: number };

/** The only node stands still. */
export async function runPaused(
  { engine, nodes, times, pauseMs }: Options,
  { seed, say }: UnitContext,
): Promise<Outcome> {
  const world = await startWorld({ seed, engine, nodes, say });
  try {
    const leads = await introduceLeads(world, times * 4);
    const { random, client, node } = world;
    client.rate(60);
    for (let time = 0; time < times; time += 1) {
      leads.startCrossing(3);
      await sleep(random.whole(20, 400));
      node.signal('SIGSTOP');
      leads.startCrossing(1);
      await sleep(pauseMs);
      node.signal('SIGCONT');
      await sleep(300);
    }
    client.rate(0);
    return await conclude(world, leads, { faults: { paused: times } });
  } finally {
    await world.stop();
  }
}

/**
 * One of several nodes stands still with what it has claimed, until another has taken its place: in turn past the lease of
 * its lanes, of which the other claims then while what was claimed stays its own; and while its session ends, after which all
 * of it is the other's. Then it goes on where it stopped.
 */
export async function runPausedPastLease(
  { engine, nodes, times }: Omit<Options, 'pauseMs'>,
  { seed, say }: UnitContext,
): Promise<Outcome> {
  const world = await startWorld({ seed, engine, nodes, say });
  try {
    const leads = await introduceLeads(world, times * 30);
    const numbers = await nodeNumbers(world);
    const { random, client } = world;
    const faults = { paused: 0, 'lanes taken past the lease': 0, 'sessions ended': 0 };
    for (const gate of [world.hubspotGate, world.slackGate]) answerSlowly(gate);
    client.rate(60);
    for (let time = 0; time < times; time += 1) {
      const index = random.whole(0, nodes - 1);
      const held = await stopWithLanes(world, leads, { index, number: numbers[index]! });
      faults.paused += 1;
      say(`stopped with ${held.map(({ lane }) => lane).join(', ')}`);
      leads.startCrossing(2);
      if (time % 2 === 1) {
        await endSession(world, numbers[index]!);
        faults['sessions ended'] += 1;
        await sleep(othersLookMs * 1.5);
      } else {
        faults['lanes taken past the lease'] += await untilTaken(world, leads, held);
      }
      world.nodes[index]!.signal('SIGCONT');
      await sleep(300);
    }
    client.rate(0);
    return await conclude(world, leads, { faults });
  } finally {
    await world.stop();
  }
}

function answerSlowly(gate: Gate): void {
  gate.intercept(async (call: Call) => {
    const answer = await call.forward();
    await sleep(platformsTakeMs);
    return answer;
  });
}

/** In the order of the nodes, which were started one after the other. */
async function nodeNumbers({ engine }: World): Promise<number[]> {
  const rows = await engine.ask<{ node: number }>(
    `SELECT substr(application_name, 17)::int AS node FROM pg_stat_activity
     WHERE application_name LIKE 'zo-handoff node %' ORDER BY backend_start`,
  );
  return rows.map(({ node }) => node);
}

type Held = { lane: string; lease: string };
type Which = { index: number; number: number };

/** These always have something to do soon; an owner's own may wait long for its next alert. */
const busyLanes = ['hubspot', `slack:#${channel}`];

/** Stops the node at a moment at which it has one of the busy lanes, and whatever others. */
async function stopWithLanes(world: World, leads: Leads, { index, number }: Which): Promise<Held[]> {
  const node = world.nodes[index]!;
  return waitUntil<Held[]>(
    'a node that has lanes',
    async () => {
      leads.startCrossing(1);
      await sleep(world.random.whole(20, 400));
      node.signal('SIGSTOP');
      const held = await world.engine.ask<Held>(
        `SELECT lane, leases[cardinality(leases)] AS lease FROM lanes WHERE portal_id = ${portalId} AND node = ${number}`,
      );
      if (held.some(({ lane }) => busyLanes.includes(lane))) return { value: held };
      node.signal('SIGCONT');
      return { instead: 'it has none that is busy' };
    },
    patienceMs,
    200,
  );
}

/** Their lease is over, as if it had stood still for so long; resolves when others have taken some, with how many. */
async function untilTaken(world: World, leads: Leads, held: Held[]): Promise<number> {
  const leases = held.map(({ lease }) => `'${lease}'`).join(', ');
  const of = `portal_id = ${portalId} AND leases && ARRAY[${leases}]`;
  await world.engine.ask(`UPDATE lanes SET lease_until = clock_timestamp() - interval '1 second' WHERE ${of}`);
  return waitUntil<number>(
    'another node takes a lane past its lease',
    async () => {
      const left = await world.engine.ask(`SELECT lane FROM lanes WHERE ${of}`);
      if (left.length < held.length) return { value: held.length - left.length };
      // Until somebody has something to do in one of them.
      leads.startCrossing(1);
      return { instead: `all ${left.length} are held` };
    },
    30_000,
    1_500,
  );
}

async function endSession({ engine }: World, number: number): Promise<void> {
  await engine.ask(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'zo-handoff node ${number}'`,
  );
}
