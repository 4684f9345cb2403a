/** A restart finds messages that were being sent: they are shown to the operator, and never sent again. */

import { askBeforeReturn } from '../../../backend/handoff/steps/returning.ts';
import { askReviewers } from '../../../backend/handoff/steps/reviewing.ts';
import { recoverEffects } from '../../../backend/outbox/recover-effects.ts';
import { type ClickDesk, startClickDesk } from '../../support/click-desk.ts';
import { dayMs, now } from '../../support/handoffs.ts';

let desk: ClickDesk;
beforeEach(async () => {
  desk = await startClickDesk();
});
afterEach(() => desk.close());

const quiet = { info: () => {} } as unknown as Parameters<typeof recoverEffects>[3];

it('a review, a question and a reminder that were being sent are unconfirmed, an edit is taken up again', async () => {
  const { store, portalId } = desk;
  const { handoffId } = await desk.handOff();
  await desk.work(false);
  await store.transactHandoff(portalId, { handoffId }, now, ({ handoff }) => ({
    answer: null,
    change: askReviewers(handoff!, '#pql-review'),
  }));
  await store.transactHandoff(portalId, { handoffId }, now, ({ handoff }) => ({
    answer: null,
    change: askBeforeReturn(handoff!, ['score 22, below 30'], now + dayMs, now),
  }));
  const about = { handoffId, priority: 0 } as const;
  const place = { to: 'operator' } as const;
  const reminder = { kind: 'post reminder', what: 'overdue', place, clockStartedAt: now } as const;
  const edit = { kind: 'edit message', message: 'alert:1:x', key: 'edit:alert:1:x', lane: 'slack-edits' } as const;
  await store.enqueue(portalId, [{ ...about, ...reminder, key: 'reminder:1:x', lane: 'slack:operator' }], now);
  await store.enqueue(portalId, [{ ...about, ...edit }], now);
  for (const lane of ['slack:#pql-review', 'slack:@maria@acme.test', 'slack:operator']) {
    for (const { key } of await store.claimEffects(portalId, lane, 10, now, 'lease')) {
      expect(await store.markSending(portalId, key, 'lease')).toBe(true);
    }
  }
  await store.claimEffects(portalId, 'slack-edits', 10, now, 'lease');

  await recoverEffects(store, [portalId], desk.clock, quiet);

  const { alerts } = await desk.handoff(handoffId);
  const reason = 'the service stopped while it was being sent';
  expect(alerts).toMatchObject({
    [`review:${handoffId}`]: { state: 'unconfirmed', reason },
    [`question:${handoffId}:1`]: { state: 'unconfirmed', reason },
  });
  expect((await store.alarms(portalId)).map(({ message }) => message.split(' may or may not')[0]).toSorted()).toEqual([
    `The question to reviewers about handoff ${handoffId}`,
    `The question to the AE about handoff ${handoffId} (1)`,
    `The reminder of handoff ${handoffId} (x)`,
  ]);
  expect((await store.claimEffects(portalId, 'slack-edits', 10, now, 'another')).map(({ key }) => key)).toEqual([
    'edit:alert:1:x',
  ]);
  await desk.work(true);
  await desk.settled();
  expect(desk.slack.control.log.counts()['chat.postMessage']).toBe(1);
});
