/** Deleting what is no longer wanted, on PostgreSQL: one line per command. */
import type { PrivacyStore } from '../privacy-store.ts';
import type { PostgresConnection } from './connection.ts';
import { loadDropped, noteDropped } from './dropped-rows.ts';
import { loadEffectsOfErasures } from './erase-effects.ts';
import { erasePortal, loadErasures } from './erase-portal.ts';
import { dropWeeks, makeWeeks } from './event-weeks.ts';
import { exportPersons } from './export-person.ts';
import { forgetEvents } from './forget-events.ts';
import { forgetInactive } from './forget-inactive.ts';
import { forgetMessages } from './forget-messages.ts';
import { forgetAudit, forgetReceipts } from './forget-old.ts';
import { loadForgotten, noteForgotten } from './forgotten-rows.ts';

export function privacyCommands(connection: PostgresConnection): PrivacyStore {
  const { forPortal, portalTransaction } = connection;
  return {
    erasePortal: (portalId, now) => erasePortal(connection, portalId, now),
    portalErasures: (limit) => loadErasures(connection.acrossPortals, limit),
    forgetEvents: (portalId, order) => forgetEvents(connection, portalId, order),
    turnWeeks: async (now) => ({ made: await makeWeeks(connection, now), dropped: await dropWeeks(connection, now) }),
    forgetReceipts: (portalId, before, now) => forgetReceipts(connection, { portalId, before, now }),
    forgetAudit: (portalId, before, now) => forgetAudit(connection, { portalId, before, now }),
    forgetMessages: (portalId, before, now) => forgetMessages(connection, { portalId, before, now }),
    forgetInactive: (portalId, order) => forgetInactive(connection, portalId, order),
    noteForgotten: (portalId, kind, before, rows, now) =>
      noteForgotten(forPortal(portalId), portalId, kind, before, rows, now),
    forgotten: (portalId) => loadForgotten(forPortal(portalId), portalId),
    exportPersons: (portalId, personIds, mentions, write) =>
      exportPersons(forPortal(portalId), portalId, personIds, mentions, write),
    effectsOfErasures: (portalId, since) => loadEffectsOfErasures(forPortal(portalId), portalId, since),
    noteDropped: (portalId, names, now) =>
      portalTransaction(portalId, (within) => noteDropped(within, portalId, names, now)),
    droppedNames: (portalId, limit) => loadDropped(forPortal(portalId), portalId, limit),
  };
}
