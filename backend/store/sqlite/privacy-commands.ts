import type { PrivacyStore } from '../privacy-store.ts';
import type { SqliteConnection } from './connection.ts';
import { loadDropped, noteDropped } from './dropped-rows.ts';
import { loadEffectsOfErasures } from './erase-effects.ts';
import { erasePortal, loadErasures } from './erase-portal.ts';
import { exportPersons } from './export-person.ts';
import { forgetEvents } from './forget-events.ts';
import { forgetInactive } from './forget-inactive.ts';
import { forgetMessages } from './forget-messages.ts';
import { forgetAudit, forgetReceipts } from './forget-old.ts';
import { loadForgotten, noteForgotten } from './forgotten-rows.ts';

export function privacyCommands(connection: SqliteConnection): PrivacyStore {
  return {
    erasePortal: (portalId, now) => erasePortal(connection, portalId, now),
    portalErasures: async (limit) => loadErasures(connection, limit),
    forgetEvents: (portalId, order) => forgetEvents(connection, portalId, order),
    turnWeeks: async () => ({ made: [], dropped: [] }),
    forgetReceipts: (portalId, before, now) => forgetReceipts(connection, { portalId, before, now }),
    forgetAudit: (portalId, before, now) => forgetAudit(connection, { portalId, before, now }),
    forgetMessages: (portalId, before, now) => forgetMessages(connection, { portalId, before, now }),
    forgetInactive: (portalId, order) => forgetInactive(connection, portalId, order),
    noteForgotten: async (portalId, kind, before, rows, now) =>
      noteForgotten(connection, portalId, kind, before, rows, now),
    forgotten: async (portalId) => loadForgotten(connection, portalId),
    exportPersons: (portalId, personIds, mentions, write) =>
      exportPersons(connection, portalId, personIds, mentions, write),
    effectsOfErasures: async (portalId, since) => loadEffectsOfErasures(connection, portalId, since),
    noteDropped: async (portalId, names, now) => noteDropped(connection, portalId, names, now),
    droppedNames: async (portalId, limit) => loadDropped(connection, portalId, limit),
  };
}
