/**
 * The handoff's state machine as a table: from which statuses a move is made, and to which it may lead. The steps make the
 * moves; whoever asks for one that is not made here is told why. docs/handoff.md draws this table.
 */
import type { Handoff, HandoffStatus } from './handoff.ts';

export type Move = keyof typeof moves;

type Row = { from: readonly HandoffStatus[]; to: readonly HandoffStatus[]; by: string };

const withSales = ['assigned', 'alerted', 'breached', 'snoozed'] as const;
const handedOff = [...withSales, 'engaged'] as const;

export const moves = {
  approve: { from: ['in_review'], to: ['waiting'], by: 'a reviewer' },
  reject: { from: ['in_review'], to: ['rejected'], by: 'a reviewer' },
  withdraw: { from: ['waiting', 'in_review'], to: ['withdrawn'], by: 'the backend: readiness or the gate ended' },
  'go on as another': {
    from: ['waiting', 'in_review', ...handedOff, 'return_due'],
    to: ['withdrawn'],
    by: 'the backend: two people turned out to be one',
  },
  assign: {
    from: ['waiting', 'assigned', 'alerted', 'engaged'],
    to: ['assigned', 'alerted', 'engaged'],
    by: 'the workflow, direct mode or the queue',
  },
  claim: {
    from: ['assigned', 'alerted', 'breached'],
    to: ['assigned', 'alerted'],
    by: 'an owner, when nobody has it or it is overdue',
  },
  alert: { from: ['waiting', 'assigned'], to: ['alerted'], by: 'Slack' },
  accept: { from: withSales, to: withSales, by: 'the AE: "I\u2019m on it"' },
  call: { from: withSales, to: ['engaged'], by: 'the AE: "Called"' },
  touch: { from: withSales, to: ['engaged'], by: 'HubSpot: a first human touch' },
  snooze: { from: withSales, to: ['snoozed'], by: 'the AE' },
  wake: { from: ['snoozed'], to: ['assigned', 'alerted', 'breached'], by: 'the clock' },
  breach: { from: ['assigned', 'alerted'], to: ['breached'], by: 'the clock' },
  reassign: { from: handedOff, to: ['assigned', 'alerted', 'engaged'], by: 'the clock, HubSpot or a manager' },
  'return by rule': {
    from: ['assigned', 'alerted', 'breached'],
    to: ['return_due'],
    by: 'the playbook\u2019s return rule',
  },
  return: { from: handedOff, to: ['return_due'], by: 'the AE or a workflow' },
  keep: { from: handedOff, to: handedOff, by: 'the AE, asked before a return' },
  returned: { from: ['return_due'], to: ['returned'], by: 'HubSpot, read back' },
  'not a fit': { from: handedOff, to: ['not_a_fit'], by: 'the AE' },
  'wrong person': { from: handedOff, to: ['not_a_fit'], by: 'the AE' },
  undo: { from: ['not_a_fit'], to: ['assigned', 'alerted', 'engaged'], by: 'the AE, within 30 days' },
  win: { from: [...handedOff, 'return_due'], to: ['won'], by: 'HubSpot: a deal was won' },
  lose: { from: [...handedOff, 'return_due'], to: ['lost'], by: 'HubSpot: a deal was lost' },
} as const satisfies Record<string, Row>;

/** Why a move is not made from where the handoff stands; null when it is. */
export function refusalOf(move: Move, { status }: Pick<Handoff, 'status'>): string | null {
  const from: readonly HandoffStatus[] = moves[move].from;
  return from.includes(status) ? null : statusWords[status];
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
  withdrawn: 'It was withdrawn before anybody was told.',
};
