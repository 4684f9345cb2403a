/** Two people with an open handoff each become one: only what the handoff asks for that goes on is written. */
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import type { HandoffChange } from '../../../backend/handoff/handoff-change.ts';
import { assign, reassign } from '../../../backend/handoff/steps/assigning.ts';
import { startClock } from '../../../backend/handoff/steps/first-call-clock.ts';
import { assignedTo } from '../../support/assignments.ts';
import { type ContactSync, emailOf, startContactSync, syncPortalId } from '../../support/contact-sync.ts';
import { type EitherStore, engines } from '../../support/engines.ts';
import { clockTerms, maria, now, tom, waitingHandoff } from '../../support/handoffs.ts';

const clock = startClock(clockTerms, now);

describe.each(engines)('on %s', (_, open) => {
  let sync: ContactSync;
  let store: EitherStore;
  let owners: { maria: string; tom: string };
  beforeEach(async () => {
    sync = await startContactSync(['kept', 'other']);
    store = await open();
    owners = { maria: await sync.hire(maria), tom: await sync.hire(tom) };
    for (const userId of ['kept', 'other'])
      await sync.accept(store, { type: 'identify', userId, email: emailOf(userId) });
    await sync.work(store);
  });
  afterEach(async () => {
    await store.close();
    await sync.portal.close();
  });

  async function handoffOf(userId: string, ownerId: string): Promise<number> {
    const { personId } = (await store.personByIdentity(syncPortalId, `u:${userId}`))!;
    return (await store.transactHandoff(syncPortalId, { personId }, now, ({ newHandoffId }) => {
      const handoffId = newHandoffId();
      const handoff = waitingHandoff({ handoffId, personId, companyId: null });
      return { answer: handoffId, change: given(handoff, ownerId) };
    }))!;
  }

  function given(handoff: Handoff, id: string): HandoffChange {
    const assignment = assignedTo({ ...maria, id });
    return assign(handoff, {
      assignment,
      playbookVersion: 1,
      clock,
      callback: null,
      alsoWrite: {},
      returnCheckAt: null,
      now,
    });
  }

  it('also where the one that ended was opened later', async () => {
    const kept = await handoffOf('kept', owners.maria);
    await handoffOf('other', owners.tom);
    await sync.work(store);
    expect(await sync.read('hubspot_owner_id')).toEqual([owners.maria, owners.tom]);

    await sync.accept(store, { type: 'alias', userId: 'kept', previousId: 'other' });
    const why = { reason: 'asked for', why: 'asked for', by: 'Tom', assignment: null, clock, mustWrite: true, now };
    await store.transactHandoff(syncPortalId, { handoffId: kept }, now, ({ handoff }) => ({
      answer: true,
      change: reassign(handoff!, { to: { ...tom, id: owners.tom }, ...why }),
    }));
    await sync.work(store);
    expect(await store.handoff(syncPortalId, kept)).toMatchObject({ owner: { id: owners.tom }, ownerKey: null });
    expect((await sync.read('hubspot_owner_id'))[0]).toBe(owners.tom);
  });

  it('what the other one still had to write is not written', async () => {
    await handoffOf('kept', owners.maria);
    await sync.work(store);
    await handoffOf('other', owners.tom);
    await sync.accept(store, { type: 'alias', userId: 'kept', previousId: 'other' });
    await sync.work(store);
    expect((await sync.read('hubspot_owner_id'))[0]).toBe(owners.maria);
    expect(await store.failedEffects(syncPortalId, 9)).toEqual([]);
  });
});
