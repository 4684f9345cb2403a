/** A write that HubSpot did not take is tried again later: by then something else may have been asked for. */
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import type { HandoffChange } from '../../../backend/handoff/handoff-change.ts';
import { reassign } from '../../../backend/handoff/steps/assigning.ts';
import { notAFit } from '../../../backend/handoff/steps/ending.ts';
import { startClock } from '../../../backend/handoff/steps/first-call-clock.ts';
import { returned } from '../../../backend/handoff/steps/returning.ts';
import { type ContactSync, startContactSync, syncPortalId } from '../../support/contact-sync.ts';
import { type EitherStore, engines } from '../../support/engines.ts';
import { givenTo, openHandoff } from '../../support/given-handoffs.ts';
import { clockTerms, maria as mariaOfTests, now, tom as tomOfTests } from '../../support/handoffs.ts';

const clock = startClock(clockTerms, now);
/** With the ids that HubSpot gave them. */
let maria = mariaOfTests;
let tom = tomOfTests;

function toMaria(handoff: Handoff): HandoffChange {
  return givenTo(maria, handoff);
}

function toTom(handoff: Handoff, mustWrite = true): HandoffChange {
  const why = { reason: 'asked for', why: 'asked for', by: 'Tom', assignment: null };
  return reassign(handoff, { to: tom, ...why, clock, mustWrite, now: now + 1 });
}

describe.each(engines)('on %s', (_, open) => {
  let sync: ContactSync;
  let store: EitherStore;
  let handoffId: number;
  beforeEach(async () => {
    sync = await startContactSync(['sarah']);
    store = await open();
    maria = { ...mariaOfTests, id: await sync.hire(mariaOfTests) };
    tom = { ...tomOfTests, id: await sync.hire(tomOfTests) };
    const change = (handoff: Handoff) => ({ handoff, effects: [], receipts: [] });
    handoffId = await openHandoff(sync, store, { userId: 'sarah', contactId: sync.contactIds[0]!, change });
  });
  afterEach(async () => {
    await store.close();
    await sync.portal.close();
  });

  async function run(step: (handoff: Handoff) => HandoffChange): Promise<void> {
    await store.transactHandoff(syncPortalId, { handoffId }, now, ({ handoff }) => ({
      answer: true,
      change: step(handoff!),
    }));
  }

  /** HubSpot takes nothing of it, and it waits for its next try. */
  async function refused(step: (handoff: Handoff) => HandoffChange): Promise<void> {
    await run(step);
    await sync.portal.fail({ mode: 'status', status: 502, times: 2, match: { path: '/batch/update' } });
    await sync.settle(store, await sync.run(store, await sync.claim(store)));
    expect(await owner()).toBe('');
  }

  /** What does not wait for another try. */
  async function writeAtOnce(): Promise<void> {
    const claimed = await store.claimEffects(syncPortalId, 'hubspot', 10, now, 'at once');
    expect(claimed.map(({ kind }) => kind)).toContain('write handoff fields');
    await sync.settle(store, await sync.run(store, claimed));
  }

  async function owner(): Promise<string> {
    const [is] = await sync.read('hubspot_owner_id');
    return is ?? '';
  }

  it('an owner who had to wait does not take the place of who was given it meanwhile', async () => {
    await refused(toMaria);
    await run(toTom);
    await writeAtOnce();
    expect(await owner()).toBe(tom.id);
    await sync.work(store);
    expect(await owner()).toBe(tom.id);
    expect(await sync.read('lifecyclestage')).toEqual(['salesqualifiedlead']);
  });

  it('nor of who was chosen in HubSpot', async () => {
    await refused(toMaria);
    await run((handoff) => toTom(handoff, false));
    await sync.work(store);
    expect(await owner()).toBe('');
    expect(await store.failedEffects(syncPortalId, 9)).toEqual([]);
  });

  it('nor comes back to a contact that was found not to be a fit', async () => {
    await refused(toMaria);
    const step = { by: 'Maria', reason: 'too small', leadStatus: null, leadStatusBefore: null, now: now + 1 };
    await run((handoff) => notAFit(handoff, step));
    await writeAtOnce();
    await sync.work(store);
    expect(await owner()).toBe('');
  });

  it('nor, with the stage of sales, to one that is back in marketing', async () => {
    await refused(toMaria);
    await run((handoff) => returned(handoff, null, now + 1));
    await sync.work(store);
    expect([await owner(), ...(await sync.read('lifecyclestage'))]).toEqual(['', '']);
  });

  it('an owner is written also where HubSpot does not take the stage, which is told', async () => {
    const noSuchStage = { lifecyclestage: 'no_such_stage' };
    await run((handoff) => {
      const change = toMaria(handoff);
      const effects = change.effects.map((effect) =>
        effect.kind === 'write handoff fields' ? { ...effect, fields: { ...effect.fields, ...noSuchStage } } : effect,
      );
      return { ...change, effects };
    });
    await sync.work(store);
    expect(await owner()).toBe(maria.id);
    expect(await store.handoff(syncPortalId, handoffId)).toMatchObject({
      ownerKey: null,
      ownerConfirmedAt: expect.any(Number),
    });
    expect(await store.failedEffects(syncPortalId, 9)).toMatchObject([{ kind: 'write handoff fields' }]);
  });
});
