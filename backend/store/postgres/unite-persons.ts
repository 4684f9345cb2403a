/** People of ours who are the same HubSpot contact become one. See HandoffStore.unitePersons. */
import { compileRules } from '../../usage/compile-rules.ts';
import { unitePersons as foldTogether } from '../../usage/unite-persons.ts';
import type { ContactClaim, United } from '../handoff-store.ts';
import type { FoldRules } from '../store.ts';
import { takeIds } from './accept-events.ts';
import { putUnderContacts } from './acknowledge-records.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { loadPersonGroup } from './load-group.ts';
import { loadPerson, loadPersonByIdentity } from './person-rows.ts';
import { markDirty } from './rows.ts';
import { checkCurrent } from './rules-in-force.ts';
import { findSharing, type Uniting, uniteSharing } from './unite-sharing.ts';
import { writeGroup } from './write-group.ts';

export async function unitePersons(
  connection: PostgresConnection,
  portalId: number,
  claims: ContactClaim[],
  rules: FoldRules,
  now: number,
): Promise<United[]> {
  if ((await sharingOf(connection.forPortal(portalId), portalId, claims)).length === 0) return [];
  const firstUserIds = new Map(
    claims.flatMap(({ contactId, heldBy }) =>
      heldBy !== null && 'userId' in heldBy ? [[contactId, heldBy.userId]] : [],
    ),
  );
  return connection.portalTransaction(portalId, async (query) => {
    await checkCurrent(query, portalId, rules);
    const everyone: United[] = [];
    // Read again: another node may have made some of them one meanwhile.
    for (const sharing of await sharingOf(query, portalId, claims)) {
      const firstUserId = sharing.keeper === null ? null : (firstUserIds.get(sharing.recordId) ?? null);
      const united = await uniteSharing(
        query,
        portalId,
        sharing,
        mergingPersons(query, portalId, firstUserId, rules, now),
      );
      const intoId = united[0]?.intoId;
      if (intoId !== undefined) {
        await putUnderContacts(query, portalId, [{ personId: intoId, contactId: sharing.recordId }]);
        await markDirty(query, portalId, [intoId], now);
      }
      everyone.push(...united);
    }
    return everyone;
  });
}

async function sharingOf(query: Query, portalId: number, claims: ContactClaim[]) {
  const asked = [];
  for (const { personId, contactId, heldBy } of claims) {
    const holder = heldBy && { subjectId: await findHolder(query, portalId, heldBy), byHubspot: 'userId' in heldBy };
    asked.push({ subjectId: personId, recordId: contactId, heldBy: holder });
  }
  return findSharing(query, portalId, 'contact', asked);
}

function mergingPersons(
  query: Query,
  portalId: number,
  firstUserId: string | null,
  rules: FoldRules,
  now: number,
): Uniting {
  return {
    kind: 'contact',
    idProperty: 'zo_user_id',
    exists: async (personId) => (await loadPerson(query, portalId, personId)) !== null,
    async merge(fromId, intoId) {
      const state = await loadPersonGroup(query, portalId, [fromId, intoId]);
      const free = { personId: state.nextPersonId, companyId: state.nextCompanyId };
      const changes = foldTogether(state, { fromId, intoId, firstUserId }, compileRules(rules), now);
      await takeIds(query, portalId, state, free);
      await writeGroup(query, portalId, changes, now, { as: 'before' });
    },
  };
}

async function findHolder(
  query: Query,
  portalId: number,
  heldBy: NonNullable<ContactClaim['heldBy']>,
): Promise<number | null> {
  if ('personId' in heldBy) return heldBy.personId;
  return (await loadPersonByIdentity(query, portalId, `u:${heldBy.userId}`))?.personId ?? null;
}
