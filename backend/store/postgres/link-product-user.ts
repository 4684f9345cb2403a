/** Somebody says on the card that a product login with another e-mail address is this contact, or takes it back. */
import { checkSame, fingerprintOf } from '../../same-request.ts';
import type { LinkedUser, LinkOrder, UnlinkedUser } from '../handoff-store.ts';
import { newRecord } from '../stored-records.ts';
import { answerOfCall, keepCall } from './action-calls.ts';
import type { Query } from './connection.ts';
import { loadOpenHandoff } from './handoff-rows.ts';
import { loadPersonByIdentity } from './person-rows.ts';
import { noteLateLinks } from './privacy-deletion-rows.ts';
import { addReceipts, listReceipts, type NewReceipt } from './receipt-rows.ts';
import { loadRecord, saveRecords, subjectsOfRecords } from './record-rows.ts';
import { markDirty } from './rows.ts';
import { everybodyOf } from './survivors.ts';

/** Under the portal's lock. */
export function linkProductUser(query: Query, portalId: number, order: LinkOrder, now: number): Promise<LinkedUser> {
  return once(query, portalId, { ...order, deed: 'link' }, now, async (): Promise<LinkedUser> => {
    const { contactId, productUser } = order;
    const personId = await findProductUser(query, portalId, productUser.trim());
    if (personId === null) return { status: 'unknown user' };
    const record = (await loadRecord(query, portalId, 'contact', personId)) ?? newRecord;
    if (record.recordId !== null && record.recordId !== contactId) {
      return { status: 'linked elsewhere', contactId: record.recordId };
    }
    if (record.recordId === null) {
      const linked = { ...record, ...unknownToHubspot, recordId: contactId };
      await saveRecords(query, portalId, 'contact', [{ subjectId: personId, record: linked }]);
      await noteLateLinks(query, portalId, [contactId]);
      await note(query, portalId, 'linked', order, await peopleOf(query, portalId, contactId), now);
    }
    await markDirty(query, portalId, [personId], now);
    return { status: 'linked' };
  });
}

/** Under the portal's lock. */
export function unlinkProductUser(
  query: Query,
  portalId: number,
  order: LinkOrder,
  now: number,
): Promise<UnlinkedUser> {
  return once(query, portalId, { ...order, deed: 'unlink' }, now, async (): Promise<UnlinkedUser> => {
    const { contactId, productUser } = order;
    const personId = await findProductUser(query, portalId, productUser.trim());
    const record = personId === null ? null : await loadRecord(query, portalId, 'contact', personId);
    if (personId === null || record?.recordId !== contactId) return { status: 'not linked' };
    if ((await everybodyOf(query, portalId, personId)).length > 1) return { status: 'united' };
    if (!(await isLinkedByHand(query, portalId, personId, contactId))) return { status: 'not linked' };
    if ((await loadOpenHandoff(query, portalId, personId)) !== null) return { status: 'handed off' };
    const people = await peopleOf(query, portalId, contactId);
    const unlinked = { ...record, ...unknownToHubspot, recordId: null };
    await saveRecords(query, portalId, 'contact', [{ subjectId: personId, record: unlinked }]);
    await note(query, portalId, 'unlinked', order, people, now);
    await markDirty(query, portalId, [personId], now);
    return { status: 'unlinked' };
  });
}

const unknownToHubspot = { written: {}, facts: null, factsAt: null, problem: null };

/** Asked again with the same key, the answer is the one that was kept. */
async function once<Answer>(
  query: Query,
  portalId: number,
  { callbackId, by, deed, contactId, productUser }: LinkOrder & { deed: string },
  now: number,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const asked = fingerprintOf({ author: by, deed, detail: [contactId, productUser.trim()] });
  const before = (await answerOfCall(query, portalId, callbackId)) as { asked?: string; answer: Answer } | undefined;
  if (before !== undefined) {
    checkSame(before.asked ?? '', asked);
    return before.answer;
  }
  const answer = await work();
  await keepCall(query, portalId, { callbackId, action: 'card', answer: { asked, answer } }, null, now);
  return answer;
}

/** Everybody of ours who is that contact. */
async function peopleOf(query: Query, portalId: number, contactId: string): Promise<number[]> {
  return (await subjectsOfRecords(query, portalId, 'contact', [contactId])).get(contactId) ?? [];
}

async function note(
  query: Query,
  portalId: number,
  step: 'linked' | 'unlinked',
  { by, contactId }: LinkOrder,
  personIds: number[],
  at: number,
): Promise<void> {
  const receipts = personIds.map((personId): NewReceipt => {
    const about = { personId, companyId: null, handoffId: null, playbookVersion: null, at };
    return { entry: { kind: 'link', body: { step, by, contactId } }, about };
  });
  await addReceipts(query, portalId, receipts);
}

const mostReceipts = 1_000;

/** What was said last about linking this person. */
async function isLinkedByHand(query: Query, portalId: number, personId: number, contactId: string): Promise<boolean> {
  const receipts = await listReceipts(query, portalId, { personId, limit: mostReceipts });
  const body = receipts.find(({ kind }) => kind === 'link')?.body as { step?: string; contactId?: string } | undefined;
  return body?.step === 'linked' && body.contactId === contactId;
}

/** By user id, else by the e-mail address of the profile; a person's own click, so a scan may take its moment. */
async function findProductUser(query: Query, portalId: number, productUser: string): Promise<number | null> {
  const byId = await loadPersonByIdentity(query, portalId, `u:${productUser}`);
  if (byId !== null) return byId.personId;
  if (!productUser.includes('@')) return null;
  const [row] = await query<{ person_id: number }>(
    `SELECT person_id FROM persons WHERE portal_id = $1 AND profile_json::json ->> 'email' = $2
     ORDER BY person_id LIMIT 1`,
    [portalId, productUser.toLowerCase()],
  );
  return row?.person_id ?? null;
}
