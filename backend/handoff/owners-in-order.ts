/** Everybody who had a handoff, whoever got it first being the first. */
import type { Handoff, HandoffOwner } from './handoff.ts';

export function ownersInOrder({ owner, earlierOwners }: Pick<Handoff, 'owner' | 'earlierOwners'>): HandoffOwner[] {
  return [...earlierOwners, ...(owner === null ? [] : [owner])];
}
