import type { PrivacyStore } from '../privacy-store.ts';
import type { SqliteConnection } from './connection.ts';
import { erasePortal, loadErasures } from './erase-portal.ts';

export function privacyCommands(connection: SqliteConnection): PrivacyStore {
  return {
    erasePortal: (portalId, now) => erasePortal(connection, portalId, now),
    portalErasures: async (limit) => loadErasures(connection, limit),
  };
}
