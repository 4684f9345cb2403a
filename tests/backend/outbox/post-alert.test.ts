/** An alert that competes for attention, and one whose time is over before it can be posted. */
import type { WorkTerms } from '@zo/shared';
import { actionOutputs } from '../../../backend/handoff/action-outputs.ts';
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import type { HandoffChange } from '../../../backend/handoff/handoff-change.ts';
import { sendAlerts } from '../../../backend/handoff/steps/alerting.ts';
import { reassign } from '../../../backend/handoff/steps/assigning.ts';
import { dealClosed } from '../../../backend/handoff/steps/ending.ts';
import { startClock } from '../../../backend/handoff/steps/first-call-clock.ts';
import { type ClickDesk, channelPlace, mariaPlace, startClickDesk } from '../../support/click-desk.ts';
import { clockTerms, dayMs, hourMs, now, tom } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const dm = 'D0MARIA01';
let desk: ClickDesk;
afterEach(() => desk.close());

function playbookWith(work: Partial<WorkTerms>) {
  const playbook = acmePlaybook();
  return { ...playbook, handoff: { ...playbook.handoff, work: { ...playbook.handoff.work, ...work } } };
}
const night = playbookWith({ quietHours: { fromMinute: 20 * 60, toMinute: 7 * 60 } });

const saidIn = (channel: string) => desk.slack.workspace.messages.filter((said) => said.channel === channel);
const stateOf = (handoff: Handoff, key: string) => handoff.alerts[`alert:${handoff.handoffId}:${key}`];
const mariasKey = 'dm:maria@acme.test';

async function change({ handoffId }: Handoff, step: (handoff: Handoff) => HandoffChange): Promise<void> {
  await desk.store.transactHandoff(desk.portalId, { handoffId }, desk.clock.now(), ({ handoff }) => ({
    answer: null,
    change: step(handoff!),
  }));
}

/** In the evening, with a workflow's call that waits for the alerts. */
async function atNight(places = [mariaPlace]): Promise<Handoff> {
  desk = await startClickDesk({ playbook: night });
  await desk.work(false);
  desk.clock.moveTo(now + 11 * hourMs);
  const call = { callbackId: 'cb-1', action: 'send-slack-handoff', isHeld: false };
  const handoff = await desk.handOff({}, []);
  await change(handoff, (one) => sendAlerts(one, places, call));
  await desk.work(true);
  await desk.settled();
  return desk.handoff(handoff.handoffId);
}

it('of a colleague in place of whom somebody is handed off, it stands in the thread where that began', async () => {
  desk = await startClickDesk({ playbook: playbookWith({ threadHours: 0 }) });
  const wrong = await desk.handOff();
  await desk.handOff();
  await desk.handOff({
    byHand: { by: tom.email, reason: 'instead of contact 501', ownerId: null, insteadOf: wrong.handoffId },
  });
  const [first, other, instead] = saidIn(dm);
  expect([other?.threadTs, instead?.threadTs, instead?.broadcast]).toEqual([null, first?.ts, true]);
  // By name, which is kept with nobody else.
  expect(instead?.text).toContain('instead of Sarah Chen, who was the wrong person');
});

