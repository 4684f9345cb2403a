/** The part of the store that changes of the rules need, on SQLite. */
import type { RulesStore } from '../rules-store.ts';
import type { SqliteConnection } from './connection.ts';
import { commitNextOfAll, decidedOfAll, nextOfAll } from './decide-all.ts';
import { catchUp } from './rebuild/catch-up.ts';
import { dropRebuild, foldAnew } from './rebuild/fold-anew.ts';
import { followUp } from './rebuild/follow-up.ts';
import { swapUsage } from './rebuild/swap-usage.ts';
import { loadRulesInForce, putInForce } from './rules-in-force.ts';
import type { ShareCommit } from './shared-commits.ts';

export function rulesCommands(connection: SqliteConnection, share: ShareCommit): RulesStore {
  return {
    rulesInForce: async (portalId) => loadRulesInForce(connection, portalId),
    putInForce: async (portalId, key) =>
      connection.transaction(() => {
        dropRebuild(connection, portalId);
        return putInForce(connection, portalId, key, { swapsUsage: false, first: 'decide' });
      }),
    foldAnew: (portalId, rules, normalise) => inSteps(foldAnew(connection, portalId, rules, normalise)),
    catchUp: async (portalId, rules, normalise, caughtUp) => catchUp(connection, portalId, rules, normalise, caughtUp),
    swapUsage: async (portalId, key, rules, normalise, caughtUp, options) =>
      swapUsage(connection, portalId, key, rules, normalise, caughtUp, options),
    dropRebuild: async (portalId) => dropRebuild(connection, portalId),
    followUp: (portalId, rules, normalise, now) => inSteps(followUp(connection, portalId, rules, normalise, now)),
    nextOfAll: async (portalId, limit) => nextOfAll(connection, portalId, limit),
    commitNextOfAll: (portalId, next, decisions, playbookVersion, now) =>
      share(() => commitNextOfAll(connection, portalId, next, decisions, playbookVersion, now)),
    decidedOfAll: async (portalId) => decidedOfAll(connection, portalId),
  };
}

async function* inSteps<Step, Result>(steps: Generator<Step, Result>): AsyncGenerator<Step, Result> {
  return yield* steps;
}
