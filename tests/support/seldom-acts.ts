/** What a portal's life seldom holds: each command of a store that a story may pass over, once, on what the story has left. */
import { sampleGroupId } from '../../backend/sample/sample-names.ts';
import type { HistoryRows } from '../../backend/store/backfill-store.ts';
import type { EitherStore } from './engines.ts';
import { event, normaliseAgain } from './events.ts';
import { dayMs, facts, maria, waitingHandoff } from './handoffs.ts';
import { rebuildUsage } from './rebuild-usage.ts';
import { type ActsAt, act } from './store-acts.ts';

/** Somebody of each kind, so that there is something to find. */
export async function preparePortal(store: EitherStore, at: ActsAt): Promise<void> {
  const { portalId, rules, now } = at;
  const mail = (userId: string) => `${userId}@finpilot.test`;
  const about = { type: 'identify' as const, name: null, receivedAt: now };
  const [nora, omar] = ['nora', 'omar'].map((userId) =>
    event({ ...about, userId, email: mail(userId), messageId: `${userId} is` }),
  );
  const joins = ['nora', 'omar'].map((userId) =>
    event({ ...about, type: 'group', userId, groupId: 'g9', messageId: `${userId} joins` }),
  );
  const acts = ['nora', 'omar', 'phone'].map((userId) =>
    event({
      ...(userId === 'phone' ? { userId: null, anonymousId: 'phone', email: mail('omar') } : { userId }),
      messageId: `${userId} acts`,
      receivedAt: now,
    }),
  );
  const sample = event({
    ...about,
    type: 'group',
    userId: 'zo-sample-x',
    groupId: sampleGroupId,
    source: 'sample',
    messageId: 's',
  });
  await store.acceptEvents(portalId, [[nora!, omar!, ...joins, ...acts, sample]], rules);
  for (const userId of ['nora', 'omar']) {
    const { personId, companyId } = (await store.personByIdentity(portalId, `u:${userId}`))!;
    const contactId = `6${personId}`;
    const known = facts({ contactId, email: mail(userId), primaryCompany: { id: '950', name: 'Nine' } });
    await store.saveFacts(portalId, [{ personId, facts: known }], now);
    await store.acknowledge(portalId, 'company', [
      { subjectId: companyId!, recordId: '950', written: {}, problem: null },
    ]);
    await store.transactHandoff(portalId, { personId }, now, ({ newHandoffId }) => {
      const owner = { ...maria, setByUs: true, reason: 'next in rotation' };
      const handoff = { ...waitingHandoff({ handoffId: newHandoffId(), personId }), companyId, contactId, owner };
      const closedAt = userId === 'omar' ? now - 400 * dayMs : null;
      const status = userId === 'omar' ? ('won' as const) : ('alerted' as const);
      const change = {
        handoff: { ...handoff, closedAt, status, heldSince: closedAt === null ? now : null },
        effects: [],
        receipts: [{ kind: 'handoff' as const, body: { step: 'taken up' as const, by: 'workflow' as const } }],
      };
      return { answer: null, change, call: { callbackId: `cb-${userId}`, action: 'card', answer: { zo: 'x' } } };
    });
  }
  const note = { kind: 'post note', channel: '#x', text: 'Nora', lane: 'slack:#x', priority: 0 } as const;
  await store.enqueue(portalId, [{ ...note, handoffId: 1, key: 'note:return:1' }], now - 400 * dayMs);
  const [claimed] = await store.claimEffects(portalId, 'slack:#x', 5, now, 'lease');
  const outcome = { outcome: 'done', result: { channel: 'C1', ts: '1.2' } } as const;
  await store.settleEffects(portalId, [{ ...claimed!, outcome }], now);
  await store.beginAudit(portalId, { requestId: 'seldom', author: 'ops', deed: 'grant', detail: '' }, now);
  await act(store, { what: 'decide' }, at);
  await store.beginBackfill(portalId, file, false, now);
  await store.acceptHistory(portalId, historyOf('paul', now), rules);
}

const file = { key: 'k'.repeat(64), fileKey: 'f'.repeat(64), name: 'past.csv' };

