import type { Handoff } from '../../../backend/handoff/handoff.ts';
import type { HandoffChange } from '../../../backend/handoff/handoff-change.ts';
import { messageShows } from '../../../backend/handoff/steps/alerting.ts';
import { accept, called, snooze } from '../../../backend/handoff/steps/working.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { type ClickDesk, startClickDesk } from '../../support/click-desk.ts';
import { clockTerms, hourMs, minuteMs, now } from '../../support/handoffs.ts';

let desk: ClickDesk;
beforeEach(async () => {
  desk = await startClickDesk();
});
afterEach(() => desk.close());

const keyOf = ({ handoffId }: Handoff) => `alert:${handoffId}:dm:maria@acme.test`;
const messageOf = (handoff: Handoff) => desk.messageOf(handoff, keyOf(handoff));
const updates = () => desk.slack.control.log.counts()['chat.update'] ?? 0;

async function change({ handoffId }: Handoff, step: (handoff: Handoff) => HandoffChange | null): Promise<void> {
  await desk.store.transactHandoff(desk.portalId, { handoffId }, desk.clock.now(), ({ handoff }) => ({
    answer: null,
    change: step(handoff!) ?? undefined,
  }));
}

const acceptIt = (handoff: Handoff) => accept(handoff, 'maria@acme.test', now);

it('several changes before the edit make one edit, and what it shows is remembered', async () => {
  const handoff = await desk.handOff();
  await desk.work(false);
  await change(handoff, acceptIt);
  await change(handoff, (one) => snooze(one, now + hourMs, 'maria@acme.test', now));
  await desk.work(true);
  await desk.settled();
  expect(updates()).toBe(1);
  expect(messageOf(handoff).text).toContain('Snoozed until 11:00 - still due 12:00');
  expect((await desk.handoff(handoff.handoffId)).alerts[keyOf(handoff)]).toMatchObject({
    state: 'posted',
    shows: expect.stringContaining('"is":"snoozed"'),
  });
});

it('a change of nothing that a message shows edits nothing', async () => {
  const handoff = await desk.handOff();
  await change(handoff, (one) => ({ handoff: { ...one, note: one.note }, effects: [], receipts: [] }));
  await change(handoff, (one) => messageShows(one, keyOf(one), 'what it shows already') && null);
  await desk.settled();
  expect(updates()).toBe(0);
});

it('what changes while an edit is under way is edited again', async () => {
  const handoff = await desk.handOff();
  desk.slack.control.failures.rules.push({ match: { method: 'chat.update' }, times: 1, mode: 'slow', delayMs: 300 });
  await change(handoff, acceptIt);
  await waitUntil('the first edit', () => (updates() === 1 ? { value: true } : { instead: 'none' }), 5_000, 5);
  const owner = { email: 'maria@acme.test', isOwner: true, ownerId: '71', via: 'card' } as const;
  await change(handoff, (one) => called(one, owner, clockTerms, now + 20 * minuteMs));
  await waitUntil('the second one', () => (updates() === 2 ? { value: true } : { instead: 'none' }), 5_000, 5);
  await desk.settled();
  expect(messageOf(handoff).text).toContain('Called 10:20, 20 working minutes after the handoff - in time');
  expect(updates()).toBe(2);
});

it('the facts stay those of when it was posted, however late it is edited', async () => {
  const handoff = await desk.handOff();
  const before = messageOf(handoff).text.split('\n');
  desk.clock.moveTo(now + 5 * 24 * hourMs);
  await change(handoff, (one) => accept(one, 'maria@acme.test', now + 5 * 24 * hourMs));
  await desk.settled();
  const after = messageOf(handoff).text.split('\n');
  expect(after.slice(0, 3)).toEqual(before.slice(0, 3));
  expect(after.slice(3, 5)).toEqual(['Owner: <@U0MARIA01>', 'On it since Sun 10:00 - first call due by 12:00']);
});

it('asked to slow down, the whole lane waits as long as Slack asks', async () => {
  const handoffs = [await desk.handOff(), await desk.handOff(), await desk.handOff()];
  await desk.work(false);
  for (const handoff of handoffs) await change(handoff, acceptIt);
  const rule = { match: { method: 'chat.update' }, times: 1, mode: 'rate-limit', retryAfterSeconds: 1 } as const;
  desk.slack.control.failures.rules.push({ ...rule });
  const from = performance.now();
  await desk.work(true);
  await waitUntil('the refusal', () => (updates() === 1 ? { value: true } : { instead: 'none' }), 5_000, 5);
  await desk.settled();
  // What is due again by the calendar waits all the same.
  desk.clock.moveTo(now + minuteMs);
  for (const handoff of handoffs) {
    await desk.expectHandoff(handoff.handoffId, ({ alerts }) =>
      JSON.stringify(alerts[keyOf(handoff)]).includes('accepted'),
    );
  }
  expect(performance.now() - from).toBeGreaterThan(1_000);
  expect(updates()).toBe(4);
});

it('what somebody did is shown before what only passed', async () => {
  const [passed, pressed] = [await desk.handOff(), await desk.handOff()];
  await desk.work(false);
  await change(passed, (one) => ({
    handoff: { ...one, clock: { ...one.clock!, done: 'half' } },
    effects: [],
    receipts: [],
  }));
  await change(pressed, acceptIt);
  const waiting = await desk.store.claimEffects(desk.portalId, 'slack-edits', 10, now, 'looking');
  expect(waiting.map(({ key }) => key)).toEqual([`edit:${keyOf(pressed)}`, `edit:${keyOf(passed)}`]);
});

it('a layout that Slack does not take is replaced by the words alone', async () => {
  const handoff = await desk.handOff();
  const rule = { match: { method: 'chat.update' }, times: 1, mode: 'error', error: 'invalid_blocks' } as const;
  desk.slack.control.failures.rules.push({ ...rule });
  await change(handoff, acceptIt);
  await desk.settled();
  expect(messageOf(handoff)).toMatchObject({ text: expect.stringContaining('On it since'), blocks: [] });
});

it('an answer that got lost is asked for again: the same edit twice is one', async () => {
  const handoff = await desk.handOff();
  desk.slack.control.failures.rules.push({ match: { method: 'chat.update' }, times: 1, mode: 'reset-after-commit' });
  await change(handoff, acceptIt);
  await waitUntil('the first edit', () => (updates() === 1 ? { value: true } : { instead: 'none' }), 5_000, 5);
  // Its settlement reads the clock too.
  await desk.settled();
  desk.clock.moveTo(now + minuteMs);
  await desk.settled();
  expect(updates()).toBe(2);
  expect(messageOf(handoff).text).toContain('On it since');
  expect(await desk.store.alarms(desk.portalId)).toEqual([]);
});
