/** Somebody says on the card that a product login with another e-mail address is this contact, or takes it back. */
import { checkSame, fingerprintOf } from '../../same-request.ts';
import type { LinkedUser, LinkOrder, UnlinkedUser } from '../handoff-store.ts';
import { newRecord } from '../stored-records.ts';
import type { SqliteConnection } from './connection.ts';
import { markDirty } from './dirty-rows.ts';
import { loadOpenHandoff } from './handoff-rows.ts';
import { loadPersonByIdentity } from './person-rows.ts';
import { noteLateLink } from './privacy-deletion-rows.ts';
import { addReceipt, listReceipts } from './receipt-rows.ts';
import { loadRecord, saveRecord, subjectsOfRecords } from './record-rows.ts';
import { everybodyOf } from './survivors.ts';
import { answerOfCall, keepCall } from './transact-handoff.ts';

export function linkProductUser(
  connection: SqliteConnection,
  portalId: number,
  order: LinkOrder,
  now: number,
): LinkedUser {
  return once(connection, portalId, { ...order, deed: 'link' }, now, (): LinkedUser => {
    const { contactId, productUser } = order;
    const personId = findProductUser(connection, portalId, productUser.trim());
    if (personId === null) return { status: 'unknown user' };
    const record = loadRecord(connection, portalId, 'contact', personId) ?? newRecord;
    if (record.recordId !== null && record.recordId !== contactId) {
      return { status: 'linked elsewhere', contactId: record.recordId };
    }
    if (record.recordId === null) {
      saveRecord(connection, portalId, 'contact', personId, { ...record, ...unknownToHubspot, recordId: contactId });
      noteLateLink(connection, portalId, contactId);
      note(connection, portalId, 'linked', order, peopleOf(connection, portalId, contactId), now);
    }
    markDirty(connection, portalId, personId, now);
    return { status: 'linked' };
  });
}

export function unlinkProductUser(
  connection: SqliteConnection,
  portalId: number,
  order: LinkOrder,
  now: number,
): UnlinkedUser {
  return once(connection, portalId, { ...order, deed: 'unlink' }, now, (): UnlinkedUser => {
    const { contactId, productUser } = order;
    const personId = findProductUser(connection, portalId, productUser.trim());
    const record = personId === null ? null : loadRecord(connection, portalId, 'contact', personId);
    if (personId === null || record?.recordId !== contactId) return { status: 'not linked' };
    if (everybodyOf(connection, portalId, personId).length > 1) return { status: 'united' };
    if (!isLinkedByHand(connection, portalId, personId, contactId)) return { status: 'not linked' };
    if (loadOpenHandoff(connection, portalId, personId) !== null) return { status: 'handed off' };
    const people = peopleOf(connection, portalId, contactId);
    saveRecord(connection, portalId, 'contact', personId, { ...record, ...unknownToHubspot, recordId: null });
    note(connection, portalId, 'unlinked', order, people, now);
    markDirty(connection, portalId, personId, now);
    return { status: 'unlinked' };
  });
}

const unknownToHubspot = { written: {}, facts: null, factsAt: null, problem: null };

/** Asked again with the same key, the answer is the one that was kept. */
function once<Answer>(
  connection: SqliteConnection,
  portalId: number,
  { callbackId, by, deed, contactId, productUser }: LinkOrder & { deed: string },
  now: number,
  work: () => Answer,
): Answer {
  const asked = fingerprintOf({ author: by, deed, detail: [contactId, productUser.trim()] });
  return connection.transaction(() => {
    const before = answerOfCall(connection, portalId, callbackId) as { asked?: string; answer: Answer } | undefined;
    if (before !== undefined) {
      checkSame(before.asked ?? '', asked);
      return before.answer;
    }
    const answer = work();
    keepCall(connection, portalId, { callbackId, action: 'card', answer: { asked, answer } }, null, now);
    return answer;
  });
}

/** Everybody of ours who is that contact. */
function peopleOf(connection: SqliteConnection, portalId: number, contactId: string): number[] {
  return subjectsOfRecords(connection, portalId, 'contact', [contactId]).get(contactId) ?? [];
}

function note(
  connection: SqliteConnection,
  portalId: number,
  step: 'linked' | 'unlinked',
  { by, contactId }: LinkOrder,
  personIds: number[],
  at: number,
): void {
  for (const personId of personIds) {
    const about = { personId, companyId: null, handoffId: null, playbookVersion: null, at };
    addReceipt(connection, portalId, { kind: 'link', body: { step, by, contactId } }, about);
  }
}

const mostReceipts = 1_000;

/** What was said last about linking this person. */
function isLinkedByHand(connection: SqliteConnection, portalId: number, personId: number, contactId: string): boolean {
  const last = listReceipts(connection, portalId, { personId, limit: mostReceipts }).find(
    ({ kind }) => kind === 'link',
  );
  const body = last?.body as { step?: string; contactId?: string } | undefined;
  return body?.step === 'linked' && body.contactId === contactId;
}

/** By user id, else by the e-mail address of the profile; a person's own click, so a scan may take its moment. */
function findProductUser(connection: SqliteConnection, portalId: number, productUser: string): number | null {
  const byId = loadPersonByIdentity(connection, portalId, `u:${productUser}`);
  if (byId !== null) return byId.personId;
  if (!productUser.includes('@')) return null;
  const row = connection
    .statement<{ person_id: number }>(
      `SELECT person_id FROM persons WHERE portal_id = ? AND json_extract(profile_json, '$.email') = ? LIMIT 1`,
    )
    .get(portalId, productUser.toLowerCase());
  return row?.person_id ?? null;
}
