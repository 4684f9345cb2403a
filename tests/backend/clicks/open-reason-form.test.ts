import type { Handoff } from '../../../backend/handoff/handoff.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import type { OpenView } from '../../../sandbox/slack/workspace.ts';
import { type ClickDesk, startClickDesk } from '../../support/click-desk.ts';
import { now } from '../../support/handoffs.ts';

const [maria, tom, ops] = ['U0MARIA01', 'U0TOM0001', 'U0OPS0001'];
let desk: ClickDesk;
beforeEach(async () => {
  desk = await startClickDesk();
});
afterEach(() => desk.close());

const dmKey = (handoffId: number) => `alert:${handoffId}:dm:maria@acme.test`;
const messageOf = (handoff: Handoff) => desk.messageOf(handoff, dmKey(handoff.handoffId));

async function expectForm(user: string): Promise<OpenView> {
  return waitUntil<OpenView>(
    `a form in front of ${user}`,
    () => {
      const open = desk.slack.workspace.views.find((view) => view.user === user);
      return open ? { value: open } : { instead: 'none' };
    },
    5_000,
    10,
  );
}

async function expectWhisper(user: string, words: string): Promise<void> {
  await waitUntil(
    `${user} to be told ${words}`,
    () => {
      const told = desk.whispersTo(user);
      return told.some((text) => text.includes(words)) ? { value: true } : { instead: JSON.stringify(told) };
    },
    10_000,
    10,
  );
}

it('names the person, offers the reasons, and asks for more in at most 300 characters', async () => {
  const handoff = await desk.handOff();
  await desk.press(messageOf(handoff), maria, 'zo_not_a_fit');
  const { view } = await expectForm(maria);
  expect(view).toMatchObject({
    callback_id: 'zo_reason',
    title: { text: 'Not a fit' },
    submit: { text: 'Not a fit' },
    close: { text: 'Cancel' },
    blocks: [
      { type: 'section', text: { text: '*Sarah Chen at FinPilot*' } },
      { type: 'input', label: { text: 'Why is it not a fit?' } },
      { type: 'input', optional: true, element: { type: 'plain_text_input', max_length: 300 } },
    ],
  });
  const [, reason] = view.blocks as unknown as { element: { options: { value: string }[] } }[];
  expect(reason!.element.options.map(({ value }) => value)).toEqual(desk.lane.state.playbook.notAFit.reasons);
  expect((await desk.handoff(handoff.handoffId)).status).toBe('alerted');
});

it('is sent once: the reason ends the handoff, and sending it again changes nothing', async () => {
  const handoff = await desk.handOff();
  await desk.press(messageOf(handoff), maria, 'zo_not_a_fit');
  await expectForm(maria);
  const answers = { reason: { reason: 'Too small' }, note: { note: '<two> people' } };
  const [open] = desk.slack.workspace.views;
  expect(await desk.submit(maria, answers)).toMatchObject({ closed: true });
  const { ending } = await desk.expectHandoff(handoff.handoffId, ({ status }) => status === 'not_a_fit');
  expect(ending).toMatchObject({ by: 'maria@acme.test', reason: 'Too small: <two> people' });
  await desk.settled();
  desk.slack.workspace.views.push(open!);
  await desk.submit(maria, answers);
  await desk.settled();
  const { done } = await desk.store.outboxCounts(desk.portalId);
  expect(desk.whispersTo(maria)).toEqual([]);
  expect(messageOf(handoff).text).toContain('Not a fit (Too small: &lt;two&gt; people), said maria@acme.test');
  expect(done).toBeGreaterThan(0);
});

it('is not opened for somebody who may not, who is told so in its place', async () => {
  const handoff = await desk.handOff();
  await desk.press(messageOf(handoff), tom, 'zo_return');
  await expectWhisper(tom, 'Maria has it.');
  await desk.press(messageOf(handoff), ops, 'zo_return');
  await expectForm(ops);
  expect(desk.slack.workspace.views.map(({ user }) => user)).toEqual([ops]);
});

it('opened before somebody else was quicker, whoever sends it later is told how it stands', async () => {
  const handoff = await desk.handOff();
  await desk.press(messageOf(handoff), maria, 'zo_return');
  await desk.press(messageOf(handoff), ops, 'zo_not_a_fit');
  await Promise.all([expectForm(maria), expectForm(ops)]);
  await desk.submit(ops, { reason: { reason: 'Competitor' } });
  await desk.expectHandoff(handoff.handoffId, ({ status }) => status === 'not_a_fit');
  await desk.submit(maria, { reason: { reason: 'No answer' } });
  await desk.settled();
  expect(desk.whispersTo(maria)).toEqual(['It was marked as not a fit.']);
  expect((await desk.handoff(handoff.handoffId)).returnReasons).toEqual([]);
});

it('comes also when Slack takes two seconds to say who pressed, and the press is acknowledged at once', async () => {
  const handoff = await desk.handOff();
  slowDown(2_000);
  const pressed = await desk.press(messageOf(handoff), ops, 'zo_return');
  expect(pressed).toMatchObject({ acknowledged: true });
  expect((pressed as { ms: number }).ms).toBeLessThan(500);
  // Two look-ups of two seconds are too many for a form: whoever pressed reads that, and is known from then on.
  await waitUntil(
    'Slack to have been asked',
    () => (asked() === 2 ? { value: true } : { instead: String(asked()) }),
    9_000,
  );
  desk.clock.moveTo(now + 4_000);
  await expectWhisper(ops, 'Slack took too long to open the form: press again.');
  desk.slack.control.failures.rules = [];
  await desk.press(messageOf(handoff), ops, 'zo_return');
  await expectForm(ops);
}, 20_000);

function slowDown(delayMs: number): void {
  for (const method of ['auth.test', 'users.info', 'users.lookupByEmail']) {
    desk.slack.control.failures.rules.push({ match: { method }, times: 1_000, mode: 'slow', delayMs });
  }
}

const asked = () => desk.slack.control.log.counts()['users.lookupByEmail'] ?? 0;
