import type { Query } from './connection.ts';

/**
 * For a transaction that wants effects in several steps: those that are there already are locked first, in the order of their keys, as
 * whoever settles several locks them. Two who meet wait for each other in turn.
 */
export async function lockEffects(query: Query, portalId: number, keys: readonly string[]): Promise<void> {
  if (keys.length < 2) return;
  await query(
    `SELECT FROM outbox WHERE portal_id = $1 AND effect_key = ANY ($2::text[]) ORDER BY effect_key FOR UPDATE`,
    [portalId, [...new Set(keys)]],
  );
}
