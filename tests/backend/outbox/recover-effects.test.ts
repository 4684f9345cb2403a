/** A restart finds messages that were being sent: they are shown to the operator, and never sent again. */

import { messageView, showsOf } from '../../../backend/handoff/message-view.ts';
import { askBeforeReturn } from '../../../backend/handoff/steps/returning.ts';
import { askReviewers } from '../../../backend/handoff/steps/reviewing.ts';
import { recoverEffects } from '../../../backend/outbox/recover-effects.ts';
import { settleMessage } from '../../../backend/outbox/settle-message.ts';
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

it('a review that was posted after all, by a process that had been taken for gone, is no alarm any more', async () => {
  const { store, portalId, lane } = desk;
  const { handoffId } = await desk.handOff();
  await desk.work(false);
  await store.transactHandoff(portalId, { handoffId }, now, ({ handoff }) => ({
    answer: null,
    change: askReviewers(handoff!, '#pql-review'),
  }));
  const [claimed] = await store.claimEffects(portalId, 'slack:#pql-review', 1, now, 'lease');
  expect(await store.markSending(portalId, claimed!.key, 'lease')).toBe(true);
  await recoverEffects(store, [portalId], desk.clock, quiet);
  expect(await store.alarms(portalId)).toMatchObject([{ key: `unconfirmed:${claimed!.key}` }]);

  const posted = { outcome: 'posted', channel: 'C1', ts: '1.2', link: null, operatorNote: null } as const;
  const shows = showsOf(messageView(await desk.handoff(handoffId), claimed!.key));
  await settleMessage(lane, claimed!, { handoffId, shows }, posted);

  expect((await desk.handoff(handoffId)).alerts[claimed!.key]).toMatchObject({ state: 'posted', ts: '1.2' });
  expect(await store.alarms(portalId)).toEqual([]);
});
