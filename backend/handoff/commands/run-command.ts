/**
 * One command of a person on one handoff: who may, whether it goes from where the handoff stands, and what it changes. Slack and
 * the card both come here, so that they always agree.
 */
import type { PortalOwner } from '../assign.ts';
import { thenStep } from '../combine-changes.ts';
import type { Handoff } from '../handoff.ts';
import type { HandoffChange } from '../handoff-change.ts';
import { clockTermsOf, workingTimeOf } from '../owner-hours.ts';
import { lookAgainAt } from '../return-check.ts';
import { sendAlerts } from '../steps/alerting.ts';
import { reassign } from '../steps/assigning.ts';
import { notAFit } from '../steps/ending.ts';
import { startClock } from '../steps/first-call-clock.ts';
import { keep, performReturn } from '../steps/returning.ts';
import { approve, reject } from '../steps/reviewing.ts';
import { accept, called, snooze } from '../steps/working.ts';
import { playbookPlaces } from '../take-up.ts';
import type { Command, Ran } from './command.ts';
import { snoozeUntil } from './snooze-until.ts';
import { activeOwner, type CommandParts, isOnIt, refused, whyNot } from './why-not.ts';
import { undo, wrongPerson } from './wrong-person.ts';

export function runCommand(command: Command, parts: CommandParts): Ran<HandoffChange> {
  const { handoff } = parts.context;
  if (handoff === null) return refused('There is no such handoff any more.');
  return whyNot(command, handoff, parts) ?? run(command, handoff, parts);
}

function run(command: Command, handoff: Handoff, parts: CommandParts): Ran<HandoffChange> {
  const { state, actor, now } = parts;
  const { playbook, portal } = state;
  const time = workingTimeOf(playbook, portal.timeZone, handoff.owner?.email ?? null);
  switch (command.kind) {
    case 'accept':
      return done(accept(handoff, actor.email, now), isOnIt(handoff));
    case 'claim':
      return give(handoff, activeOwner(actor.email, state)!, 'claimed it', parts);
    case 'reassign':
      return give(handoff, activeOwner(command.toEmail, state)!, `given by ${actor.email}`, parts);
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
    case 'wrong person':
      return wrongPerson(handoff, command, parts);
    case 'undo':
      return undo(handoff, parts);
    case 'approve':
      return done(approve(handoff, actor.email, now), 'Approved: it is handed off now.');
    case 'reject':
      return done(reject(handoff, actor.email, command.reason, now), 'Rejected: nobody is alerted.');
  }
}

function give(handoff: Handoff, to: PortalOwner, why: string, { state, actor, now }: CommandParts): Ran<HandoffChange> {
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

function done(change: HandoffChange, say: string): Ran<HandoffChange> {
  return { outcome: 'done', change, say };
}
