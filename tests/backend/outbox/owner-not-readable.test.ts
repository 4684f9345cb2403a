/** An owner is to be taken away, and HubSpot cannot say just now whom a contact has: nobody else waits for that. */
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import type { HandoffChange } from '../../../backend/handoff/handoff-change.ts';
import { notAFit } from '../../../backend/handoff/steps/ending.ts';
import { performReturn } from '../../../backend/handoff/steps/returning.ts';
import { priorities } from '../../../backend/outbox/effect.ts';
import { type ContactSync, startContactSync, syncPortalId } from '../../support/contact-sync.ts';
import { type EitherStore, engines } from '../../support/engines.ts';
import { givenTo, openHandoff } from '../../support/given-handoffs.ts';
import { maria, now } from '../../support/handoffs.ts';

let sync: ContactSync;
let store: EitherStore;
let ownerId: string;
const handoffIds: number[] = [];

beforeEach(async () => {
  sync = await startContactSync(['sarah', 'ben', 'tim']);
  store = await engines[0]![1]();
  ownerId = await sync.hire(maria);
  handoffIds.length = 0;
  for (const [index, userId] of ['sarah', 'ben', 'tim'].entries()) {
    const change = (handoff: Handoff) => givenTo({ ...maria, id: ownerId }, handoff);
    handoffIds.push(await openHandoff(sync, store, { userId, contactId: sync.contactIds[index]!, change }));
  }
  await sync.work(store);
  expect(await sync.read('hubspot_owner_id')).toEqual([ownerId, ownerId, ownerId]);
});
afterEach(async () => {
  await store.close();
  await sync.portal.close();
});

const step = (index: number, change: (handoff: Handoff) => HandoffChange) =>
  store.transactHandoff(syncPortalId, { handoffId: handoffIds[index]! }, now, ({ handoff }) => ({
    answer: true,
    change: change(handoff!),
  }));

/** Of the first contact HubSpot says nothing, of the second who its owner is. */
async function hideFirst(): Promise<void> {
  const [sarah, ben] = sync.contactIds;
  const errors = [{ status: 'error', category: 'INTERNAL_ERROR', message: 'x', context: { ids: [sarah] } }];
  const results = [{ id: ben, properties: { hubspot_owner_id: ownerId, lifecyclestage: 'marketingqualifiedlead' } }];
  const path = '/crm/v3/objects/contacts/batch/read';
  await sync.portal.fail({ mode: 'status', status: 207, body: { results, errors }, times: 99, match: { path } });
  const single = { path: `/crm/v3/objects/contacts/${sarah}`, method: 'GET' };
  await sync.portal.fail({ mode: 'status', status: 500, body: {}, times: 99, match: single });
}

const heal = () => fetch(`${sync.portal.sandbox.url}/sandbox/failures`, { method: 'DELETE' });

async function runOnce(): Promise<void> {
  await sync.decide(store);
  await sync.settle(store, await sync.run(store, await sync.claim(store)));
}

it('the owner of another contact is taken away, and what is written of a third is written', async () => {
  await hideFirst();
  for (const index of [0, 1]) {
    await step(index, (handoff) =>
      notAFit(handoff, { by: 'Maria', reason: '', leadStatus: null, leadStatusBefore: null, now: now + 1 }),
    );
  }
  const handoffId = handoffIds[2]!;
  const { personId } = (await store.handoff(syncPortalId, handoffId))!;
  const fields = { zo_handoff_at: String(now) };
  const about = { key: `handoff-fields:${handoffId}:9`, lane: 'hubspot', priority: priorities.crossing };
  await store.enqueue(syncPortalId, [{ kind: 'write handoff fields', handoffId, personId, fields, ...about }], now);
  await runOnce();
  await heal();
  expect(await sync.read('hubspot_owner_id')).toEqual([ownerId, '', ownerId]);
  expect((await sync.read('zo_handoff_at'))[2]).not.toBe('');
  await sync.work(store);
  expect(await sync.read('hubspot_owner_id')).toEqual(['', '', ownerId]);
});

it('another contact goes back to marketing', async () => {
  await hideFirst();
  for (const index of [0, 1]) await step(index, (handoff) => performReturn(handoff, null, ['no answer'], now + 1));
  await runOnce();
  await heal();
  expect(await sync.read('hubspot_owner_id')).toEqual([ownerId, '', ownerId]);
  await sync.work(store);
  expect(await sync.read('hubspot_owner_id')).toEqual(['', '', ownerId]);
  expect(await store.failedEffects(syncPortalId, 9)).toEqual([]);
});
