/** A return that HubSpot took half of, and that is not wanted any more when the other half's turn comes. */
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import type { HandoffChange } from '../../../backend/handoff/handoff-change.ts';
import { performReturn, stays } from '../../../backend/handoff/steps/returning.ts';
import { type ContactSync, startContactSync, syncPortalId } from '../../support/contact-sync.ts';
import { type EitherStore, engines } from '../../support/engines.ts';
import { givenTo, openHandoff } from '../../support/given-handoffs.ts';
import { maria as mariaOfTests, now, tom as tomOfTests } from '../../support/handoffs.ts';

describe('half of a return', () => {
  let sync: ContactSync;
  let store: EitherStore;
  let handoffId: number;
  let maria = mariaOfTests;
  beforeEach(async () => {
    sync = await startContactSync(['sarah']);
    store = await engines[0]![1]();
    maria = { ...mariaOfTests, id: await sync.hire(mariaOfTests) };
    const change = (handoff: Handoff) => givenTo(maria, handoff);
    handoffId = await openHandoff(sync, store, { userId: 'sarah', contactId: sync.contactIds[0]!, change });
    await sync.work(store);
    expect(await stands()).toEqual([maria.id, 'salesqualifiedlead']);
  });
  afterEach(async () => {
    await store.close();
    await sync.portal.close();
  });

  const stands = async () => [...(await sync.read('hubspot_owner_id')), ...(await sync.read('lifecyclestage'))];

  async function step(run: (handoff: Handoff) => HandoffChange): Promise<void> {
    await store.transactHandoff(syncPortalId, { handoffId }, now, ({ handoff }) => ({
      answer: true,
      change: run(handoff!),
    }));
  }

  /** HubSpot clears owner and stage, and is away when the stage is to be set. */
  async function halfBack(): Promise<void> {
    await step((handoff) => performReturn(handoff, null, ['no answer'], now));
    await sync.portal.fail({
      mode: 'status',
      status: 502,
      times: 9,
      match: { path: '/batch/update', bodyContains: 'marketingqualifiedlead' },
    });
    await sync.settle(store, await sync.run(store, await sync.claim(store)));
    expect(await stands()).toEqual(['', '']);
  }

  it('leaves owner and stage as they were before it, where a deal was opened meanwhile', async () => {
    await halfBack();
    await step((handoff) => stays(handoff, now + 1));
    await sync.work(store);
    expect(await stands()).toEqual([maria.id, 'salesqualifiedlead']);
    expect(await store.handoff(syncPortalId, handoffId)).toMatchObject({ status: 'assigned' });
  });

  it('leaves an owner who was chosen in HubSpot meanwhile, and a stage that HubSpot moved on', async () => {
    await halfBack();
    const tom = await sync.hire(tomOfTests);
    const chosen = { hubspot_owner_id: tom, lifecyclestage: 'opportunity' };
    await sync.portal.gateway.updateRecords('contact', [{ id: sync.contactIds[0]!, properties: chosen }], 0);
    await step((handoff) => stays(handoff, now + 1));
    await sync.work(store);
    expect(await stands()).toEqual([tom, 'opportunity']);
  });
});
