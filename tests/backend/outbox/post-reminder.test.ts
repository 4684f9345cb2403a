import type { Handoff } from '../../../backend/handoff/handoff.ts';
import { clockStep } from '../../../backend/handoff/steps/clock-steps.ts';
import { called } from '../../../backend/handoff/steps/working.ts';
import { type ClickDesk, channelPlace, mariaPlace, startClickDesk } from '../../support/click-desk.ts';
import { clockTerms, hourMs, minuteMs, now } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

let desk: ClickDesk;
afterEach(() => desk.close());

const playbook = acmePlaybook();
const withQuiet = {
  ...playbook,
  handoff: {
    ...playbook.handoff,
    work: { ...playbook.handoff.work, quietHours: { fromMinute: 20 * 60, toMinute: 7 * 60 } },
  },
};
const about = 'the first call to Sarah Chen at FinPilot has been overdue since 12:00';
/** Everything said there but alerts. */
const remindersIn = (channel: string) =>
  desk.slack.workspace.messages.filter((said) => said.channel === channel && !said.text.startsWith('New SQL'));

/** The clock of the first call runs out; reminders of it are in the outbox. */
async function runOut({ handoffId }: Handoff, at: number, further: 'manager' | 'operator' = 'operator') {
  desk.clock.moveTo(at);
  await desk.store.transactHandoff(desk.portalId, { handoffId }, at, ({ handoff }) => ({
    answer: null,
    change: clockStep(handoff!, {
      ...{ channel: '#pql-handoff', further, managerEmail: 'tom@acme.test' },
      ...{ isSure: true, now: at },
    }).change,
  }));
}

it('is posted once under the AE’s own message, and in the channel for everybody', async () => {
  desk = await startClickDesk();
  const handoff = await desk.handOff({}, [mariaPlace, channelPlace]);
  await runOut(handoff, now + 2 * hourMs);
  await runOut(handoff, now + 2 * hourMs + 1);
  await desk.settled();
  const root = (place: string) => desk.messageOf(handoff, `alert:${handoff.handoffId}:${place}`).ts;
  const link = 'https://app.hubspot.com/contacts/1234567/record/0-1/501';
  const text = `<@U0MARIA01>: ${about}\nOpen in HubSpot: <${link}>`;
  expect(remindersIn('D0MARIA01')).toMatchObject([{ text, threadTs: root('dm:maria@acme.test') }]);
  expect(remindersIn('C0HANDOFF')).toMatchObject([{ text, threadTs: root('channel:#pql-handoff'), broadcast: true }]);
});

it.each([
  ['manager', 'tom', 'D0TOM0001'],
  ['operator', 'ops', 'D0OPS0001'],
] as const)('taken further, the %s reads who has not called', async (further, _who, channel) => {
  desk = await startClickDesk();
  const handoff = await desk.handOff();
  await runOut(handoff, now + 3 * hourMs, further);
  await desk.settled();
  expect(remindersIn(channel).map(({ text }) => text.split('\n')[0])).toEqual([
    'Maria has not called Sarah Chen at FinPilot yet: the first call has been overdue since 12:00',
  ]);
});

it('is not posted when somebody has called before it could be', async () => {
  desk = await startClickDesk();
  const handoff = await desk.handOff();
  await desk.work(false);
  await runOut(handoff, now + 2 * hourMs);
  const caller = { email: 'maria@acme.test', isOwner: true, ownerId: '71', via: 'card' } as const;
  const { handoffId } = handoff;
  await desk.store.transactHandoff(desk.portalId, { handoffId }, now + 2 * hourMs, ({ handoff: one }) => ({
    answer: null,
    change: called(one!, caller, clockTerms, now + 2 * hourMs),
  }));
  await desk.work(true);
  await desk.settled();
  expect([...remindersIn('D0MARIA01'), ...remindersIn('C0HANDOFF')]).toEqual([]);
  expect(await desk.store.outboxCounts(desk.portalId)).not.toHaveProperty('pending');
});

it('to the AE waits for the end of the quiet hours, that in the channel does not', async () => {
  desk = await startClickDesk({ playbook: withQuiet });
  const handoff = await desk.handOff();
  const evening = now + 10.5 * hourMs;
  await runOut(handoff, evening);
  await desk.settled();
  expect([remindersIn('D0MARIA01').length, remindersIn('C0HANDOFF').length]).toEqual([0, 1]);
  desk.clock.moveTo(now + 21 * hourMs - 1);
  await desk.settled();
  expect(remindersIn('D0MARIA01')).toEqual([]);
  desk.clock.moveTo(now + 21 * hourMs);
  await desk.settled();
  expect(remindersIn('D0MARIA01').map(({ text }) => text.split('\n')[0])).toEqual([
    '<@U0MARIA01>: the first call to Sarah Chen at FinPilot has been overdue since Tue 12:00',
  ]);
});

it('of which nobody knows whether it was posted is told to the operator, and never posted again', async () => {
  desk = await startClickDesk();
  const handoff = await desk.handOff();
  const channel = 'D0MARIA01';
  desk.slack.control.failures.rules.push({
    ...{ match: { method: 'chat.postMessage', channel }, times: 1, mode: 'reset-after-commit' },
  });
  await runOut(handoff, now + 2 * hourMs);
  await desk.settled();
  desk.clock.moveTo(now + 2 * hourMs + 10 * minuteMs);
  await desk.settled();
  expect(remindersIn(channel)).toHaveLength(1);
  expect(await desk.store.alarms(desk.portalId)).toEqual([
    expect.objectContaining({
      key: `unconfirmed:reminder:${handoff.handoffId}:${now}:overdue:maria@acme.test`,
      message: expect.stringMatching(
        `^The reminder of handoff ${handoff.handoffId} \\(${now}:overdue:maria@acme.test\\) may or may not have been posted`,
      ),
    }),
  ]);
});
