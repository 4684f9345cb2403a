import type { AlertState, Handoff } from '../../../../backend/handoff/handoff.ts';
import { outdatedMessages } from '../../../../backend/handoff/message-view.ts';
import {
  type FoundMessage,
  settleUnconfirmed,
  type UnconfirmedEffect,
  type Verdict,
} from '../../../../backend/handoff/steps/unconfirmed.ts';
import { alertedHandoff, now } from '../../../support/handoffs.ts';

const key = 'alert:5:channel:#pql-handoff';
const unconfirmed: AlertState = { state: 'unconfirmed', reason: 'no answer' };
const alert: UnconfirmedEffect = {
  key,
  kind: 'post alert',
  lane: 'slack:#pql-handoff',
  priority: 0,
  createdAt: now - 1_000,
  reason: 'no answer',
  effect: { kind: 'post alert', handoffId: 5, place: { to: 'channel', channel: '#pql-handoff' } },
};
const message: FoundMessage = { channel: 'C1', ts: '1700000000.000100', link: 'https://acme.slack.test/p1' };

function settle(verdict: Verdict, change: Partial<Handoff> = {}, found = alert) {
  const handoff = alertedHandoff({ status: 'assigned', alerts: { [key]: unconfirmed }, ...change });
  return settleUnconfirmed({ found, handoff }, verdict, 'dana', now);
}

function settled(verdict: Verdict, change: Partial<Handoff> = {}, found = alert) {
  const outcome = settle(verdict, change, found);
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome;
}

const refusal = (verdict: Verdict, change: Partial<Handoff> = {}, found = alert) => {
  const outcome = settle(verdict, change, found);
  return 'refused' in outcome ? outcome.refused : null;
};

describe('an unconfirmed alert that was found', () => {
  it('counts as posted where the link says, and is brought up to date', () => {
    const { change, effects, again, alarms, result } = settled({ is: 'there', message });
    expect(change?.handoff.alerts[key]).toMatchObject({ state: 'posted', ...message, at: 1_700_000_000_000 });
    expect(change?.handoff.status).toBe('alerted');
    expect(outdatedMessages(change!.handoff)).toEqual([{ key, isSilent: false }]);
    expect(change?.receipts).toMatchObject([{ kind: 'alert', body: { key, state: 'posted' } }]);
    expect({ effects, again, alarms }).toEqual({ effects: [], again: null, alarms: [`unconfirmed:${key}`] });
    expect(result).toEqual({ reason: 'dana found it', channel: 'C1', ts: message.ts });
  });

  it('counts as posted without a link too, and is edited by nobody', () => {
    const { change } = settled({ is: 'there', message: null });
    expect(change?.handoff).toMatchObject({
      status: 'alerted',
      alerts: { [key]: { state: 'posted', ts: '', at: now } },
    });
    expect(outdatedMessages(change!.handoff)).toEqual([]);
  });

  it('is not another message of the handoff', () => {
    const dm = 'alert:5:dm:maria@acme.test';
    const alerts = { [key]: unconfirmed, [dm]: { state: 'posted', ...message, at: now } } satisfies Handoff['alerts'];
    expect(refusal({ is: 'there', message }, { alerts })).toBe(`That message is another one of this handoff (${dm}).`);
  });
});

describe('an unconfirmed alert that is not there', () => {
  it('is posted once more, under a key of its own', () => {
    const { change, effects, again, alarms } = settled({ is: 'not there' });
    expect(again).toBe(`${key}:again`);
    expect(effects).toEqual([{ ...alert.effect, key: again, lane: alert.lane, priority: 0 }]);
    expect(change?.handoff.alerts).toMatchObject({ [key]: { state: 'failed' }, [again!]: { state: 'queued' } });
    expect(alarms).toEqual([`unconfirmed:${key}`]);
  });

  it('has another key each time its answer is lost', () => {
    const again = `${key}:again`;
    const alerts: Handoff['alerts'] = { [key]: { state: 'failed', reason: 'not there' }, [again]: unconfirmed };
    expect(settled({ is: 'not there' }, { alerts }, { ...alert, key: again }).again).toBe(`${again}:again`);
  });

  it('is not posted beside another that was posted there since', () => {
    const alerts: Handoff['alerts'] = { [key]: unconfirmed, [`${key}:again`]: { state: 'queued' } };
    expect(refusal({ is: 'not there' }, { alerts })).toBe(`It has been posted there since (${key}:again).`);
  });

  it.each<[string, Partial<Handoff>, RegExp]>([
    ['has ended', { status: 'won' }, /has ended/],
    ['goes back', { status: 'return_due', returnDueAt: now }, /on its way back/],
    ['is of somebody who was erased', { erasedAt: now }, /was erased/],
  ])('is not posted of a handoff that %s, and can still be left', (_what, change, why) => {
    expect(refusal({ is: 'not there' }, change)).toMatch(why);
    expect(refusal({ is: 'left' }, change)).toBeNull();
  });
});

it('an unconfirmed alert that is left stays perhaps posted, without an alarm', () => {
  const { change, effects, alarms } = settled({ is: 'left' });
  expect(change?.handoff.alerts[key]).toEqual({ state: 'unconfirmed', reason: 'no answer; dana left it so' });
  expect({ effects, alarms }).toEqual({ effects: [], alarms: [`unconfirmed:${key}`] });
});

it('what is no message of the handoff’s own changes nothing of it, and is sent under a key of its own', () => {
  const call: UnconfirmedEffect = {
    ...alert,
    key: 'call:5',
    kind: 'log call',
    lane: 'hubspot',
    effect: { kind: 'log call', handoffId: 5, personId: 1, ownerId: '71', at: now },
  };
  expect(settled({ is: 'there', message: null }, {}, call)).toMatchObject({ change: null, effects: [] });
  expect(settled({ is: 'not there' }, {}, call)).toMatchObject({
    change: null,
    effects: [{ ...call.effect, key: 'call:5:again', lane: 'hubspot' }],
    alarms: ['unconfirmed:call:5', 'call:5'],
  });
});
