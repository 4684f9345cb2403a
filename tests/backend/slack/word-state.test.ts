import type { MessageState } from '../../../backend/handoff/message-view.ts';
import { wordState } from '../../../backend/slack/word-state.ts';

const at = (time: string, day = '2026-03-10') => Date.parse(`${day}T${time}:00+01:00`);
const dueAt = at('12:00');
const berlin = { zone: 'Europe/Berlin', namesCity: false, reference: at('10:00') };
const touch = { at: at('10:20'), by: 'owner', kind: 'call', via: 'Slack', minutes: 20 } as const;

it.each<[string | null, MessageState]>([
  [null, { is: 'open', owner: 'Maria', dueAt, passed: 'little' }],
  ['Half of the time is over - first call due by 12:00', { is: 'open', owner: 'Maria', dueAt, passed: 'half' }],
  ['Most of the time is over - first call due by 12:00', { is: 'open', owner: 'Maria', dueAt, passed: 'most' }],
  ['On it since 10:04 - first call due by 12:00', { is: 'accepted', owner: 'Maria', at: at('10:04'), dueAt }],
  ['On it since 10:04', { is: 'accepted', owner: 'Maria', at: at('10:04'), dueAt: null }],
  ['First call overdue since 12:00', { is: 'overdue', owner: 'Maria', dueAt, isAccepted: false }],
  [
    'First call overdue since 12:00 - taken on, and not called yet',
    { is: 'overdue', owner: 'Maria', dueAt, isAccepted: true },
  ],
  [
    'Snoozed until Wed 9:00 - still due 12:00',
    { is: 'snoozed', owner: 'Maria', until: at('09:00', '2026-03-11'), dueAt },
  ],
  [
    'Called 10:20, 20 working minutes after the handoff - in time',
    { is: 'touched', owner: 'Maria', touch, isInTime: true },
  ],
  [
    'Met by a colleague Wed 18 Mar 14:05, 1 working minute after the handoff - late',
    {
      is: 'touched',
      owner: 'Maria',
      touch: { ...touch, kind: 'meeting', by: 'somebody', at: at('14:05', '2026-03-18'), minutes: 1 },
      isInTime: false,
    },
  ],
  ['Won', { is: 'won' }],
  ['Lost', { is: 'lost' }],
])('under the owner stands: %s', (line, state) => {
  expect(wordState(state, berlin)).toEqual(line === null ? null : { line, replacesOwner: false });
});

it.each<[string, MessageState]>([
  ['Now with Tom: the first call was overdue', { is: 'moved on', to: 'Tom', why: 'the first call was overdue' }],
  ['On its way back to marketing: score 22, below 30', { is: 'returning', reasons: ['score 22, below 30'] }],
  ['Back with marketing: no answer; bad timing', { is: 'returned', reasons: ['no answer', 'bad timing'] }],
  ['Not a fit (Too small), said maria@acme.test', { is: 'not a fit', reason: 'Too small', by: 'maria@acme.test' }],
  ['Withdrawn: there is nothing to do', { is: 'withdrawn' }],
])('in place of the owner stands: %s', (line, state) => {
  expect(wordState(state, berlin)).toEqual({ line, replacesOwner: true });
});

it('names the city where readers may live by another clock', () => {
  const newYork = { ...berlin, zone: 'America/New_York', namesCity: true };
  expect(wordState({ is: 'accepted', owner: 'Lee', at: at('14:04'), dueAt: at('23:00') }, newYork)?.line).toBe(
    'On it since 9:04 New York - first call due by 18:00 New York',
  );
});
