/** What has become of a handoff, in one line of its alert. Plain text, nothing escaped. */
import { cityOf, count, localTime } from '@zo/shared';
import type { FirstTouch } from '../handoff/handoff.ts';
import type { MessageState } from '../handoff/message-view.ts';

export type LocalTimes = {
  /** Of whoever has the handoff. */
  zone: string;
  /** Readers may live by another clock: then the city stands with the time. */
  namesCity: boolean;
  /** When the message was posted: a time of that day stands without its weekday. */
  reference: number;
};

export type StateWords = {
  line: string;
  /** It stands in place of the owner's line, which would name somebody who no longer matters. */
  replacesOwner: boolean;
};

/** Null: all is as the alert said when it was posted. */
export function wordState(state: MessageState, times: LocalTimes): StateWords | null {
  const time = (ms: number) => wordTime(ms, times);
  switch (state.is) {
    case 'open':
      return wordOpen(state, time);
    case 'accepted':
      return under(`On it since ${time(state.at)}${dueWords(state.dueAt, time)}`);
    case 'overdue': {
      const taken = state.isAccepted ? ' - taken on, and not called yet' : '';
      return under(`First call overdue since ${time(state.dueAt)}${taken}`);
    }
    case 'snoozed': {
      const due = state.dueAt === null ? '' : ` - still due ${time(state.dueAt)}`;
      return under(`Snoozed until ${time(state.until)}${due}`);
    }
    case 'touched':
      return under(wordTouch(state.touch, state.isInTime, time));
    case 'moved on':
      return instead(`Now with ${state.to}${because(state.why)}`);
    case 'returning':
      return instead(`On its way back to marketing${because(state.reasons.join('; '))}`);
    case 'returned':
      return instead(`Back with marketing${because(state.reasons.join('; '))}`);
    case 'not a fit':
      return instead(`Not a fit (${state.reason}), said ${state.by}`);
    case 'won':
      return under('Won');
    case 'lost':
      return under('Lost');
    case 'contact deleted':
      return instead('Closed: the contact was deleted in HubSpot');
    default:
      return instead('Withdrawn: there is nothing to do');
  }
}

export function wordTime(ms: number, { zone, namesCity, reference }: LocalTimes): string {
  return `${localTime(ms, zone, reference)}${namesCity ? ` ${cityOf(zone)}` : ''}`;
}

function wordOpen(
  { dueAt, passed }: Extract<MessageState, { is: 'open' }>,
  time: (ms: number) => string,
): StateWords | null {
  if (passed === 'little' || dueAt === null) return null;
  return under(`${passed === 'half' ? 'Half' : 'Most'} of the time is over - first call due by ${time(dueAt)}`);
}

const touchWords: Record<FirstTouch['kind'], string> = {
  call: 'Called',
  meeting: 'Met',
  'e-mail': 'E-mailed',
  message: 'Written to',
  contact: 'Contacted',
};

/** "Called 10:20, 20 working minutes after the handoff". */
function wordTouch(
  { kind, by, at, minutes }: FirstTouch,
  isInTime: boolean | null,
  time: (ms: number) => string,
): string {
  const who = by === 'owner' ? '' : ' by a colleague';
  const verdict = isInTime === null ? '' : isInTime ? ' - in time' : ' - late';
  return `${touchWords[kind]}${who} ${time(at)}, ${count(minutes, 'working minute')} after the handoff${verdict}`;
}

function dueWords(dueAt: number | null, time: (ms: number) => string): string {
  return dueAt === null ? '' : ` - first call due by ${time(dueAt)}`;
}

function because(why: string): string {
  return why === '' ? '' : `: ${why}`;
}

function under(line: string): StateWords {
  return { line, replacesOwner: false };
}

function instead(line: string): StateWords {
  return { line, replacesOwner: true };
}
