/**
 * kill -9 at points with a name, each several times. Where the point is a commit the process ends itself there, told by a
 * module that it preloads; where it is a call to HubSpot or Slack, whoever stands between ends it.
 */
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import type { Outcome, UnitContext } from '../case.ts';
import { conclude } from '../judge/conclude.ts';
import type { CommitPoint } from '../preload/orders.ts';
import type { EngineName } from '../world/engine.ts';
import type { Call, Gate } from '../world/gate.ts';
import { introduceLeads } from '../world/leads.ts';
import type { Node } from '../world/node.ts';
import { patienceMs } from '../world/patience.ts';
import { startWorld, type World } from '../world/world.ts';

type At = {
  platform: 'hubspot' | 'slack';
  /** Part of the path. */
  path: string;
  when: 'it arrives' | 'it is done and not answered' | 'it is answered';
};

type Point = { name: string } & (
  | { commit: Omit<CommitPoint, 'skip'>; most: number }
  | { call: At }
  | { client: 'a 200 arrives' }
);

const sending = "UPDATE outbox SET state = 'sending'";

export const points: Point[] = [
  { name: 'events: before the commit', commit: { when: 'before the commit', of: 'INSERT INTO events' }, most: 10 },
  { name: 'events: committed, no 200 sent', commit: { when: 'after the commit', of: 'INSERT INTO events' }, most: 10 },
  { name: 'events: the 200 arrives', client: 'a 200 arrives' },
  { name: 'decision: before the commit', commit: { when: 'before the commit', of: 'INSERT INTO handoffs' }, most: 1 },
  { name: 'decision: committed', commit: { when: 'after the commit', of: 'INSERT INTO handoffs' }, most: 1 },
  {
    name: 'claim: committed',
    commit: { when: 'after the commit', of: "UPDATE outbox SET state = 'claimed'" },
    most: 4,
  },
  { name: 'send: before it is marked', commit: { when: 'before the commit', of: sending }, most: 2 },
  { name: 'send: marked, nothing sent', commit: { when: 'after the commit', of: sending }, most: 2 },
  { name: 'send: Slack is asked', call: { platform: 'slack', path: 'chat.postMessage', when: 'it arrives' } },
  {
    name: 'answer: Slack has posted, no answer sent',
    call: { platform: 'slack', path: 'chat.postMessage', when: 'it is done and not answered' },
  },
  {
    name: 'answer: Slack has answered',
    call: { platform: 'slack', path: 'chat.postMessage', when: 'it is answered' },
  },
  {
    name: 'acknowledge: before the handoff knows',
    commit: { when: 'before the commit', of: 'INSERT INTO handoffs', afterOne: sending },
    most: 0,
  },
  {
    name: 'acknowledge: the handoff knows, the outbox does not',
    commit: { when: 'after the commit', of: 'INSERT INTO handoffs', afterOne: sending },
    most: 0,
  },
  {
    name: 'acknowledge: before the outbox knows',
    commit: { when: 'before the commit', of: 'UPDATE outbox SET state = CASE', afterOne: sending },
    most: 1,
  },
  {
    name: 'HubSpot has created, no answer sent',
    call: { platform: 'hubspot', path: 'contacts/batch/create', when: 'it is done and not answered' },
  },
  {
    name: 'HubSpot has written, no answer sent',
    call: { platform: 'hubspot', path: 'contacts/batch/update', when: 'it is done and not answered' },
  },
  {
    name: 'HubSpot: before what it took is kept',
    commit: { when: 'before the commit', of: 'INSERT INTO records', without: 'INSERT INTO decisions' },
    most: 2,
  },
];

export type NamedPointOptions = { engine: EngineName; nodes: number; point: Point; times: number };

export async function runNamedPoint(options: NamedPointOptions, { seed, say }: UnitContext): Promise<Outcome> {
  const { engine, nodes, point, times } = options;
  const world = await startWorld({ seed, engine, nodes, preload: ['kill-at-commit.ts'], say });
  try {
    const leads = await introduceLeads(world, times * 6);
    const problems: string[] = [];
    let reached = 0;
    world.client.rate(40);
    for (let time = 0; time < times; time += 1) {
      const died = waitForEnd(world);
      await arm(world, point);
      // New ones are led up to the point until one reaches it.
      for (let tries = 0; tries < 6 && !(await died.now()); tries += 1) {
        leads.startCrossing(1);
        await died.within(tries === 5 ? patienceMs : 4_000);
      }
      const dead = await died.now();
      if (dead === null) {
        problems.push(`the point was not reached within ${patienceMs / 1000} s`);
        break;
      }
      reached += 1;
      await disarm(world, point);
      // Of several nodes another may have come to it, too.
      for (const node of world.nodes) if (!node.isRunning()) await node.start();
    }
    world.client.rate(0);
    return await conclude(world, leads, { faults: { 'killed there': reached }, problems });
  } finally {
    await world.stop();
  }
}

function waitForEnd({ nodes }: World) {
  const dead = () => nodes.find((node) => !node.isRunning()) ?? null;
  return {
    now: async (): Promise<Node | null> => dead(),
    within: (ms: number) =>
      waitUntil('a node to end', () => (dead() ? { value: true } : { instead: 'all run' }), ms, 20).catch(() => null),
  };
}

async function arm(world: World, point: Point): Promise<void> {
  const { random, nodes, client } = world;
  if ('commit' in point) {
    const skip = random.whole(0, point.most);
    for (const node of nodes) await node.order({ order: 'kill at', point: { ...point.commit, skip } });
  } else if ('client' in point) {
    await client.killAt200(random.pick(nodes).pid(), random.whole(0, 10));
  } else {
    killAtCall(world, point.call);
  }
}

/** The node that made the call is not known from outside: of several, one of them ends. */
function killAtCall(world: World, { platform, path, when }: At): void {
  const gate = gateOf(world, platform);
  const node = world.random.pick(world.nodes);
  let skip = world.random.whole(0, 1);
  let isDone = false;
  gate.intercept(async (call: Call) => {
    if (isDone || !call.path.includes(path)) return call.forward();
    if (skip > 0) {
      skip -= 1;
      return call.forward();
    }
    isDone = true;
    if (when === 'it arrives') {
      await node.kill();
      return 'cut';
    }
    const answer = await call.forward();
    if (when === 'it is answered') {
      // The answer is on its way when the process ends, a moment before or after it is read.
      setTimeout(() => void node.kill(), world.random.whole(0, 3));
      return answer;
    }
    await node.kill();
    return 'cut';
  });
}

async function disarm({ hubspotGate, slackGate, nodes }: World, point: Point): Promise<void> {
  hubspotGate.intercept(null);
  slackGate.intercept(null);
  if (!('commit' in point)) return;
  for (const node of nodes.filter((one) => one.isRunning())) {
    await node.order({ order: 'kill at', point: null }).catch(() => node.ended());
  }
}

function gateOf({ hubspotGate, slackGate }: World, platform: At['platform']): Gate {
  return platform === 'hubspot' ? hubspotGate : slackGate;
}
