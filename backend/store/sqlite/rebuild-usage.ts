import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { FoldRules, Normalise } from '../store.ts';
import type { SqliteConnection } from './connection.ts';
import { catchUp } from './rebuild/catch-up.ts';
import { foldAnew } from './rebuild/fold-anew.ts';
import { followUp } from './rebuild/follow-up.ts';
import { swapUsage } from './rebuild/swap-usage.ts';
import { loadRulesInForce } from './rules-in-force.ts';

/** See IngestStore.rebuildUsage. Other commands run between the chunks; the swap takes in what they added. */
export async function rebuildUsage(
  connection: SqliteConnection,
  portalId: number,
  rules: FoldRules,
  normalise: Normalise,
  now: number,
  progress?: (done: number, total: number) => void,
): Promise<{ events: number; persons: number }> {
  const folding = foldAnew(connection, portalId, rules, normalise);
  let step = folding.next();
  for (; !step.done; step = folding.next()) {
    progress?.(step.value.done, step.value.total);
    await letOthersRun();
  }
  let caughtUp = step.value;
  const key = { playbookVersion: null, timeZone: null, ...loadRulesInForce(connection, portalId) };
  while (!swapUsage(connection, portalId, key, rules, normalise, caughtUp)) {
    caughtUp = catchUp(connection, portalId, rules, normalise, caughtUp);
    await letOthersRun();
  }
  for (const _ of followUp(connection, portalId, rules, normalise, now)) await letOthersRun();
  return { events: caughtUp.events, persons: caughtUp.persons };
}
