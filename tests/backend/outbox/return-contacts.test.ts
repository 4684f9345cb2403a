/** A return that was asked for, and is no longer wanted when HubSpot's turn comes. */

import type { HandoffStep } from '../../../backend/handoff/handoff-change.ts';
import { dealClosed } from '../../../backend/handoff/steps/ending.ts';
import { performReturn } from '../../../backend/handoff/steps/returning.ts';
import { createHubspotGateway } from '../../../backend/hubspot/hubspot-gateway.ts';
import { returnContacts } from '../../../backend/outbox/return-contacts.ts';
import { type ClickDesk, startClickDesk } from '../../support/click-desk.ts';
import { now, portalState } from '../../support/handoffs.ts';

let desk: ClickDesk;
beforeEach(async () => {
  desk = await startClickDesk();
});
afterEach(() => desk.close());

it('stage and owner stay as they are when a deal was won meanwhile', async () => {
  const { handoffId } = await desk.handOff();
  await desk.work(false);
  const step = async (run: HandoffStep<null>) => desk.store.transactHandoff(desk.portalId, { handoffId }, now, run);
  await step(({ handoff }) => ({ answer: null, change: performReturn(handoff!, null, ['no answer'], now) }));
  const [claimed] = await desk.store
    .claimEffects(desk.portalId, 'hubspot', 10, now, 'test')
    .then((effects) =>
      effects.flatMap((one) => (one.effect.kind === 'return contact' ? [{ ...one, effect: one.effect }] : [])),
    );
  await step(({ handoff }) => ({ answer: null, change: dealClosed(handoff!, 'won', now, now) }));
  // Nobody listens there: any call would make it wait and try again.
  const gateway = createHubspotGateway({
    portalId: desk.portalId,
    baseUrl: 'http://127.0.0.1:9',
    accessToken: async () => 'token',
    log: { debug: () => {}, warn: () => {} },
  });
  const lane = { portalId: desk.portalId, store: desk.store, gateway, state: portalState(), clock: desk.clock };
  expect(await returnContacts(lane, [claimed!])).toMatchObject([{ outcome: { outcome: 'done' } }]);
  expect(await desk.store.handoff(desk.portalId, handoffId)).toMatchObject({ status: 'won' });
});
