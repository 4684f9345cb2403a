/**
 * What the card offers to whoever looks at it: what would be done if they asked, and nothing else. Pure, and asked of the same
 * rules as the commands themselves.
 */
import type { CardActing, CardAction, CardCommand } from '@zo/shared';
import type { Handoff } from '../handoff.ts';
import type { Command } from './command.ts';
import { type HandOffAbout, type HandOffParts, whyNotHandOff } from './hand-off.ts';
import { type AboutAction, faceOf, handOffFace } from './offered-words.ts';
import { takersOf } from './takers.ts';
import { refusedTo } from './who-may.ts';
import { whyNot } from './why-not.ts';

export type OfferedTo = HandOffParts<HandOffAbout> & {
  /** Others of the company who are contacts. */
  colleagues: AboutAction['colleagues'];
};

type OnHandoff = Exclude<CardCommand, 'hand off'>;

/** As asked for with the least that has to be said; in the order to show. */
const asked: { [Kind in OnHandoff]: Extract<Command, { kind: Kind }> } = {
  keep: { kind: 'keep' },
  approve: { kind: 'approve' },
  reject: { kind: 'reject', reason: '' },
  accept: { kind: 'accept' },
  claim: { kind: 'claim' },
  call: { kind: 'call' },
  snooze: { kind: 'snooze', choice: '1 hour' },
  reassign: { kind: 'reassign', toEmail: '' },
  return: { kind: 'return', reason: '' },
  'not a fit': { kind: 'not a fit', reason: '' },
  'wrong person': { kind: 'wrong person', reason: '', instead: null },
  undo: { kind: 'undo' },
};

export function offeredTo(parts: OfferedTo): CardActing {
  const { handoff, newest } = parts.context;
  const actions = [...onHandoff(handoff ?? newest, parts), ...handOff(parts)];
  return { actions, whyNone: actions.length > 0 || handoff === null ? null : whyNone(handoff, parts) };
}

/** Of one that has ended, undoing is all that may be left. */
function onHandoff(handoff: Handoff | null, parts: OfferedTo): CardAction[] {
  if (handoff === null) return [];
  const context = { ...parts.context, handoff, colleague: () => null };
  const toEmail = takersOf(handoff, parts.state, parts.now)[0]?.email ?? '';
  return Object.values({ ...asked, reassign: { kind: 'reassign' as const, toEmail } }).flatMap((command) =>
    whyNot(command, handoff, { ...parts, context }) === null
      ? [{ command: command.kind, handoffId: handoff.handoffId, ...faceOf(command.kind, handoff, parts) }]
      : [],
  );
}

function handOff(parts: OfferedTo): CardAction[] {
  if (whyNotHandOff('rules', parts) !== null) return [];
  const toOneself = whyNotHandOff('oneself', parts) === null;
  return [{ command: 'hand off', handoffId: null, ...handOffFace(toOneself, parts.context.decision, parts) }];
}

/** Of one that nobody can do anything about now, nothing is said. */
function whyNone(handoff: Handoff, { state, actor, operators }: OfferedTo): string | null {
  const { status, owner } = handoff;
  if (status === 'waiting' || status === 'return_due') return null;
  const command = status === 'in_review' ? 'approve' : owner === null ? 'claim' : 'call';
  return refusedTo(actor.email, command, handoff, { playbook: state.playbook, operators });
}
