/**
 * A second connection to a database that is open already, for long work in another thread. Its commits are not flushed one
 * by one: the first connection notices them, and flushes the log before anything outside follows from what it read of them; see
 * flush-log.ts. When the power goes, work that was not flushed is done once more.
 */
import { statSync } from 'node:fs';
import type { RulesStore } from '../rules-store.ts';
import type { PortalStore } from '../store.ts';
import { keptLogBytes } from './checkpoints.ts';
import { openSqlite } from './connection.ts';
import { portalCommands } from './portal-commands.ts';
import { rulesCommands } from './rules-commands.ts';

export type StoreBeside = RulesStore & PortalStore & { logBytes(): number; close(): void };

export function openSqliteBeside(file: string): StoreBeside {
  const connection = openSqlite(file);
  connection.database.pragma('synchronous = NORMAL');
  connection.database.pragma('temp_store = FILE');
  // The first connection may write again and again before it is this one's turn.
  connection.database.pragma('busy_timeout = 60000');
  // Copying the log into the database is left to the first connection.
  connection.database.pragma('wal_autocheckpoint = 0');
  connection.database.pragma(`journal_size_limit = ${keptLogBytes}`);
  return {
    ...portalCommands(connection),
    ...rulesCommands(connection, async (work) => connection.transaction(work)),
    logBytes: () => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0,
    close: () => connection.close(),
  };
}
