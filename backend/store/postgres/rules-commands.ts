/** The part of the store that changes of the rules need, on PostgreSQL. */
import type { RulesStore } from '../rules-store.ts';
import type { PostgresConnection } from './connection.ts';
import { commitNextOfAll, decidedOfAll, nextOfAll } from './decide-all.ts';
import { catchUp } from './rebuild/catch-up.ts';
import { foldAnew } from './rebuild/fold-anew.ts';
import { followUp } from './rebuild/follow-up.ts';
import { dropRebuild } from './rebuild/spare-usage.ts';
import { swapUsage } from './rebuild/swap-usage.ts';
import { loadRulesInForce, putInForce } from './rules-in-force.ts';

export function rulesCommands(connection: PostgresConnection): RulesStore {
  const { forPortal } = connection;
  return {
    rulesInForce: (portalId) => loadRulesInForce(forPortal(portalId), portalId),
    putInForce: (portalId, key) =>
      connection.portalTransaction(portalId, async (within) => {
        await dropRebuild(within, portalId);
        return putInForce(within, portalId, key, { swapsUsage: false, first: 'decide' });
      }),
    foldAnew: (portalId, rules, normalise) => foldAnew(connection, portalId, rules, normalise),
    catchUp: (portalId, rules, normalise, caughtUp) => catchUp(connection, portalId, rules, normalise, caughtUp),
    swapUsage: (portalId, key, rules, normalise, caughtUp, options) =>
      swapUsage(connection, portalId, key, rules, normalise, caughtUp, options),
    dropRebuild: (portalId) => connection.portalTransaction(portalId, (within) => dropRebuild(within, portalId)),
    followUp: (portalId, rules, normalise, now) => followUp(connection, portalId, rules, normalise, now),
    nextOfAll: (portalId, limit) => nextOfAll(connection, portalId, limit),
    commitNextOfAll: (portalId, next, decisions, playbookVersion, now) =>
      commitNextOfAll(connection, portalId, next, decisions, playbookVersion, now),
    decidedOfAll: (portalId) => decidedOfAll(forPortal(portalId), portalId),
  };
}
