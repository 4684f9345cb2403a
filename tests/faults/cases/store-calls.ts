/**
 * The n-th call of the store fails, for n = 1, 2, 3 … until a lead crosses and is handed off without its coming to that. So
 * every call of that way fails once, whatever its name is: before it was carried out, as on a full disk, or after, as when a
 * database server goes away with the answer. Then the same for the calls of a start.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, UnitContext } from '../case.ts';
import { conclude } from '../judge/conclude.ts';
import { introduceLeads } from '../world/leads.ts';
import { untilQuiet } from '../world/quiet.ts';
import { startWorld } from '../world/world.ts';
import type { PlatformOptions } from './hubspot.ts';

export type StoreCallOptions = PlatformOptions & {
  when: 'before' | 'after';
  /** No further than this; absent: until a run is clean. */
  most?: number;
  /** n grows by so much: a larger step makes a sample. */
  step?: number;
};

const preload = ['fail-store-call.ts'];
/** Beyond it the calls of a whole handoff have long been passed. */
const farMost = 600;

export async function runFailingCalls(
  { engine, nodes, when, most = farMost, step = 1 }: StoreCallOptions,
  { seed, say }: UnitContext,
): Promise<Outcome> {
  const world = await startWorld({ seed, engine, nodes, preload, say });
  try {
    const leads = await introduceLeads(world, Math.ceil(most / step) + 5);
    const { node, random } = world;
    const problems: string[] = [];
    const failed = new Map<string, number>();
    let isClean = false;
    let n = random.whole(1, step);
    for (; n <= most && !isClean && problems.length === 0; n += step) {
      await node.order({ order: 'fail call', n, when });
      await leads.cross(1);
      // A call that failed is followed by others of its kind: nothing may be stuck.
      await untilQuiet(world, { what: `call ${n} failed`, moveClockMs: 10 * 60_000 }).catch((error) =>
        problems.push(`after the failure of call ${n}: ${error.message}`),
      );
      const report = await node.order({ order: 'fail none' });
      if (report.failed === null) isClean = true;
      else failed.set(report.failed, (failed.get(report.failed) ?? 0) + 1);
      if (problems.length > 0) problems.push(`that call was ${report.failed}`);
      if (n % 20 < step) say(`call ${n}: ${report.failed}`);
    }
    if (!isClean && most === farMost && problems.length === 0) problems.push(`no run was clean up to n = ${most}`);
    const outcome = await conclude(world, leads, {
      faults: { [`calls failed ${when} they were done`]: sum(failed) },
      problems,
      notes: [`${failed.size} commands of the store: ${words(failed)}`],
    });
    return outcome;
  } finally {
    await world.stop();
  }
}

/** The n-th call of a start fails: it becomes ready all the same, or ends with words; the next start finds all in order. */
export async function runFailingStarts(
  { engine, nodes, when, most = farMost, step = 1 }: StoreCallOptions,
  { seed, say }: UnitContext,
): Promise<Outcome> {
  const world = await startWorld({ seed, engine, nodes, preload, say });
  try {
    const leads = await introduceLeads(world, Math.ceil(most / step) + 5);
    const { node, random } = world;
    const problems: string[] = [];
    const figures = { served: 0, ended: 0 };
    let isClean = false;
    for (let n = random.whole(1, step); n <= most && !isClean; n += step) {
      // Something is left over in the middle of being sent, as a start finds it after a crash.
      await leads.cross(1);
      await sleep(random.whole(0, 400));
      await node.kill();
      const end = await node.startOrEnd({ env: { FAULT_STORE_CALL: String(n), FAULT_STORE_WHEN: when } });
      figures[end === 'ready' ? 'served' : 'ended'] += 1;
      if (end === 'ready') {
        const report = await node.order({ order: 'fail none' });
        isClean = report.failed === null && report.calls < n;
        await node.kill();
      } else if (end !== 1 || !/told to fail/.test(node.printed())) {
        problems.push(`with call ${n} failing it ended with ${end}, saying: ${node.printed().slice(-400)}`);
      }
      await node.start();
      if (n % 10 < step) say(`call ${n} of a start`);
    }
    return await conclude(world, leads, {
      faults: { 'starts with a failing call': figures.served + figures.ended },
      problems,
      notes: [`${figures.served} starts served all the same, ${figures.ended} ended and said why`],
    });
  } finally {
    await world.stop();
  }
}

function sum(counts: Map<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

function words(counts: Map<string, number>): string {
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
}
