/** Slack at its worst. It has no idempotency key: whatever may have been posted is listed, and never posted again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import type { Outcome, UnitContext } from '../case.ts';
import { conclude } from '../judge/conclude.ts';
import type { Call } from '../world/gate.ts';
import { introduceLeads } from '../world/leads.ts';
import { patienceMs } from '../world/patience.ts';
import { startWorld } from '../world/world.ts';
import type { PlatformOptions } from './hubspot.ts';
import { answer, type PlatformFault, page, startFault } from './platform-faults.ts';

const isPost = ({ path }: Call) => path.includes('chat.postMessage');
const isAny = ({ path }: Call) => path.startsWith('/api/');

type SlackFault = PlatformFault & {
  enough: number;
  /** Nobody can know whether it was posted: each of them is to be listed. */
  isAmbiguous: boolean;
};

export const slackFaults: SlackFault[] = [
  {
    name: '429 with Retry-After',
    hits: isPost,
    share: 0.6,
    enough: 15,
    isAmbiguous: false,
    how: async () => answer(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '1' }),
  },
  {
    name: 'posted, and no answer',
    hits: isPost,
    share: 1,
    atMost: 6,
    enough: 6,
    isAmbiguous: true,
    how: async (call) => {
      await call.forward();
      return 'hang';
    },
  },
  {
    name: 'no answer, nothing posted',
    hits: isPost,
    share: 1,
    atMost: 4,
    enough: 4,
    isAmbiguous: true,
    how: async () => 'hang',
  },
  {
    name: 'reset after it was posted',
    hits: isPost,
    share: 0.5,
    enough: 12,
    isAmbiguous: true,
    how: async (call) => {
      await call.forward();
      return 'cut';
    },
  },
  { name: 'reset, nothing posted', hits: isPost, share: 0.5, enough: 12, isAmbiguous: true, how: async () => 'cut' },
  {
    name: '500 after it was posted',
    hits: isPost,
    share: 0.5,
    enough: 12,
    isAmbiguous: true,
    how: async (call) => {
      await call.forward();
      return page(500);
    },
  },
  {
    name: 'malformed, after it was posted',
    hits: isPost,
    share: 0.5,
    enough: 12,
    isAmbiguous: true,
    how: async (call) => answer(200, (await call.forward()).body.slice(0, 20)),
  },
  {
    name: 'token revoked',
    hits: isAny,
    share: 1,
    enough: 4,
    isAmbiguous: false,
    how: async () => answer(200, { ok: false, error: 'token_revoked' }),
  },
  {
    name: '503 to everything but posts',
    hits: (call) => isAny(call) && !isPost(call),
    share: 0.5,
    enough: 10,
    isAmbiguous: false,
    how: async () => page(503),
  },
];

export async function runSlackFault(
  { engine, nodes, fault }: PlatformOptions & { fault: SlackFault },
  { seed, say }: UnitContext,
): Promise<Outcome> {
  const world = await startWorld({ seed, engine, nodes, say });
  try {
    const leads = await introduceLeads(world, 22);
    const running = startFault(world.slackGate, world.random, fault);
    world.client.rate(30);
    for (let round = 0; round < 6; round += 1) {
      await leads.cross(3);
      await sleep(200);
    }
    await waitUntil(
      `"${fault.name}" to have happened ${fault.enough} times`,
      async () => {
        if (running.count() >= fault.enough) return { value: true };
        await world.clock.advance(2_000);
        return { instead: `${running.count()} times` };
      },
      patienceMs,
      200,
    );
    running.end();
    await leads.cross(4);
    world.client.rate(0);
    const outcome = await conclude(world, leads, {
      faults: { [fault.name]: running.count() },
    });
    const listed = outcome.counted?.unconfirmed ?? 0;
    if (fault.isAmbiguous && listed < running.count()) {
      outcome.problems.push(`${running.count()} sends were ambiguous, and ${listed} are listed`);
    }
    if (!fault.isAmbiguous && listed > 0) outcome.problems.push(`nothing was ambiguous, and ${listed} are listed`);
    return outcome;
  } finally {
    await world.stop();
  }
}
