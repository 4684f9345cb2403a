/**
 * The handoff's state machine as a table: from which statuses a move is made, and where it leads. The steps make the moves;
 * whoever asks for one that is not made here is told why. docs/handoff.md draws this table.
 */
import type { Handoff, HandoffStatus } from './handoff.ts';

export type Move = keyof typeof moves;

/** From where to where, in one word: typed, so that the table names no status that there is not. */
export type Way = `${HandoffStatus} → ${HandoffStatus}`;

export type MoveRow = { ways: readonly Way[]; by: string };

const withSales = ['assigned', 'alerted', 'breached', 'snoozed'] as const;
const handedOff = [...withSales, 'engaged'] as const;

export const moves = {
  approve: { ways: ['in_review → waiting'], by: 'a reviewer' },
  reject: { ways: ['in_review → rejected'], by: 'a reviewer' },
  withdraw: { ways: every(['waiting', 'in_review'], 'withdrawn'), by: 'the backend: readiness or the gate ended' },
  'go on as another': {
    ways: every(['waiting', 'in_review', ...handedOff, 'return_due'], 'withdrawn'),
    by: 'the backend: two people turned out to be one',
  },
  'contact deleted': {
    ways: every(['waiting', 'in_review', ...handedOff, 'return_due'], 'withdrawn'),
    by: 'HubSpot: the contact was deleted',
  },
  assign: {
    ways: ['waiting → assigned', ...asItIs(['assigned', 'alerted', 'engaged'])],
    by: 'the workflow, direct mode or the queue',
  },
  claim: {
    ways: [...asItIs(['assigned', 'alerted']), ...every(['breached'], 'assigned'), ...every(['breached'], 'alerted')],
    by: 'an owner, when nobody has it or it is overdue',
  },
  alert: { ways: every(['waiting', 'assigned'], 'alerted'), by: 'Slack' },
  accept: { ways: asItIs(withSales), by: 'the AE: "I\u2019m on it"' },
  call: { ways: every(withSales, 'engaged'), by: 'the AE: "Called"' },
  touch: { ways: every(withSales, 'engaged'), by: 'HubSpot: a first human touch' },
  snooze: { ways: every(withSales, 'snoozed'), by: 'the AE' },
  wake: { ways: ['snoozed → assigned', 'snoozed → alerted', 'snoozed → breached'], by: 'the clock' },
  breach: { ways: every(['assigned', 'alerted'], 'breached'), by: 'the clock' },
  reassign: {
    ways: [
      ...asItIs(['assigned', 'alerted', 'engaged']),
      ...every(['snoozed', 'breached'], 'assigned'),
      ...every(['snoozed', 'breached'], 'alerted'),
    ],
    by: 'the clock, HubSpot or a manager',
  },
  'return by rule': {
    ways: every(['assigned', 'alerted', 'breached'], 'return_due'),
    by: 'the playbook\u2019s return rule',
  },
  return: { ways: every(handedOff, 'return_due'), by: 'the AE or a workflow' },
  keep: { ways: asItIs(handedOff), by: 'the AE, asked before a return' },
  'deal opened': {
    ways: [
      'return_due → assigned',
      'return_due → alerted',
      'return_due → snoozed',
      'return_due → breached',
      'return_due → engaged',
    ],
    by: 'HubSpot: before it was back, a deal was opened',
  },
  returned: { ways: ['return_due → returned'], by: 'HubSpot, read back' },
  'not a fit': { ways: every(handedOff, 'not_a_fit'), by: 'the AE' },
  'wrong person': { ways: every(handedOff, 'not_a_fit'), by: 'the AE, on the card' },
  undo: { ways: ['not_a_fit → assigned', 'not_a_fit → alerted', 'not_a_fit → engaged'], by: 'the AE, within 30 days' },
  win: { ways: every([...handedOff, 'return_due'], 'won'), by: 'HubSpot: a deal was won' },
  lose: { ways: every([...handedOff, 'return_due'], 'lost'), by: 'HubSpot: a deal was lost' },
} as const satisfies Record<string, MoveRow>;

function every<From extends HandoffStatus, To extends HandoffStatus>(from: readonly From[], to: To) {
  return from.map((one) => `${one} → ${to}` as const);
}

/** The move changes something else than the status. */
function asItIs<Status extends HandoffStatus>(statuses: readonly Status[]) {
  return statuses.map((one) => `${one} → ${one}` as const);
}

export function endsOf(way: Way): [from: HandoffStatus, to: HandoffStatus] {
  return way.split(' → ') as [HandoffStatus, HandoffStatus];
}

const begins = new Map(
  Object.entries<MoveRow>(moves).map(([move, { ways }]) => [move, new Set(ways.map((way) => endsOf(way)[0]))]),
);

/** Why a move is not made from where the handoff stands; null when it is. */
export function refusalOf(move: Move, { status }: Pick<Handoff, 'status'>): string | null {
  return begins.get(move)!.has(status) ? null : statusWords[status];
}

/** Where a handoff stands, for whoever asked for something that no longer goes. */
export const statusWords: Record<HandoffStatus, string> = {
  waiting: 'It has not been handed off yet.',
  in_review: 'It is still in review.',
  assigned: 'It has been handed off, and nobody has called yet.',
  alerted: 'It has been handed off, and nobody has called yet.',
  engaged: 'The first call has been made already.',
  snoozed: 'It is snoozed.',
  breached: 'Its first call is overdue.',
  return_due: 'It is on its way back to marketing.',
  returned: 'It went back to marketing.',
  not_a_fit: 'It was marked as not a fit.',
  won: 'Its deal was won.',
  lost: 'Its deal was lost.',
  rejected: 'It was rejected in review.',
  withdrawn: 'It was withdrawn.',
};