/** A row of a file of the past: somebody joins a company and does something there. */
function historyOf(userId: string, now: number): HistoryRows {
  const about = { userId, source: 'backfill' as const, receivedAt: now, eventAt: now - dayMs };
  const events = [
    event({ ...about, type: 'group', name: null, groupId: 'g8', messageId: `${userId} joined` }),
    event({ ...about, messageId: `${userId} acted` }),
  ];
  return {
    key: file.key,
    from: { line: 0, byte: 0 },
    to: { line: 1, byte: 10 },
    rows: [{ line: 1, events }],
    rejected: [],
    skipped: 0,
    startsReport: true,
    now,
  };
}

async function loadPast(store: EitherStore, { portalId, rules, now }: ActsAt): Promise<void> {
  await store.backfill(portalId, file.key);
  await store.backfills(portalId, 9);
  await store.backfillsOfFile(portalId, file.fileKey);
  await store.isBackfilling(portalId, 0);
  await store.decisionInputs(portalId, 9, 'later');
  await store.historyFigures(portalId, 9);
  await store.beginBackfill(portalId, file, true, now);
  await store.acceptHistory(portalId, historyOf('quinn', now), rules);
  await store.endBackfill(portalId, file.key, now);
}

export async function doSeldomActs(store: EitherStore, { portalId, rules, now }: ActsAt): Promise<void> {
  const nora = (await store.personByIdentity(portalId, 'u:nora'))!;
  const omar = (await store.personByIdentity(portalId, 'u:omar'))!;
  const companyId = nora.companyId!;
  const contactId = `6${nora.personId}`;
  const [handoff] = await store.handoffs(portalId, { open: true, limit: 9 });
  const [, audit] = [await store.lastDone(portalId, 'grant'), await store.auditEntries(portalId, { limit: 99 })];
  const [receipt] = await store.receipts(portalId, { limit: 9 });
  const before = now - 100 * dayMs;
  const old = { before: now + dayMs, rules, now };

  await loadPast(store, { portalId, rules, now });
  await store.callAnswer(portalId, 'cb-nora');
  await store.completeCall(portalId, 'cb-nora', { zo: 'y' });
  for (const entry of audit) await store.endAudit(portalId, entry.auditId, { at: now, outcome: 'done', answer: {} });
  await store.lastDone(portalId, 'grant');
  await store.cardWork(portalId, contactId);
  await store.companyCardWork(portalId, '950');
  await store.historyWork(portalId, contactId);
  await store.hasEvents(portalId);
  await store.arrivedEvents(portalId);
  await store.domainPlaces(portalId, 9);
  await store.eventsSeen(portalId);
  await store.expireMessageIds(portalId, now - dayMs);
  await store.portal(portalId);
  await store.alarms(portalId);
  await store.playbookVersions(portalId, { before: 9, limit: 9 });
  await store.gateCounts(portalId);
  await store.readyPersons(portalId, 9);
  await store.handoffsAtCompany(portalId, companyId, 9);
  await store.dueHandoffs(portalId, now + 400 * dayMs, 9);
  await store.heldHandoffs(portalId, 9);
  await store.pressingHandoffs(portalId, 9);
  await store.nextWakeAt(portalId);
  await store.tallyOwners(portalId, 0, 0);
  await store.companyWork(portalId, [companyId]);
  await store.receipts(portalId, { handoffId: handoff!.handoffId, limit: 9 });
  await store.receipts(portalId, { personId: nora.personId, limit: 9 });
  await store.receipt(portalId, receipt!.receiptId);
  await store.receiptsAfter(portalId, 0, 0, 99);
  await store.assignments(portalId, 9);
  await store.findPersons(portalId, { email: 'nora@finpilot.test' });
  await store.readyLanes(portalId, now);
  await store.nextEffectAt(portalId);
  await store.outboxCounts(portalId);
  await store.transactHandoff(portalId, { personId: nora.personId }, now, ({ lastOwner, loadOf, colleague }) => {
    lastOwner(0);
    loadOf('71', 0);
    colleague(`6${omar.personId}`);
    return { answer: null };
  });
  const [claimed, second] = await store.claimEffects(portalId, 'hubspot', 2, now + dayMs, 'lease');
  await store.holdsLease(portalId, 'lease');
  if (claimed) await store.markSending(portalId, claimed.key, 'lease');
  if (second) await store.recoverEffects(portalId);
  await store.unclaimEffects(portalId, 'lease');
  await workWithTokens(store, portalId, now);
  await store.removeGrant(portalId, 'tom@acme.test');
  await store.revokeWriteKey(portalId, `hash of ${portalId}`.padEnd(64, '0').slice(0, 8), now);
  await store.forgetSampleCompany(portalId);
  await store.readMembersBeside(portalId, '951', now);
  await store.readMembersBeside(portalId, '950', now);
  await store.readPeopleUnder(portalId, '950', now);
  const heard = {
    contactIds: [contactId],
    companyIds: ['950', '951'],
    dealIds: ['31'],
    merges: [],
    privacyDeletions: [],
  };
  await store.noteChanges(portalId, heard, now);
  const order = { contactId, productUser: 'omar@finpilot.test', by: 'ops@acme.test' };
  await store.linkProductUser(portalId, { ...order, callbackId: 'link' }, now);
  await store.unlinkProductUser(portalId, { ...order, callbackId: 'unlink' }, now);
  await store.uniteCompanies(portalId, [{ companyId: 1, recordId: '950', heldBy: 'g9' }], rules, now);
  await store.unitePersons(portalId, [{ personId: omar.personId, contactId, heldBy: null }], rules, now);
  await store.noteChanges(portalId, { ...heard, merges: [{ kind: 'contact', oldIds: ['77'], newId: contactId }] }, now);
  await store.noteChanges(portalId, { ...heard, merges: [], privacyDeletions: [contactId] }, now);
  await store.forgetReceipts(portalId, now + dayMs, now);
  await store.forgetAudit(portalId, now + dayMs, now);
  await store.forgetMessages(portalId, before, now);
  await store.forgetCardCalls(portalId, now + dayMs);
  await store.forgetEvents(portalId, { ...old, before: now - 20 * dayMs, normalise: normaliseAgain });
  await store.forgetEvents(portalId, { ...old, normalise: normaliseAgain });
  await store.forgetInactive(portalId, old);
  await store.forgetMergeHints(portalId, now + dayMs);
  await store.refusePeopleOf(portalId, [contactId], now);
  await store.acceptEvents(portalId, [[event({ userId: 'nora', receivedAt: now, messageId: 'refused' })]], rules);
  await store.exportPersons(portalId, [nora.personId, 1, 2], ['ann@finpilot.test'], () => {});
  await store.erasePersons(portalId, [nora.personId, 1, 2], ['ben@finpilot.test'], rules, now);
  await store.endPrivacyDeletion(portalId, contactId, 'nobody of ours', now);
  await rebuildUsage(store, portalId, rules, normaliseAgain, now);
}

async function workWithTokens(store: EitherStore, portalId: number, now: number): Promise<void> {
  const lease = { id: 'lease', forMs: dayMs };
  const revision = (await store.credential(portalId, 'hubspot'))!.revision;
  await store.saveCredentialDetails(portalId, 'hubspot', { hub: portalId }, now);
  await store.leaseCredential(portalId, 'hubspot', revision, lease);
  await store.endCredentialLease(portalId, 'hubspot', 'lease');
  await store.leaseCredential(portalId, 'hubspot', revision, lease);
  await store.renewCredential(
    portalId,
    'hubspot',
    { leaseId: 'lease', revision },
    { sealed: 'k1.a.b', expiresAt: now },
    now,
  );
  await store.sealAnew({ portalId, kind: 'hubspot', sealed: 'k1.a.b' }, 'k2.a.b');
  await store.revokeCredential(portalId, 'hubspot', 'gone', now);
  await store.disconnectCredential(portalId, 'hubspot', 'left', now);
  await store.removeCredential(portalId, 'slack');
}
