/** The usage folded anew comes into force. See RulesStore.swapUsage. */
import { compileRules } from '../../../usage/compile-rules.ts';
import type { Seen } from '../../../usage/fold-kept.ts';
import type { CaughtUp, RulesKey, SwapOptions } from '../../rules-store.ts';
import type { FoldRules, Normalise } from '../../store.ts';
import { columns } from '../columns.ts';
import type { PostgresConnection, Query } from '../connection.ts';
import { readCounter } from '../rows.ts';
import { putInForce } from '../rules-in-force.ts';
import { foldLate, hasMerged } from './catch-up.ts';
import { checkNotSuperseded, dropRebuild, saveSpareUsage } from './spare-usage.ts';

const defaultMostLate = 500;

export function swapUsage(
  connection: PostgresConnection,
  portalId: number,
  key: RulesKey,
  rules: FoldRules,
  normalise: Normalise,
  caughtUp: CaughtUp,
  { first = 'resolve', mostLate = defaultMostLate }: SwapOptions = {},
): Promise<boolean> {
  return connection.portalTransaction(portalId, async (query) => {
    await checkNotSuperseded(query, portalId, caughtUp.rebuild);
    const late = (await readCounter(query, portalId, 'event')) - caughtUp.lastSeq;
    if (late > mostLate || (await hasMerged(query, portalId))) return false;
    const { after, usages } = await foldLate(query, portalId, compileRules(rules), normalise, caughtUp, late);
    await saveSpareUsage(query, portalId, usages);
    await changeSeen(query, portalId, after.seen);
    await dropRebuild(query, portalId);
    await putInForce(query, portalId, key, {
      swapsUsage: true,
      first: first === 'resolve' && !after.hasUnresolved ? 'settle' : first,
    });
    return true;
  });
}

/** Since when a name is known, and how often it came in which week, stays. */
async function changeSeen(query: Query, portalId: number, change: Seen): Promise<void> {
  await query(
    `INSERT INTO events_seen AS known (portal_id, name, events, people, last_seen_at)
     SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
     ON CONFLICT (portal_id, name) DO UPDATE SET events = known.events + excluded.events,
       people = known.people + excluded.people, last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at)`,
    [
      portalId,
      [...change.keys()],
      ...columns(
        [...change.values()],
        ({ events }) => events,
        ({ people }) => people,
        ({ lastSeenAt }) => lastSeenAt,
      ),
    ],
  );
  await query('DELETE FROM events_seen WHERE portal_id = $1 AND events <= 0', [portalId]);
}
