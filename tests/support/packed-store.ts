/** SQLite on which the texts of all events are packed as soon as they are accepted. */
import { eventsInBlock } from '../../backend/store/sqlite/event-blocks.ts';
import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { packAll } from '../../backend/store/sqlite/pack-events.ts';

export async function openPackedStore(): Promise<SqliteStore> {
  const store = await openSqliteStore(':memory:');
  return {
    ...store,
    async acceptEvents(portalId, requests, rules, onCommitted) {
      const accepted = await store.acceptEvents(portalId, requests, rules, onCommitted);
      packEverything(store);
      return accepted;
    },
  };
}

/** Blocks that are not full, too. */
export function packEverything({ connection }: SqliteStore): void {
  packAll(connection, 1 - eventsInBlock);
}
