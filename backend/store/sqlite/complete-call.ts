import type { SqliteConnection } from './connection.ts';

/** Remembers the outputs a waiting call was completed with: a repeat of the call then gets them. */
export function completeCall(
  connection: SqliteConnection,
  portalId: number,
  callbackId: string,
  outputs: Record<string, string>,
): void {
  connection
    .statement('UPDATE action_calls SET completed_json = ? WHERE portal_id = ? AND callback_id = ?')
    .run(JSON.stringify(outputs), portalId, callbackId);
}

export function forgetCardCalls(connection: SqliteConnection, portalId: number, before: number): number {
  return connection
    .statement("DELETE FROM action_calls WHERE portal_id = ? AND action = 'card' AND received_at < ?")
    .run(portalId, before).changes;
}
