/** Direct messages wait for the end of the quiet hours; a workflow's call that waited for one does not. */
import { effectSettled } from '../handoff/effect-settled.ts';
import type { Handoff } from '../handoff/handoff.ts';
import { quietUntil } from '../handoff/quiet-hours.ts';
import type { EffectOutcome, ReminderPlace } from './effect.ts';
import { later } from './lane.ts';
import type { SlackLane } from './slack-lane.ts';

/** Null: it may go now. */
export async function holdBack(
  { store, portalId, state, clock }: Pick<SlackLane, 'store' | 'portalId' | 'state' | 'clock'>,
  { handoffId, waitingCallbacks }: Pick<Handoff, 'handoffId' | 'waitingCallbacks'>,
  key: string,
  place: ReminderPlace,
): Promise<EffectOutcome | null> {
  const now = clock.now();
  const until = place.to === 'dm' ? quietUntil(state.playbook, state.portal.timeZone, place.email, now) : null;
  if (until === null) return null;
  if (waitingCallbacks.some(({ effectKeys }) => effectKeys.includes(key))) {
    await store.transactHandoff(portalId, { handoffId }, now, effectSettled({ what: 'held back', key }, now));
  }
  return later(until - now, 'it waits for the end of the quiet hours');
}
