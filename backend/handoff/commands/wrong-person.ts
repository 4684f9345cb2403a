/** "Wrong person", and undoing it: it ends as not a fit does, and goes on with the colleague who is the one to talk to, if one is named. */
import { personName } from '../../outbox/person-words.ts';
import type { Handoff } from '../handoff.ts';
import type { HandoffChange, HandoffContext } from '../handoff-change.ts';
import { clockTermsOf } from '../owner-hours.ts';
import { notAFit, undoNotAFit } from '../steps/ending.ts';
import { isUntouched, takeBack } from '../steps/taking-back.ts';
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
  { handoffId, owner }: Handoff,
  { state, actor, now }: CommandParts,
): Ran<HandoffChange> {
  const bar = barOfPerson(colleague, state, now);
  if (bar !== null) return bar;
  // Nothing about one person is kept with another: the message in Slack names them.
  const reason = 'instead of a colleague, who was the wrong person';
  return openFor(
    { by: actor.email, reason, ownerId: owner?.id ?? null, insteadOf: handoffId },
    { context: colleague, state, now },
  );
}

/** Undone: the handoff goes on, and the colleague's that was opened instead is taken back unless somebody has acted on it. */
export function undo(handoff: Handoff, { context, state, actor, now }: CommandParts): Ran<HandoffChange> {
  const terms = clockTermsOf(state.playbook, state.portal.timeZone, handoff.owner?.email ?? '');
  const change = undoNotAFit(handoff, actor.email, terms, now);
  const say = 'It goes on where it was.';
  const instead = handoff.ending?.instead;
  const colleague = instead === undefined ? null : context.colleague(instead);
  const theirs = colleague?.handoff ?? null;
  if (colleague === null || theirs?.byHand?.insteadOf !== handoff.handoffId) return { outcome: 'done', change, say };
  const whose = `The handoff of ${personName(colleague)}, opened instead,`;
  if (!isUntouched(theirs)) {
    const stays = `${whose} stays with ${theirs.owner?.name ?? 'sales'}: somebody has acted on it.`;
    return { outcome: 'done', change, say: `${say} ${stays}`, isTold: true };
  }
  const also = takeBack(theirs, `a colleague was the wrong person, which ${actor.email} undid`, now);
  return { outcome: 'done', change, say: `${say} ${whose} is withdrawn.`, isTold: true, also };
}
