/** An owner that a handoff takes away may be another by then: somebody chose them in HubSpot, and they stay. */
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import type { HandoffChange } from '../../../backend/handoff/handoff-change.ts';
import { notAFit, undoNotAFit } from '../../../backend/handoff/steps/ending.ts';
import { performReturn } from '../../../backend/handoff/steps/returning.ts';
import { takeBack } from '../../../backend/handoff/steps/taking-back.ts';
import { type ContactSync, startContactSync, syncPortalId } from '../../support/contact-sync.ts';
import { type EitherStore, engines } from '../../support/engines.ts';
import { givenTo, openHandoff } from '../../support/given-handoffs.ts';
import { clockTerms, maria, now, tom } from '../../support/handoffs.ts';

let sync: ContactSync;
let store: EitherStore;
let handoffId: number;
let owners: { maria: string; tom: string };

beforeEach(async () => {
  sync = await startContactSync(['sarah']);
  store = await engines[0]![1]();
  owners = { maria: await sync.hire(maria), tom: await sync.hire(tom) };
  handoffId = await openHandoff(sync, store, { userId: 'sarah', contactId: sync.contactIds[0]!, change: toMaria });
  await sync.work(store);
  expect(await sync.read('hubspot_owner_id')).toEqual([owners.maria]);
});
afterEach(async () => {
  await store.close();
  await sync.portal.close();
});

function toMaria(handoff: Handoff): HandoffChange {
  return givenTo({ ...maria, id: owners.maria }, handoff);
}

const ways: [string, (handoff: Handoff) => HandoffChange][] = [
  ['goes back to marketing', (handoff) => performReturn(handoff, null, ['no answer'], now + 1)],
  [
    'is not a fit',
    (handoff) => notAFit(handoff, { by: 'Maria', reason: '', leadStatus: null, leadStatusBefore: null, now: now + 1 }),
  ],
  ['is taken back', (handoff) => takeBack(handoff, 'undone', now + 1)],
];

async function run(step: (handoff: Handoff) => HandoffChange): Promise<void> {
  const change = (handoff: Handoff) => ({ answer: true, change: step(handoff) });
  await store.transactHandoff(syncPortalId, { handoffId }, now, ({ handoff }) => change(handoff!));
  await sync.work(store);
  expect(await store.failedEffects(syncPortalId, 9)).toEqual([]);
}

async function chooseInHubspot(ownerId: string): Promise<void> {
  const chosen = { id: sync.contactIds[0]!, properties: { hubspot_owner_id: ownerId } };
  await sync.portal.gateway.updateRecords('contact', [chosen], 0);
}

describe.each(ways)('of a contact that %s', (_, step) => {
  it('the owner whom we gave it is cleared', async () => {
    await run(step);
    expect(await sync.read('hubspot_owner_id')).toEqual(['']);
  });

  it('an owner who was chosen in HubSpot, and whom we have not heard of, stays', async () => {
    await chooseInHubspot(owners.tom);
    await run(step);
    expect(await sync.read('hubspot_owner_id')).toEqual([owners.tom]);
  });
});

describe('of a contact that is a fit after all', () => {
  const undone = (handoff: Handoff) => undoNotAFit(handoff, 'Maria', clockTerms, now + 2);
  beforeEach(() =>
    run((handoff) =>
      notAFit(handoff, { by: 'Maria', reason: '', leadStatus: 'UNQUALIFIED', leadStatusBefore: 'NEW', now: now + 1 }),
    ),
  );

  it('the owner whom we took away is given back', async () => {
    await run(undone);
    expect(await sync.read('hubspot_owner_id')).toEqual([owners.maria]);
  });

  it('an owner who was chosen in HubSpot since stays, and is heard of', async () => {
    await chooseInHubspot(owners.tom);
    await run(undone);
    expect(await sync.read('hubspot_owner_id')).toEqual([owners.tom]);
    expect(await sync.read('hs_lead_status')).toEqual(['NEW']);
    // From here on whoever HubSpot names was chosen there: the handoff goes on to them.
    expect(await store.handoff(syncPortalId, handoffId)).toMatchObject({
      ownerKey: null,
      ownerConfirmedAt: expect.any(Number),
    });
    const { personId } = (await store.personByIdentity(syncPortalId, 'u:sarah'))!;
    const [work] = await store.contactWork(syncPortalId, [personId]);
    expect(work).toMatchObject({ record: { facts: { ownerId: owners.tom } } });
  });
});