describe('a day’s budget', () => {
  it('is per day of the AE’s zone, and what is beyond it stands in one list that starts anew with the day', async () => {
    desk = await startClickDesk({ playbook: playbookWith({ alertsPerDay: 1 }) });
    const handoffs = [await desk.handOff(), await desk.handOff(), await desk.handOff()];
    expect(handoffs.map((one) => stateOf(one, mariasKey)?.state)).toEqual(['posted', 'gathered', 'gathered']);
    const [, list] = saidIn(dm);
    expect(list?.text.split('\n')).toEqual([
      'More leads today:',
      expect.stringMatching(/^• <https:.*\/502\|Sarah Chen at FinPilot> - first call due by 12:00$/),
      expect.stringMatching(/^• <https:.*\/503\|Sarah Chen at FinPilot> - first call due by 12:00$/),
    ]);
    desk.clock.moveTo(now + dayMs);
    const next = [await desk.handOff(), await desk.handOff()];
    expect(next.map((one) => stateOf(one, mariasKey)?.state)).toEqual(['posted', 'gathered']);
    expect(saidIn(dm)).toHaveLength(4);
    expect(actionOutputs({ action: 'send-slack-handoff' }, next[1]!, null)).toMatchObject({
      zo_delivery_status: 'sent',
    });
  });

  it('a list that somebody deleted is posted anew, with all that is in it', async () => {
    desk = await startClickDesk({ playbook: playbookWith({ alertsPerDay: 0 }) });
    await desk.handOff();
    desk.slack.workspace.messages = [];
    await desk.handOff();
    expect(saidIn(dm).map(({ text }) => text.match(/• /g)?.length)).toEqual([2]);
  });

  it('of a list of which nobody knows whether it was posted the operator is told, and nothing is posted again', async () => {
    desk = await startClickDesk({ playbook: playbookWith({ alertsPerDay: 0 }) });
    const match = { method: 'chat.postMessage' };
    desk.slack.control.failures.rules.push({ match, times: 1, mode: 'reset-after-commit' });
    const handoff = await desk.handOff();
    expect(stateOf(handoff, mariasKey)?.state).toBe('unconfirmed');
    expect(saidIn(dm)).toHaveLength(1);
    // What became of it is written on the handoff first.
    await desk.settled();
    const [alarm] = await desk.store.alarms(desk.portalId);
    expect(alarm?.key).toBe(`unconfirmed:alert:${handoff.handoffId}:${mariasKey}`);
  });

  it('somebody who cannot be written to gets it by way of the channel, as ever', async () => {
    desk = await startClickDesk({ playbook: playbookWith({ alertsPerDay: 0 }) });
    desk.slack.workspace.users.find(({ name }) => name === 'maria')!.deleted = true;
    const handoff = await desk.handOff();
    expect(stateOf(handoff, mariasKey)).toMatchObject({ state: 'posted', channel: 'C0HANDOFF' });
  });
});

describe('in the quiet hours', () => {
  it('a direct message waits for the morning; the workflow’s call does not, and says that it is queued', async () => {
    const handoff = await atNight();
    expect(stateOf(handoff, mariasKey)).toEqual({ state: 'queued' });
    expect(handoff.waitingCallbacks).toEqual([]);
    const completed = await desk.store.claimEffects(desk.portalId, 'hubspot', 10, desk.clock.now(), 'looking');
    expect(completed).toEqual([]);
    expect(actionOutputs({ action: 'send-slack-handoff' }, handoff, null)).toMatchObject({
      zo_delivery_status: 'queued',
    });
    desk.clock.moveTo(now + 21 * hourMs);
    await desk.settled();
    expect(stateOf(await desk.handoff(handoff.handoffId), mariasKey)?.state).toBe('posted');
    expect(saidIn(dm)).toHaveLength(1);
  });

  it('the channel is told at once', async () => {
    const handoff = await atNight([mariaPlace, channelPlace]);
    expect(Object.values(handoff.alerts).map(({ state }) => state)).toEqual(['queued', 'posted']);
  });

  it('what ended before the morning is told to nobody', async () => {
    const handoff = await atNight();
    await change(handoff, (one) => dealClosed(one, 'won', now, desk.clock.now()));
    desk.clock.moveTo(now + 21 * hourMs);
    await desk.settled();
    expect(saidIn(dm)).toEqual([]);
    expect(stateOf(await desk.handoff(handoff.handoffId), mariasKey)).toEqual({
      state: 'failed',
      reason: 'the handoff ended before it could be posted',
      isMoot: true,
    });
  });

  it('whoever no longer has it in the morning is spared it, and told when it is theirs again', async () => {
    const handoff = await atNight();
    const give = (to: typeof tom) => (one: Handoff) =>
      reassign(one, {
        ...{ to, reason: 'by hand', why: 'by hand', by: 'ops@acme.test', mustWrite: false, assignment: null },
        ...{ clock: startClock(clockTerms, desk.clock.now()), now: desk.clock.now() },
      });
    const { owner } = handoff;
    await change(handoff, give(tom));
    desk.clock.moveTo(now + 21 * hourMs);
    await desk.settled();
    expect(saidIn(dm)).toEqual([]);
    await change(handoff, give({ ...tom, ...owner! }));
    await change(handoff, (one) => sendAlerts(one, [mariaPlace], null));
    await desk.settled();
    expect(saidIn(dm).map(({ text }) => text)).toEqual([expect.stringContaining('Owner: <@U0MARIA01>')]);
  });
});
