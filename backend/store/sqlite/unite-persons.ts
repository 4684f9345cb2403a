/** People of ours who are the same HubSpot contact become one. See HandoffStore.unitePersons. */
import { compileRules } from '../../usage/compile-rules.ts';
import { unitePersons as foldTogether } from '../../usage/unite-persons.ts';
import type { ContactClaim, United } from '../handoff-store.ts';
import type { FoldRules } from '../store.ts';
import { takeIds } from './accept-events.ts';
import { putUnderContact } from './acknowledge-records.ts';
import type { SqliteConnection } from './connection.ts';
import { markDirty } from './dirty-rows.ts';
import { loadPersonGroup } from './load-group.ts';
import { loadPerson, loadPersonByIdentity } from './person-rows.ts';
import { checkCurrent } from './rules-in-force.ts';
import { findSharing, uniteSharing } from './unite-sharing.ts';
import { writeGroup } from './write-group.ts';

export function unitePersons(
  connection: SqliteConnection,
  portalId: number,
  claims: ContactClaim[],
  rules: FoldRules,
  now: number,
): United[] {
  const shared = findSharing(
    connection,
    portalId,
    'contact',
    claims.map(({ personId, contactId, heldBy }) => ({
      subjectId: personId,
      recordId: contactId,
      heldBy: heldBy && { subjectId: findHolder(connection, portalId, heldBy), byHubspot: 'userId' in heldBy },
    })),
  );
  if (shared.length === 0) return [];
  const firstUserIds = new Map(
    claims.flatMap(({ contactId, heldBy }) =>
      heldBy !== null && 'userId' in heldBy ? [[contactId, heldBy.userId]] : [],
    ),
  );
  return connection.transaction(() => {
    checkCurrent(connection, portalId, rules);
    return shared.flatMap((sharing) => {
      const firstUserId = sharing.keeper === null ? null : (firstUserIds.get(sharing.recordId) ?? null);
      const united = uniteSharing(connection, portalId, sharing, {
        kind: 'contact',
        idProperty: 'zo_user_id',
        exists: (personId) => loadPerson(connection, portalId, personId) !== null,
        merge(fromId, intoId) {
          const state = loadPersonGroup(connection, portalId, [fromId, intoId]);
          const free = { personId: state.nextPersonId, companyId: state.nextCompanyId };
          const changes = foldTogether(state, { fromId, intoId, firstUserId }, compileRules(rules), now);
          takeIds(connection, portalId, state, free);
          writeGroup(connection, portalId, changes, now, { as: 'before' });
        },
      });
      const intoId = united[0]?.intoId;
      if (intoId !== undefined) {
        putUnderContact(connection, portalId, intoId, sharing.recordId);
        markDirty(connection, portalId, intoId, now);
      }
      return united;
    });
  });
}

function findHolder(
  connection: SqliteConnection,
  portalId: number,
  heldBy: NonNullable<ContactClaim['heldBy']>,
): number | null {
  if ('personId' in heldBy) return heldBy.personId;
  return loadPersonByIdentity(connection, portalId, `u:${heldBy.userId}`)?.personId ?? null;
}
