/** SIGTERM under load: whoever is under way is answered, nobody's connection is reset, and the process ends in time. */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, UnitContext } from '../case.ts';
import { conclude } from '../judge/conclude.ts';
import { introduceLeads } from '../world/leads.ts';
import type { Node } from '../world/node.ts';
import { startWorld } from '../world/world.ts';
import type { PlatformOptions } from './hubspot.ts';

const endsWithinMs = 10_000;
const wrongs = [
  'nothing else is wrong',
  'Slack does not answer',
  'HubSpot does not answer',
  'a request stops half-way',
  'HubSpot does not answer and the machine is busy',
] as const;
/** As many processes then want a processor, those counted that do anyway. */
const busyLoad = 8;

export async function runEnded(
  { engine, nodes, times }: PlatformOptions & { times: number },
  { seed, say }: UnitContext,
): Promise<Outcome> {
  const world = await startWorld({ seed, engine, nodes, connections: 24, say });
  try {
    const leads = await introduceLeads(world, times * 3);
    const { random, client } = world;
    const problems: string[] = [];
    const tookMs: Record<string, number> = {};
    client.rate(150);
    for (let time = 0; time < times; time += 1) {
      const wrong = wrongs[time % wrongs.length]!;
      if (wrong === 'Slack does not answer') world.slackGate.intercept(async () => 'hang');
      if (wrong.startsWith('HubSpot does not answer')) world.hubspotGate.intercept(async () => 'hang');
      const halfSent = wrong === 'a request stops half-way' ? sendHalf(world.node) : null;
      const rest = wrong.endsWith('the machine is busy') ? keepBusy() : null;
      leads.startCrossing(2);
      await sleep(random.whole(300, 1_500));
      const { code, ms } = await world.node.stop();
      rest?.();
      tookMs[wrong] = Math.max(tookMs[wrong] ?? 0, Math.round(ms));
      if (code !== 0) problems.push(`${wrong}: it ended with ${code}: ${world.node.printed().slice(-800)}`);
      if (ms > endsWithinMs) problems.push(`${wrong}: it took ${Math.round(ms)} ms to end`);
      halfSent?.destroy();
      world.slackGate.intercept(null);
      world.hubspotGate.intercept(null);
      await world.node.start();
    }
    client.rate(0);
    const { resets, resetWords, byAnswer } = await client.finish();
    if (resets > 0) problems.push(`${resets} requests were reset: ${resetWords.join(', ')}`);
    return await conclude(world, leads, {
      faults: { SIGTERM: times, 'answered 503': byAnswer['503'] ?? 0 },
      problems,
      notes: Object.entries(tookMs).map(([wrong, ms]) => `${wrong}: it ended within ${ms} ms`),
    });
  } finally {
    await world.stop();
  }
}

function keepBusy(): () => void {
  const [load = 0] = loadavg();
  const children = Array.from({ length: Math.max(1, busyLoad - Math.round(load)) }, () =>
    spawn(process.execPath, ['-e', 'setTimeout(process.exit, 60_000); (function spin() { setImmediate(spin); })()'], {
      stdio: 'ignore',
    }),
  );
  return () => {
    for (const child of children) child.kill('SIGKILL');
  };
}

function sendHalf({ url }: Node) {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    'POST /v1/event HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"type"',
  );
  return socket;
}
