/** Following the rules, put together: in a thread of its own where the database is a file. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { createRuleFollower, type RuleFollower } from '../portals/follow-rules.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import { databaseFileOf, type WholeStore } from '../store/open-store.ts';
import type { Background } from './background.ts';
import { createBackgroundHere } from './background-here.ts';
import { createBackgroundThread } from './background-thread.ts';

type Parts = {
  databaseUrl: string;
  store: WholeStore;
  states: PortalStates;
  memory: PortalMemory;
  clock: Clock;
  onTakeUp: (portalId: number, handoffIds: number[]) => void;
  log: Pick<Logger, 'error'>;
};

export function followRulesInBackground(parts: Parts): RuleFollower {
  const { store, states, memory, onTakeUp, log } = parts;
  const background = createBackground(parts);
  const follower = createRuleFollower({
    store,
    states,
    memory,
    background,
    onTakeUp,
    onError: (portalId, err) => log.error({ portalId, err }, 'usage or decisions could not be brought in step'),
  });
  return {
    ...follower,
    async stop() {
      const ended = follower.stop();
      await background.stop();
      await ended;
    },
  };
}

function createBackground({ databaseUrl, store, clock }: Parts): Background {
  const file = databaseFileOf(databaseUrl);
  if (file === null || file === ':memory:') return createBackgroundHere(store, clock);
  return createBackgroundThread({
    file,
    clockOffsetMs: () => clock.now() - Date.now(),
    checkpoint: () => store.checkpoint(),
  });
}
