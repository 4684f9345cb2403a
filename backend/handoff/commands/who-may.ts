/** Who may do what with a handoff: its owner, the manager named for the owner, and the operators. */
import { type Playbook, termsOf } from '@zo/shared';
import type { Handoff } from '../handoff.ts';
import type { Command } from './command.ts';

export type Rules = {
  playbook: Pick<Playbook, 'handoff' | 'review'>;
  /** Their addresses, lower case. */
  operators: readonly string[];
};

const nobodyHasIt = 'Nobody has it yet: claim it first.';
/** What an owner says of themselves, which nobody else can say while there is none. */
const needsOwner: ReadonlySet<Command['kind']> = new Set<Command['kind']>(['accept', 'snooze']);

/** Null: they may. Otherwise why not, for the one who asked. */
export function refusedTo(
  email: string,
  command: Command['kind'],
  handoff: Pick<Handoff, 'owner' | 'breachedAt'>,
  rules: Rules,
): string | null {
  if (rules.operators.includes(email)) {
    return handoff.owner === null && needsOwner.has(command) ? nobodyHasIt : null;
  }
  switch (command) {
    case 'approve':
    case 'reject':
      return mayReview(email, rules);
    case 'claim':
      return mayClaim(email, handoff, rules);
    default:
      return mayWork(email, handoff, rules);
  }
}

/** Who may hand somebody off by hand; of those whom the review rule asks about, only reviewers. */
export function refusedToHandOff(email: string, asksForReview: boolean, rules: Rules): string | null {
  if (rules.operators.includes(email)) return null;
  if (asksForReview) {
    const notTheirs = mayReview(email, rules);
    return notTheirs && `The review rule asks about this person. ${notTheirs}`;
  }
  const { owners } = rules.playbook.handoff;
  if (owners.includes(email) || owners.some((owner) => managerOf(rules.playbook, owner) === email)) return null;
  return 'Only the playbook’s owners, their managers and operators of Zo may hand somebody off.';
}

/** Named reviewers; without any, the operators alone. */
function mayReview(email: string, { playbook }: Rules): string | null {
  const reviewers = playbook.review?.reviewers ?? [];
  if (reviewers.includes(email)) return null;
  return reviewers.length === 0
    ? 'The playbook names no reviewers, so only an operator of Zo may decide this.'
    : `Only ${reviewers.join(', ')} may decide this.`;
}

function mayClaim(email: string, { owner, breachedAt }: Pick<Handoff, 'owner' | 'breachedAt'>, rules: Rules) {
  if (!rules.playbook.handoff.owners.includes(email)) return 'Only owners named in the playbook may claim it.';
  if (owner === null || owner.email === email || breachedAt !== null) return null;
  return `${owner.name} has it.`;
}

function mayWork(email: string, { owner }: Pick<Handoff, 'owner'>, { playbook }: Rules): string | null {
  if (owner === null) return nobodyHasIt;
  if (owner.email === email || managerOf(playbook, owner.email) === email) return null;
  return `${owner.name} has it. Only the owner, their manager or an operator of Zo may act on it.`;
}

export function managerOf(playbook: Rules['playbook'], ownerEmail: string): string | null {
  return termsOf(playbook.handoff.routing, ownerEmail).manager;
}
