/** Whoever is written again once somebody is erased is not written before what is in their way has been emptied. */
import { priorities } from '../../../backend/outbox/effect.ts';
import { createErasure } from '../../../backend/portals/erase-people.ts';
import { emailOf, startContactSync, syncPortalId } from '../../support/contact-sync.ts';
import { engines } from '../../support/engines.ts';
import { now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

it.each(engines)('on %s, also while only what is urgent is taken up', async (_, open) => {
  const sync = await startContactSync(['erased', 'urgent']);
  const store = await open();
  try {
    for (const userId of ['erased', 'urgent'])
      await sync.accept(store, { type: 'identify', userId, email: emailOf(userId) });
    await sync.work(store);
    const { personId } = (await store.personByIdentity(syncPortalId, 'u:urgent'))!;
    const urgent = { lane: 'hubspot', priority: priorities.crossing, createIfMissing: false };
    const key = `contact:${personId}`;
    await store.enqueue(syncPortalId, [{ kind: 'sync contact', personId, key, ...urgent }], now);

    const rulesFor = async () => ({ playbook: acmePlaybook(), timeZone });
    const erasure = createErasure({ store, rulesFor, now: () => now, onErased: () => {} });
    await erasure.erase(syncPortalId, { userId: 'erased' }, { clearHubspot: true });
    const claimed = await store.claimEffects(syncPortalId, 'hubspot', 10, now, 'urgent', priorities.crossing);
    expect(claimed.map(({ kind }) => kind).sort()).toEqual(['clear contact', 'sync contact']);
  } finally {
    await store.close();
    await sync.portal.close();
  }
});
