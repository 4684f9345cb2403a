/**
 * Why a command is not done now: who may, what is so already, whether it goes from where the handoff stands. What is offered
 * to somebody on the card is asked here too, so that nothing is offered that would be refused.
 */
import type { PortalState } from '../../portals/portal-state.ts';
import type { PortalOwner } from '../assign.ts';
import type { Handoff } from '../handoff.ts';
import type { HandoffContext } from '../handoff-change.ts';
import { type Move, refusalOf, statusWords } from '../moves.ts';
import type { Actor, Command, NotRun } from './command.ts';
import { refusedTo } from './who-may.ts';

export type CommandParts = {
  context: Pick<HandoffContext, 'handoff' | 'newest' | 'person' | 'record' | 'colleague'>;
  state: PortalState;
  actor: Actor;
  /** Their addresses, lower case. */
  operators: readonly string[];
  now: number;
};

const moveOf: Record<Command['kind'], Move> = {
  accept: 'accept',
  claim: 'claim',
  call: 'call',
  snooze: 'snooze',
  return: 'return',
  keep: 'keep',
  'not a fit': 'not a fit',
  'wrong person': 'wrong person',
  undo: 'undo',
  approve: 'approve',
  reject: 'reject',
  reassign: 'reassign',
};

/** Null: it is done. */
export function whyNot(command: Command, handoff: Handoff, parts: CommandParts): NotRun | null {
  const { state, actor, operators } = parts;
  const notTheirs = refusedTo(actor.email, command.kind, handoff, { playbook: state.playbook, operators });
  if (notTheirs !== null) return refused(notTheirs);
  const already = isSoAlready(command, handoff, actor);
  if (already !== null) return { outcome: 'already', say: already };
  const refusal = refusalOf(moveOf[command.kind], handoff) ?? barOf(command, handoff, parts);
  return refusal === null ? null : refused(refusal);
}

/** What else stands against it; null: nothing. */
function barOf(command: Command, handoff: Handoff, { context, state, actor, now }: CommandParts): string | null {
  switch (command.kind) {
    case 'claim':
      return cannotHaveIt(actor.email, state);
    case 'reassign':
      return cannotHaveIt(command.toEmail, state);
    case 'return':
      return context.record?.facts?.hasOpenDeal ? 'There is an open deal: it stays with sales.' : null;
    case 'undo':
      if (now >= (handoff.ending?.undo?.until ?? 0)) return 'It was marked as not a fit more than 30 days ago.';
      return context.newest !== null && context.newest.handoffId !== handoff.handoffId
        ? 'There is a newer handoff of this person.'
        : null;
    case 'wrong person':
      return command.instead === null || isColleague(command.instead, context)
        ? null
        : 'The contact to talk to instead is nobody of this company whom the product knows.';
    default:
      return null;
  }
}

function isColleague(contactId: string, { person, record, colleague }: CommandParts['context']): boolean {
  const other = colleague(contactId);
  if (other === null || other.person.personId === person.personId) return false;
  const inHubspot = record?.facts?.primaryCompany?.id ?? null;
  return (
    (person.companyId !== null && other.person.companyId === person.companyId) ||
    (inHubspot !== null && other.record?.facts?.primaryCompany?.id === inHubspot)
  );
}

export function activeOwner(email: string, { owners }: Pick<PortalState, 'owners'>): PortalOwner | undefined {
  return owners.find((owner) => owner.active && owner.email === email);
}

/** Null: they can have it. */
export function cannotHaveIt(email: string, state: Pick<PortalState, 'owners'>): string | null {
  return activeOwner(email, state) === undefined ? `${email} is not an active owner in HubSpot.` : null;
}

/** A second press, or another who says the same, is no mistake. */
function isSoAlready(command: Command, handoff: Handoff, actor: Actor): string | null {
  switch (command.kind) {
    case 'accept':
      return handoff.acceptedAt !== null && refusalOf('accept', handoff) === null ? isOnIt(handoff) : null;
    case 'claim':
      return isWith(handoff, actor.email) ? 'You have it.' : null;
    case 'reassign':
      return isWith(handoff, command.toEmail) ? `${handoff.owner?.name} has it.` : null;
    case 'call':
      return handoff.touch === null ? null : statusWords.engaged;
    case 'return':
      return handoff.status === 'return_due' || handoff.status === 'returned' ? statusWords[handoff.status] : null;
    case 'not a fit':
      return handoff.status === 'not_a_fit' ? statusWords.not_a_fit : null;
    case 'wrong person':
      return handoff.ending?.kind === 'wrong person' ? 'It was marked as the wrong person.' : null;
    case 'keep':
      return handoff.question === null ? 'Nobody is asking any more.' : null;
    case 'approve':
      return handoff.review?.verdict === 'approved' ? 'It has been approved.' : null;
    case 'reject':
      return handoff.review?.verdict === 'rejected' ? statusWords.rejected : null;
    default:
      return null;
  }
}

function isWith(handoff: Handoff, email: string): boolean {
  return handoff.owner?.email === email && refusalOf('reassign', handoff) === null;
}

export function isOnIt({ owner }: Pick<Handoff, 'owner'>): string {
  return `${owner?.name} is on it.`;
}

export function refused(say: string): Extract<NotRun, { outcome: 'refused' }> {
  return { outcome: 'refused', say };
}
