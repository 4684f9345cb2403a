/** Our messages about somebody who is erased: none goes on saying who it was, whatever is under way. */
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import { accept } from '../../../backend/handoff/steps/working.ts';
import { redactedText } from '../../../backend/outbox/redact-message.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { type ClickDesk, channelPlace, mariaPlace, startClickDesk } from '../../support/click-desk.ts';
import { now, portalState, timeZone } from '../../support/handoffs.ts';

let desk: ClickDesk;
afterEach(() => desk.close());

const keyOf = ({ handoffId }: Handoff) => `alert:${handoffId}:dm:maria@acme.test`;
const texts = () => desk.slack.workspace.messages.map(({ text }) => text);
const rules = { playbook: portalState().playbook, timeZone };

async function erase({ personId }: Handoff) {
  return desk.store.erasePersons(desk.portalId, [personId], [], rules, now);
}
async function noteAbout({ handoffId }: Handoff): Promise<void> {
  const note = { kind: 'post note', channel: '#marketing', text: 'Sarah came back', handoffId } as const;
  const lane = { key: `note:return:${handoffId}`, lane: 'slack:#marketing', priority: 1 } as const;
  await desk.store.enqueue(desk.portalId, [{ ...note, ...lane }], now);
}

it('are edited in every place, notes and replies too, also when an edit was on its way', async () => {
  desk = await startClickDesk();
  const handoff = await desk.handOff({}, [mariaPlace, channelPlace]);
  await noteAbout(handoff);
  await desk.settled();
  expect(texts()).toHaveLength(3);
  await desk.work(false);
  await desk.store.transactHandoff(desk.portalId, { handoffId: handoff.handoffId }, now, ({ handoff: one }) => ({
    answer: null,
    change: accept(one!, 'maria@acme.test', now) ?? undefined,
  }));
  expect(await erase(handoff)).toMatchObject({ messages: 3, unfound: 0 });
  await desk.work(true);
  await desk.settled();
  expect(texts()).toEqual([redactedText, redactedText, redactedText]);
  expect(desk.slack.workspace.messages.every(({ blocks }) => (blocks ?? []).length === 0)).toBe(true);
});

it('and one that is being posted while they are erased', async () => {
  desk = await startClickDesk();
  const slow = { match: { method: 'chat.postMessage' }, times: 1, mode: 'slow', delayMs: 500 } as const;
  desk.slack.control.failures.rules.push({ ...slow });
  // What it waits for never comes: the handoff tells nothing any more.
  desk.handOff().catch(() => {});
  await waitUntil(
    'the message in Slack',
    () => (texts().length === 1 ? { value: true } : { instead: 'none' }),
    5_000,
    5,
  );
  const handoff = await desk.handoff(1);
  expect(handoff.alerts[keyOf(handoff)]?.state).toBe('queued');
  await erase(handoff);
  await waitUntil(
    'it to be redacted',
    () => (texts()[0] === redactedText ? { value: true } : { instead: texts()[0] ?? '' }),
    5_000,
    20,
  );
}, 30_000);

it('of a list the others stay in it', async () => {
  const { playbook } = portalState();
  const work = { ...playbook.handoff.work, alertsPerDay: 0 };
  desk = await startClickDesk({ playbook: { ...playbook, handoff: { ...playbook.handoff, work } } });
  const [first, second] = [await desk.handOff(), await desk.handOff()];
  expect(first.alerts[keyOf(first)]?.state).toBe('gathered');
  const before = texts()[0]!.split('\n').length;
  await erase(first);
  await desk.settled();
  expect(texts()).toHaveLength(1);
  expect(texts()[0]!.split('\n')).toHaveLength(before - 1);
  expect(texts()[0]).not.toContain(redactedText);
  await erase(second);
  await desk.settled();
  expect(texts()).toEqual([redactedText]);
});

it('one that is gone needs nothing; one of which nobody knows whether it was posted is counted', async () => {
  desk = await startClickDesk();
  const gone = await desk.handOff();
  desk.slack.workspace.messages.length = 0;
  await erase(gone);
  await desk.settled();
  expect(await desk.store.effectsOfErasures(desk.portalId, now)).toMatchObject([{ state: 'done' }]);
  desk.slack.control.failures.rules.push({
    match: { method: 'chat.postMessage' },
    times: 1,
    mode: 'reset-after-commit',
  });
  const lost = await desk.handOff();
  expect(lost.alerts[keyOf(lost)]?.state).toBe('unconfirmed');
  expect(await erase(lost)).toMatchObject({ messages: 0, unfound: 1 });
});
