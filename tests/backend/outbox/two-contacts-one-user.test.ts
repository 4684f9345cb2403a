/** One product user who has two contacts in HubSpot: the user id is unique there, and stands with the one that is theirs. */
import type { HubspotGateway } from '../../../backend/hubspot/hubspot-gateway.ts';
import type { UpdateOutcome } from '../../../backend/hubspot/hubspot-record.ts';
import { type ContactSync, emailOf, startContactSync, syncPortalId } from '../../support/contact-sync.ts';
import { databases, type EitherStore } from '../../support/engines.ts';

const awaits = (reason: string) => ({ outcome: 'later', reason: expect.stringContaining(reason) });

describe.each(databases)('on %s', (_, open) => {
  let sync: ContactSync;
  let store: EitherStore;

  beforeEach(async () => {
    sync = await startContactSync(['first', 'second']);
    ({ store } = await open());
    for (const userId of ['first', 'second']) {
      await sync.accept(store, { type: 'identify', userId, email: emailOf(userId) });
    }
    await sync.work(store);
    expect(await sync.read('zo_user_id')).toEqual(['first', 'second']);
  });
  afterEach(async () => {
    await store.close();
    await sync.portal.close();
  });

  it('of two users who became one, whose contact is kept gets the first user id, and the other contact gives it up', async () => {
    await sync.accept(store, { type: 'alias', userId: 'second', previousId: 'first' });
    await sync.work(store);
    expect(await sync.read('zo_user_id')).toEqual(['', 'first']);
    expect(await store.outboxCounts(syncPortalId)).not.toHaveProperty('failed');
    expect(await store.alarms(syncPortalId)).toEqual([]);
  });

  it('it does so also when HubSpot does not say which property it refused', async () => {
    await sync.accept(store, { type: 'alias', userId: 'second', previousId: 'first' });
    const body = { status: 'error', category: 'VALIDATION_ERROR', message: 'another record already has that value' };
    const match = { path: '/contacts/batch/update', bodyContains: 'zo_user_id' };
    await sync.portal.fail({ match, mode: 'status', status: 400, body, times: 1 });
    await sync.work(store);
    expect(await sync.read('zo_user_id')).toEqual(['', 'first']);
    expect(await store.outboxCounts(syncPortalId)).not.toHaveProperty('failed');
  });

  it.each<[string, UpdateOutcome | null, number, { outcome: string; reason?: unknown }, number]>([
    ['gave it up, for the first time', null, 1, { outcome: 'later' }, 1_000],
    ['gave it up again, because somebody writes it back', null, 6, { outcome: 'later' }, 20_000],
    ['may have given it up', { ok: false, kind: 'retry', reason: 'away', afterMs: 7_000 }, 1, awaits('away'), 7_000],
    ['is gone', { ok: false, kind: 'gone', reason: 'deleted' }, 6, awaits('deleted'), 20_000],
  ])('whose user id was refused is tried again when the other contact %s', async (_, answer, attempts, is, leastMs) => {
    await sync.accept(store, { type: 'alias', userId: 'second', previousId: 'first' });
    await sync.decide(store);
    const updateRecords: HubspotGateway['updateRecords'] = async (type, inputs, priority) => {
      const isGivenUp = type === 'contact' && inputs.every(({ properties }) => properties.zo_user_id === '');
      if (answer === null || !isGivenUp) return sync.portal.gateway.updateRecords(type, inputs, priority);
      return new Map(inputs.map(({ id }) => [id, answer]));
    };
    const claimed = (await sync.claim(store)).map((effect) => ({ ...effect, attempts }));
    const settled = await sync.run(store, claimed, { ...sync.portal.gateway, updateRecords });
    const [outcome] = settled.flatMap((one) => (one.effect.kind === 'sync contact' ? [one.outcome] : []));
    expect(outcome).toMatchObject(is);
    expect(outcome?.outcome === 'later' && outcome.afterMs).toBeGreaterThanOrEqual(leastMs);
  });

  it('a contact of somebody else keeps the user id it carries, and an alarm says so until it is over', async () => {
    await sync.accept(store, { type: 'identify', userId: 'third', email: emailOf('third') });
    const { personId } = (await store.personByIdentity(syncPortalId, 'u:third'))!;
    await sync.accept(store, { type: 'alias', userId: 'second', previousId: 'first' });
    const [contactId] = sync.contactIds;
    const other = { subjectId: personId, recordId: contactId!, written: { zo_user_id: 'third' }, problem: null };
    await store.acknowledge(syncPortalId, 'contact', [other]);
    await sync.work(store);
    expect(await sync.read('zo_user_id')).toEqual(['first', 'second']);
    const messages = (await store.alarms(syncPortalId)).map(({ message }) => message);
    expect(messages).toEqual([expect.stringMatching(`contact ${contactId} carries it.*product user third`)]);

    const emptied = [{ id: contactId!, properties: { zo_user_id: '' } }];
    await sync.portal.gateway.updateRecords('contact', emptied, 0);
    await sync.accept(store, { type: 'identify', userId: 'second', traits: { plan: 'pro' } });
    await sync.work(store);
    expect(await sync.read('zo_user_id')).toEqual(['', 'first']);
    expect(await store.alarms(syncPortalId)).toEqual([]);
  });
});
