/**
 * One command of a person on one handoff: who may, whether it goes from where the handoff stands, and what it changes. Slack and
 * the card both come here, so that they always agree.
 */
import type { PortalState } from '../../portals/portal-state.ts';
import { thenStep } from '../combine-changes.ts';
import type { Handoff } from '../handoff.ts';
import type { HandoffChange, HandoffContext } from '../handoff-change.ts';
import { type Move, refusalOf, statusWords } from '../moves.ts';
import { clockTermsOf, workingTimeOf } from '../owner-hours.ts';
import { lookAgainAt } from '../return-check.ts';
import { sendAlerts } from '../steps/alerting.ts';
import { reassign } from '../steps/assigning.ts';
import { notAFit, undoNotAFit } from '../steps/ending.ts';
import { startClock } from '../steps/first-call-clock.ts';
import { keep, performReturn } from '../steps/returning.ts';
import { approve, reject } from '../steps/reviewing.ts';
import { accept, called, snooze } from '../steps/working.ts';
import { playbookPlaces } from '../take-up.ts';
import type { Actor, Command, Ran } from './command.ts';
import { snoozeUntil } from './snooze-until.ts';
import { refusedTo } from './who-may.ts';

export type CommandParts = {
  context: Pick<HandoffContext, 'handoff' | 'newest' | 'record'>;
  state: PortalState;
  actor: Actor;
  /** ADMIN_EMAILS, lower case. */
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
  undo: 'undo',
  approve: 'approve',
  reject: 'reject',
  reassign: 'reassign',
};

export function runCommand(command: Command, parts: CommandParts): Ran<HandoffChange> {
  const { handoff } = parts.context;
  if (handoff === null) return refused('There is no such handoff any more.');
  const { playbook } = parts.state;
  const notTheirs = refusedTo(parts.actor.email, command.kind, handoff, { playbook, operators: parts.operators });
  if (notTheirs !== null) return refused(notTheirs);
  const already = isSoAlready(command, handoff, parts.actor);
  if (already !== null) return { outcome: 'already', say: already };
  const refusal = refusalOf(moveOf[command.kind], handoff);
  return refusal === null ? run(command, handoff, parts) : refused(refusal);
}

function run(command: Command, handoff: Handoff, parts: CommandParts): Ran<HandoffChange> {
  const { state, actor, now } = parts;
  const { playbook, portal } = state;
  const time = workingTimeOf(playbook, portal.timeZone, handoff.owner?.email ?? null);
  switch (command.kind) {
    case 'accept':
      return done(accept(handoff, actor.email, now), isOnIt(handoff));
    case 'claim':
      return give(handoff, actor.email, 'claimed it', parts);
    case 'reassign':
      return give(handoff, command.toEmail, `given by ${actor.email}`, parts);
    case 'call': {
      const isOwner = handoff.owner?.email === actor.email;
      const ownerId = state.owners.find(({ email }) => email === actor.email)?.id ?? handoff.owner?.id ?? null;
      const caller = { email: actor.email, isOwner, ownerId, via: actor.via };
      return done(called(handoff, caller, time, now), 'The call is noted, and logged in HubSpot.');
    }
    case 'snooze': {
      const { zone } = time;
      return done(snooze(handoff, snoozeUntil(command.choice, zone, now), actor.email, now), 'Reminders wait.');
    }
    case 'return':
      if (parts.context.record?.facts?.hasOpenDeal) return refused('There is an open deal: it stays with sales.');
      return done(
        performReturn({ ...handoff, lastActivityAt: now }, null, [`${command.reason} (${actor.email})`], now),
        'It goes back to marketing.',
      );
    case 'keep':
      return done(keep(handoff, actor.email, lookAgainAt(portal.timeZone, now), now), 'It stays with sales.');
    case 'not a fit':
      return done(
        notAFit(handoff, {
          by: actor.email,
          reason: command.reason,
          leadStatus: playbook.notAFit.leadStatus,
          leadStatusBefore: parts.context.record?.facts?.leadStatus ?? null,
          now,
        }),
        'It is marked as not a fit. It can be undone for 30 days.',
      );
    case 'undo':
      return undo(handoff, parts);
    case 'approve':
      return done(approve(handoff, actor.email, now), 'Approved: it is handed off now.');
    case 'reject':
      return done(reject(handoff, actor.email, command.reason, now), 'Rejected: nobody is alerted.');
  }
}

function give(handoff: Handoff, email: string, why: string, { state, actor, now }: CommandParts): Ran<HandoffChange> {
  const to = state.owners.find((owner) => owner.active && owner.email === email);
  if (to === undefined) return refused(`${email} is not an active owner in HubSpot.`);
  const given = reassign(handoff, {
    to: { id: to.id, email: to.email, name: to.name },
    reason: why,
    why,
    by: actor.email,
    clock: startClock(clockTermsOf(state.playbook, state.portal.timeZone, to.email), now),
    mustWrite: true,
    assignment: null,
    now,
  });
  const change = thenStep(given, (next) => sendAlerts(next, playbookPlaces(state, next), null));
  return done(change, `${to.name} has it now.`);
}

function undo(handoff: Handoff, { context, state, actor, now }: CommandParts): Ran<HandoffChange> {
  const until = handoff.ending?.undo?.until ?? 0;
  if (now >= until) return refused('It was marked as not a fit more than 30 days ago.');
  if (context.newest !== null && context.newest.handoffId !== handoff.handoffId) {
    return refused('There is a newer handoff of this person.');
  }
  const terms = clockTermsOf(state.playbook, state.portal.timeZone, handoff.owner?.email ?? '');
  return done(undoNotAFit(handoff, actor.email, terms, now), 'It goes on where it was.');
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

function isOnIt({ owner }: Handoff): string {
  return `${owner?.name} is on it.`;
}

function done(change: HandoffChange, say: string): Ran<HandoffChange> {
  return { outcome: 'done', change, say };
}

function refused(say: string): Ran<HandoffChange> {
  return { outcome: 'refused', say };
}
