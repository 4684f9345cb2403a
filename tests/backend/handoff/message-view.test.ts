import type { AlertState, Handoff } from '../../../backend/handoff/handoff.ts';
import { type MessageView, messageView, outdatedMessages, showsOf } from '../../../backend/handoff/message-view.ts';
import { alertedHandoff, hourMs, maria, minuteMs, now, tom } from '../../support/handoffs.ts';

const mariaKey = 'alert:5:dm:maria@acme.test';
const channelKey = 'alert:5:channel:#pql-handoff';
const dueAt = now + 2 * hourMs;
const withTom = {
  owner: { id: tom.id, email: tom.email, name: tom.name, setByUs: true, reason: 'next in rotation' },
  earlierOwners: [
    {
      ...{ id: maria.id, email: maria.email, name: maria.name, setByUs: true, reason: 'next in rotation' },
      ...{ since: now, until: now + hourMs, dueAt, breachedAt: dueAt, why: 'the first call was overdue', by: 'clock' },
    },
  ],
};
const touch = { at: now + hourMs, by: 'owner', kind: 'call', via: 'Slack', minutes: 60 } as const;
const clockDone = (done: 'half' | 'nearly') => ({ clock: { ...alertedHandoff().clock!, done } });

describe('what a message about a handoff shows', () => {
  it.each<[string, Partial<Handoff>, MessageView]>([
    [
      'new: all that can be done about it',
      {},
      {
        state: { is: 'open', owner: 'Maria', dueAt, passed: 'little' },
        buttons: ['accept', 'call', 'snooze', 'return', 'not a fit'],
      },
    ],
    [
      'accepted: no second time',
      { acceptedAt: now + 4 * minuteMs },
      {
        state: { is: 'accepted', owner: 'Maria', at: now + 4 * minuteMs, dueAt },
        buttons: ['call', 'snooze', 'return', 'not a fit'],
      },
    ],
    [
      'overdue: still theirs to take on',
      { status: 'breached', breachedAt: dueAt },
      {
        state: { is: 'overdue', owner: 'Maria', dueAt, isAccepted: false },
        buttons: ['accept', 'call', 'snooze', 'return', 'not a fit'],
      },
    ],
    [
      'called: only its end is left',
      { status: 'engaged', touch },
      { state: { is: 'touched', owner: 'Maria', touch, isInTime: true }, buttons: ['return', 'not a fit'] },
    ],
    [
      'nobody’s: to be claimed',
      { owner: null, clock: null, dueAt: null },
      { state: { is: 'open', owner: null, dueAt: null, passed: 'little' }, buttons: ['claim'] },
    ],
    [
      'given on: whose it is now, in the message of who had it',
      withTom,
      { state: { is: 'moved on', to: 'Tom', why: 'the first call was overdue' }, buttons: [] },
    ],
    [
      'not a fit: by whom, and how to undo it',
      {
        status: 'not_a_fit',
        ending: { by: maria.email, reason: 'Too small', undo: { until: now, leadStatus: null, ownerId: null } },
      },
      { state: { is: 'not a fit', reason: 'Too small', by: maria.email }, buttons: ['undo'] },
    ],
    ['won', { status: 'won' }, { state: { is: 'won' }, buttons: [] }],
  ])('%s', (_what, change, view) => {
    expect(messageView(alertedHandoff(change), mariaKey)).toEqual(view);
  });

  it('offers an overdue one to the others in the channel, and to nobody to whom it belongs', () => {
    const late = { status: 'breached', breachedAt: dueAt } as const;
    const buttons = (change: Partial<Handoff>, key: string) => messageView(alertedHandoff(change), key).buttons;
    expect(buttons(late, channelKey)).toEqual(['claim', 'call', 'snooze', 'return', 'not a fit']);
    expect(buttons({ ...late, acceptedAt: now }, channelKey)[0]).toBe('claim');
    expect(buttons({ ...late, acceptedAt: now }, mariaKey)).toEqual(['call', 'snooze', 'return', 'not a fit']);
  });

  it('is in the channel, and in one that was posted again, as it is for whoever has it', () => {
    const handoff = alertedHandoff(withTom);
    const toms = { state: { is: 'open', owner: 'Tom', dueAt, passed: 'little' } };
    expect(messageView(handoff, channelKey)).toMatchObject(toms);
    expect(messageView(handoff, `${channelKey}:again`)).toMatchObject(toms);
    expect(messageView(handoff, 'alert:5:dm:tom@acme.test:again')).toMatchObject(toms);
    expect(messageView(handoff, `${mariaKey}:again`)).toMatchObject({ state: { is: 'moved on' } });
  });
});

describe('messages that show something else than the handoff is now', () => {
  const shown = (handoff: Handoff, key: string): AlertState => ({
    state: 'posted',
    channel: 'D1',
    ts: '1.2',
    link: null,
    at: now,
    shows: showsOf(messageView(handoff, key)),
  });
  const fresh = alertedHandoff();
  const both = { [mariaKey]: shown(fresh, mariaKey), [channelKey]: shown(fresh, channelKey) };

  it('are none as long as nothing changes', () => {
    expect(outdatedMessages({ ...fresh, alerts: both })).toEqual([]);
  });

  it.each<[string, Partial<Handoff>, boolean]>([
    ['what somebody has done goes first', { acceptedAt: now }, false],
    ['that half of the time is over may wait', clockDone('half'), true],
    ['that most of it is over may wait', clockDone('nearly'), true],
    ['half of the time and a new owner at once go first', { ...withTom, ...clockDone('half') }, false],
  ])('%s', (_what, change, isSilent) => {
    expect(outdatedMessages({ ...alertedHandoff(change), alerts: both })).toEqual([
      { key: mariaKey, isSilent },
      { key: channelKey, isSilent },
    ]);
  });

  it('are only those that are posted, of a person who was not erased', () => {
    const { [channelKey]: posted, ...others } = both;
    const alerts: Record<string, AlertState> = {
      ...others,
      [mariaKey]: { state: 'gone', reason: 'it was deleted' },
      [channelKey]: { ...posted!, shows: undefined } as AlertState,
    };
    expect(outdatedMessages(alertedHandoff({ acceptedAt: now, alerts }))).toEqual([]);
    expect(outdatedMessages(alertedHandoff({ acceptedAt: now, alerts: both, erasedAt: now }))).toEqual([]);
  });
});
