import type { Handoff } from '../../../backend/handoff/handoff.ts';
import { alarmsOver } from '../../../backend/handoff/handoff-alarms.ts';
import { alertedHandoff, now, waitingHandoff } from '../../support/handoffs.ts';

describe('an alarm about a handoff stands', () => {
  const all = ['waiting-for-hubspot:5', 'no-owner:5', 'unreviewed:5'];
  const held: Partial<Handoff> = { owner: null, heldSince: now };

  it.each<[string, Handoff, string[]]>([
    ['while HubSpot’s workflow has not called', waitingHandoff(), ['waiting-for-hubspot:5']],
    ['no longer once it has', waitingHandoff({ firstCallAt: now }), []],
    ['while a return is due', alertedHandoff({ status: 'return_due' }), ['waiting-for-hubspot:5']],
    ['while nobody could get it', alertedHandoff(held), ['no-owner:5']],
    ['no longer with an AE', alertedHandoff(), []],
    ['while nobody has reviewed it', waitingHandoff({ status: 'in_review' }), ['unreviewed:5']],
    ['no longer when it has ended', alertedHandoff({ ...held, status: 'won', closedAt: now }), []],
  ])('%s', (_when, handoff, stands) => {
    expect(all.filter((key) => !alarmsOver(handoff).includes(key))).toEqual(stands);
  });
});
