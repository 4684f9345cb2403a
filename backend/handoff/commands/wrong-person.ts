/** "Wrong person": it ends as not a fit does, and goes on with the colleague who is the one to talk to, if one is named. */
import { personName } from '../../outbox/person-words.ts';
import type { Handoff } from '../handoff.ts';
import type { HandoffChange, HandoffContext } from '../handoff-change.ts';
import { notAFit } from '../steps/ending.ts';
import type { Command, Ran } from './command.ts';
import { barOfPerson, openFor } from './hand-off.ts';
import type { CommandParts } from './why-not.ts';

type WrongPerson = Extract<Command, { kind: 'wrong person' }>;

/** The lead status is left alone: the company may be a fit all the same. */
export function wrongPerson(
  handoff: Handoff,
  { reason, instead }: WrongPerson,
  parts: CommandParts,
): Ran<HandoffChange> {
  const { context, actor, now } = parts;
  const wrong = { by: actor.email, reason, leadStatus: null, leadStatusBefore: null, wrongPerson: { instead }, now };
  const change = notAFit(handoff, wrong);
  const say = 'It is marked as the wrong person. It can be undone for 30 days.';
  const colleague = instead === null ? null : context.colleague(instead);
  if (colleague === null) return { outcome: 'done', change, say };
  const next = goOnWith(colleague, handoff, parts);
  const more = `${personName(colleague)}: ${next.say}`;
  return { outcome: 'done', change, say: `${say} ${more}`, ...(next.outcome === 'done' && { also: next.change }) };
}

/** With the same owner. Of somebody who cannot be handed off, it is said why, and the rest is done. */
function goOnWith(
  colleague: HandoffContext,
  { handoffId, contactId, owner }: Handoff,
  { state, actor, now }: CommandParts,
): Ran<HandoffChange> {
  const bar = barOfPerson(colleague, state, now);
  if (bar !== null) return bar;
  // By id, so that nothing about one person is kept with another.
  const reason = `instead of contact ${contactId}, the wrong person`;
  return openFor(
    { by: actor.email, reason, ownerId: owner?.id ?? null, insteadOf: handoffId },
    { context: colleague, state, now },
  );
}
