/** Calls that are held open for their effects, where HubSpot does not let us complete them later. */
import { runAction } from '../../../../backend/handoff/actions/run-action.ts';
import { effectSettled } from '../../../../backend/handoff/effect-settled.ts';
import type { Handoff } from '../../../../backend/handoff/handoff.ts';
import { dealClosed } from '../../../../backend/handoff/steps/ending.ts';
import { fieldsKey } from '../../../../backend/handoff/steps/writing.ts';
import { type EitherStore, engines } from '../../../support/engines.ts';
import { type HandoffBatteryStore, handoffActs } from '../../../support/handoff-acts.ts';
import { alertedHandoff, now, portalState } from '../../../support/handoffs.ts';

const portalId = 88;

describe.each(engines)('on %s', (_engine, openStore) => {
  let store: EitherStore & HandoffBatteryStore;
  const { twoHandoffs } = handoffActs(
    () => store,
    () => portalId,
  );
  beforeEach(async () => {
    store = await openStore();
  });
  afterEach(() => store.close());

  function call(onAnswered: () => Promise<unknown>) {
    const { portal, ...state } = portalState();
    const states = {
      get: async () => ({ ...state, portal: { ...portal, scopes: [] } }),
      isKnown: async () => true,
      changed: () => {},
    };
    let meanwhile: Promise<unknown> = Promise.resolve();
    const parts = {
      store,
      states,
      clock: { now: () => now, plausibleNows: () => [now] },
      operatorsOf: async () => [],
      drainHeld: async () => {},
      onChange: () => {
        meanwhile = onAnswered();
      },
    };
    const request = {
      ...{ action: 'assign-owner' as const, portalId, callbackId: 'cb-1', contactId: '501' },
      ...{ enrolmentId: '7', workflowId: '90', properties: {}, inputs: {} },
    };
    return runAction(parts, request).finally(() => meanwhile);
  }

  it('a held call waits for its own handoff, also when another one of the person is open by then', async () => {
    const { sarah: personId } = await twoHandoffs();
    let handoffId = 0;
    const outputs = await call(async () => {
      handoffId = (await store.transactHandoff(portalId, { personId }, now, ({ handoff }) => ({
        answer: handoff!.handoffId,
        change: dealClosed(handoff!, 'won', now, now),
      })))!;
      await store.transactHandoff(portalId, { personId }, now, ({ newHandoffId }) => {
        const handoff: Handoff = alertedHandoff({ handoffId: newHandoffId(), revision: 0, personId });
        return { answer: null, change: { handoff, effects: [], receipts: [] } };
      });
      await new Promise((resolve) => setTimeout(resolve, 400));
      const settled = effectSettled({ what: 'fields', key: fieldsKey(handoffId), problem: 'HubSpot is away' }, now);
      await store.transactHandoff(portalId, { handoffId }, now, settled);
    });
    expect(outputs).toMatchObject({ zo_handoff_id: String(handoffId), zo_error: 'not_written' });
  });
});
