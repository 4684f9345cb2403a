/** Somebody refused because a contact belongs to another product user is written once that user is erased and the contact emptied. */
import { emailOf, startContactSync, syncPortalId } from '../../support/contact-sync.ts';
import { databases } from '../../support/engines.ts';
import { now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

it.each(databases)('on %s', async (_, open) => {
  const sync = await startContactSync(['first']);
  const { store } = await open();
  const [contactId] = sync.contactIds as [string];
  try {
    const held = { id: contactId, properties: { zo_user_id: 'u_99' } };
    await sync.portal.gateway.updateRecords('contact', [held], 0);
    await sync.accept(store, { type: 'identify', userId: 'first', email: emailOf('first') });
    await sync.work(store);
    const before = await store.alarms(syncPortalId);
    expect(before.map(({ message }) => message)).toEqual([expect.stringContaining('product user u_99')]);

    const clear = {
      kind: 'clear contact',
      contactId,
      key: `clear:${contactId}`,
      lane: 'hubspot',
      priority: 1,
    } as const;
    const rules = { playbook: acmePlaybook(), timeZone };
    await store.erasePersons(syncPortalId, [], ['u_99'], rules, now, { effects: [clear] });
    await sync.work(store);
    expect(await sync.read('zo_user_id')).toEqual(['first']);
    expect(await store.alarms(syncPortalId)).toEqual([]);
    expect(await store.failedEffects(syncPortalId, 9)).toEqual([]);
  } finally {
    await store.close();
    await sync.portal.close();
  }
});
