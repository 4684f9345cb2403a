import type { AlertState, Handoff } from '../../../../backend/handoff/handoff.ts';
import { messageGone } from '../../../../backend/handoff/steps/message-gone.ts';
import type { AlertPlace } from '../../../../backend/outbox/effect.ts';
import { alertedHandoff, now } from '../../../support/handoffs.ts';

const dm: AlertPlace = { to: 'dm', email: 'maria@acme.test' };
const channel: AlertPlace = { to: 'channel', channel: '#pql-handoff' };
const dmKey = 'alert:5:dm:maria@acme.test';
const channelKey = 'alert:5:channel:#pql-handoff';
const posted: AlertState = { state: 'posted', channel: 'D1', ts: '1.2', link: null, at: now };
const gone: AlertState = { state: 'gone', reason: 'it was deleted' };

/** The keys that are posted because of it, and what the operator reads. */
function lost(alerts: Record<string, AlertState>, key: string, change: Partial<Handoff> = {}, places = [channel, dm]) {
  const result = messageGone(alertedHandoff({ alerts, ...change }), { key, reason: 'it was deleted', places });
  const alarm = result.alarm && 'message' in result.alarm ? result.alarm.message : null;
  return { state: result.handoff.alerts[key], posts: result.effects.map((effect) => effect.key), alarm };
}

it('is told of, and posted in the other place, when nothing else tells of the handoff', () => {
  expect(lost({ [dmKey]: posted }, dmKey)).toEqual({
    state: gone,
    posts: [channelKey],
    alarm:
      'The message about handoff 5 (alert:5:dm:maria@acme.test) is no longer in Slack: it was deleted. It is posted once more.',
  });
});

it('is posted again where another one stood before, once, and then no more', () => {
  expect(lost({ [dmKey]: posted, [channelKey]: gone }, dmKey).posts).toEqual([`${channelKey}:again`]);
  const allUsed = { [dmKey]: gone, [channelKey]: gone, [`${channelKey}:again`]: gone, [`${dmKey}:again`]: posted };
  expect(lost(allUsed, `${dmKey}:again`)).toMatchObject({ posts: [], alarm: expect.stringContaining('not posted') });
});

it('is not posted again while another message tells whoever has it, or their channel', () => {
  expect(lost({ [dmKey]: posted, [channelKey]: posted }, dmKey).posts).toEqual([]);
  expect(lost({ [dmKey]: posted, [channelKey]: { state: 'queued' } }, dmKey).posts).toEqual([]);
  const toms: AlertState = { ...posted, channel: 'D2' };
  expect(lost({ [dmKey]: posted, 'alert:5:dm:tom@acme.test': toms }, dmKey).posts).toEqual([channelKey]);
});

it('of a handoff that is over concerns nobody', () => {
  expect(lost({ [dmKey]: posted }, dmKey, { status: 'won' })).toEqual({ state: gone, posts: [], alarm: null });
});

it('is heard of once', () => {
  expect(lost({ [dmKey]: gone }, dmKey)).toEqual({ state: gone, posts: [], alarm: null });
});

it('of a review that is still to be decided asks the operators, once', () => {
  const asked = { askedAt: now, contractValue: 48_000, rule: 'x', verdict: null, decidedAt: null, by: null };
  const review = { status: 'in_review', review: { ...asked, reason: null, escalatedAt: null } } as const;
  const key = 'review:5';
  expect(lost({ [key]: posted }, key, review)).toMatchObject({
    posts: [`${key}:again`],
    alarm: expect.stringContaining('The question to the reviewers about handoff 5'),
  });
  expect(lost({ [key]: gone, [`${key}:again`]: posted }, `${key}:again`, review).posts).toEqual([]);
});
