/** The usage folded anew comes into force. See RulesStore.swapUsage. */
import { compileRules } from '../../../usage/compile-rules.ts';
import type { Seen } from '../../../usage/fold-kept.ts';
import type { CaughtUp, RulesKey, SwapOptions } from '../../rules-store.ts';
import type { FoldRules, Normalise } from '../../store.ts';
import type { SqliteConnection } from '../connection.ts';
import { readCounter } from '../counter-rows.ts';
import { putInForce } from '../rules-in-force.ts';
import { foldLate, hasMerged } from './catch-up.ts';
import { dropRebuild } from './fold-anew.ts';

const defaultMostLate = 500;

export function swapUsage(
  connection: SqliteConnection,
  portalId: number,
  key: RulesKey,
  rules: FoldRules,
  normalise: Normalise,
  caughtUp: CaughtUp,
  { first = 'resolve', mostLate = defaultMostLate }: SwapOptions = {},
): boolean {
  return connection.transaction(() => {
    const late = readCounter(connection, portalId, 'event') - caughtUp.lastSeq;
    if (late > mostLate || hasMerged(connection, portalId)) return false;
    const whole = foldLate(connection, portalId, compileRules(rules), normalise, caughtUp, late);
    changeSeen(connection, portalId, whole.seen);
    dropRebuild(connection, portalId);
    putInForce(connection, portalId, key, {
      swapsUsage: true,
      first: first === 'resolve' && !whole.hasUnresolved ? 'settle' : first,
    });
    return true;
  });
}

function changeSeen(connection: SqliteConnection, portalId: number, change: Seen): void {
  const add = connection.statement(
    `INSERT INTO events_seen (portal_id, name, events, people, last_seen_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (portal_id, name) DO UPDATE SET events = events + excluded.events, people = people + excluded.people,
       last_seen_at = max(last_seen_at, excluded.last_seen_at)`,
  );
  for (const [name, { events, people, lastSeenAt }] of change) add.run(portalId, name, events, people, lastSeenAt);
  connection.statement('DELETE FROM events_seen WHERE portal_id = ? AND events <= 0').run(portalId);
}
