import type { Handoff } from '../../../../backend/handoff/handoff.ts';
import { approve, askReviewers, reject, reviewStayedOpen } from '../../../../backend/handoff/steps/reviewing.ts';
import { hourMs, minuteMs, now, waitingHandoff } from '../../../support/handoffs.ts';

const review: Handoff['review'] = {
  askedAt: now,
  contractValue: 18_000,
  rule: 'expected contract value >= 15000',
  verdict: null,
  decidedAt: null,
  by: null,
  reason: null,
  escalatedAt: null,
};
const inReview = (origin: Handoff['origin'] = 'workflow') =>
  waitingHandoff({ status: 'in_review', origin, review, timers: { review: now + hourMs } });
const revops = 'revops@acme.test';

it('reviewers are asked once, in their channel or the operators’', () => {
  const asked = askReviewers(inReview(), '#pql-review');
  expect(asked.effects).toMatchObject([{ kind: 'post review', key: 'review:5', lane: 'slack:#pql-review' }]);
  expect(asked.handoff.alerts).toEqual({ 'review:5': { state: 'queued' } });
  expect(askReviewers(inReview(), null).effects).toMatchObject([{ channel: null, lane: 'slack:operator' }]);
});

describe('approval', () => {
  it('measures the time in review, and waits for HubSpot’s workflow from then on', () => {
    const change = approve(inReview(), revops, now + hourMs);
    expect(change).toMatchObject({
      handoff: { status: 'waiting', review: { verdict: 'approved', decidedAt: now + hourMs, by: revops } },
      receipts: [{ kind: 'review', body: { step: 'approved', by: revops, afterMs: hourMs } }],
    });
    expect(change.handoff.timers).toEqual({ workflow: now + hourMs + 2 * minuteMs });
  });

  it('is not enough for direct mode to take it up: HubSpot is asked first', () => {
    expect(approve(inReview('direct'), revops, now).handoff).toMatchObject({ status: 'waiting', timers: {} });
  });
});

it('rejection ends it before anybody was told, for good', () => {
  expect(reject(inReview(), revops, 'Competitor', now + hourMs)).toMatchObject({
    handoff: {
      status: 'rejected',
      closedAt: now + hourMs,
      review: { verdict: 'rejected' },
      ending: { by: revops, reason: 'Competitor', undo: null },
      timers: {},
    },
    effects: [],
    receipts: [{ body: { step: 'rejected', reason: 'Competitor', afterMs: hourMs } }],
  });
});

it('that nobody looks is told to the operators, once', () => {
  const late = reviewStayedOpen(inReview(), now + hourMs)!;
  expect(late).toMatchObject({
    handoff: { status: 'in_review', review: { escalatedAt: now + hourMs }, timers: {} },
    effects: [{ kind: 'post reminder', what: 'unreviewed', place: { to: 'operator' } }],
    alarm: { key: 'unreviewed:5' },
  });
  expect(reviewStayedOpen(late.handoff, now + 2 * hourMs)).toBeNull();
  expect(reviewStayedOpen(waitingHandoff(), now)).toBeNull();
});
