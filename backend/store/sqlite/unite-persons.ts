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
import { loadRecord, newRecord, saveRecord, subjectsOfRecords } from './record-rows.ts';
import { writeGroup } from './write-group.ts';

/** Those who share one contact. */
type Sharing = { contactId: string; personIds: Set<number>; keeper: number | null; firstUserId: string | null };

export function unitePersons(
  connection: SqliteConnection,
  portalId: number,
  claims: ContactClaim[],
  rules: FoldRules,
  now: number,
): United[] {
  const shared = findShared(connection, portalId, claims);
  if (shared.length === 0) return [];
  return connection.transaction(() => shared.flatMap((sharing) => uniteOne(connection, portalId, sharing, rules, now)));
}

/** A read, because most contacts belong to one person only. */
function findShared(connection: SqliteConnection, portalId: number, claims: ContactClaim[]): Sharing[] {
  const holders = subjectsOfRecords(
    connection,
    portalId,
    'contact',
    claims.map(({ contactId }) => contactId),
  );
  const byContact = new Map<string, Sharing>();
  for (const { personId, contactId, heldBy } of claims) {
    const holder = heldBy === null ? null : findHolder(connection, portalId, heldBy);
    if (heldBy !== null && (holder === null || isElsewhere(connection, portalId, holder, contactId))) continue;
    const sharing: Sharing = byContact.get(contactId) ?? {
      contactId,
      personIds: new Set(holders.get(contactId)),
      keeper: null,
      firstUserId: null,
    };
    byContact.set(contactId, sharing);
    sharing.personIds.add(personId);
    if (holder !== null) sharing.personIds.add(holder);
    if (heldBy !== null && 'userId' in heldBy) {
      sharing.keeper = holder;
      sharing.firstUserId = heldBy.userId;
    }
  }
  return [...byContact.values()].filter(({ personIds, keeper }) => personIds.size > 1 || keeper !== null);
}

function findHolder(
  connection: SqliteConnection,
  portalId: number,
  heldBy: NonNullable<ContactClaim['heldBy']>,
): number | null {
  if ('personId' in heldBy) return heldBy.personId;
  return loadPersonByIdentity(connection, portalId, `u:${heldBy.userId}`)?.personId ?? null;
}

/** We know another contact for this user: which of the two is right, only a person can say. */
function isElsewhere(connection: SqliteConnection, portalId: number, personId: number, contactId: string): boolean {
  const recordId = loadRecord(connection, portalId, 'contact', personId)?.recordId ?? null;
  return recordId !== null && recordId !== contactId;
}

function uniteOne(
  connection: SqliteConnection,
  portalId: number,
  { contactId, personIds, keeper, firstUserId }: Sharing,
  rules: FoldRules,
  now: number,
): United[] {
  const alive = [...personIds].filter((personId) => loadPerson(connection, portalId, personId) !== null);
  if (alive.length < 2 && keeper === null) return [];
  const intoId = keeper ?? oldestKnown(connection, portalId, alive);
  const united = alive
    .filter((fromId) => fromId !== intoId)
    .map((fromId) => {
      const state = loadPersonGroup(connection, portalId, [fromId, intoId]);
      const free = { personId: state.nextPersonId, companyId: state.nextCompanyId };
      const changes = foldTogether(state, { fromId, intoId, firstUserId }, compileRules(rules), now);
      takeIds(connection, portalId, state, free);
      writeGroup(connection, portalId, changes, now);
      return { fromId, intoId };
    });
  linkTo(connection, portalId, intoId, contactId);
  markDirty(connection, portalId, intoId, now);
  return united.length > 0 ? united : [{ fromId: intoId, intoId }];
}

/** Whose user id was written to the contact, else who was seen first. */
function oldestKnown(connection: SqliteConnection, portalId: number, personIds: number[]): number {
  const written = personIds.filter((personId) => {
    return (loadRecord(connection, portalId, 'contact', personId)?.written.zo_user_id ?? '') !== '';
  });
  return Math.min(...(written.length > 0 ? written : personIds));
}

function linkTo(connection: SqliteConnection, portalId: number, personId: number, contactId: string): void {
  const record = loadRecord(connection, portalId, 'contact', personId) ?? newRecord;
  const known =
    record.recordId === contactId
      ? record
      : { ...record, recordId: contactId, written: {}, facts: null, factsAt: null };
  saveRecord(connection, portalId, 'contact', personId, { ...known, problem: null });
  putUnderContact(connection, portalId, personId, contactId);
}
