/**
 * A handoff as its issue describes it: a few facts, and for each thing that happens what it may change. It knows nothing of
 * the program's steps. What the program chooses (who gets it, when it looks) is taken over from what is seen, after asking
 * whether it was allowed.
 */
import type { Command } from '../../../../backend/handoff/commands/command.ts';
import type { Handoff, HandoffStatus } from '../../../../backend/handoff/handoff.ts';
import type { HubspotFacts } from '../../../../backend/handoff/hubspot-facts.ts';
import { dayMs, hourMs, minuteMs } from '../../../support/handoffs.ts';
import { boss, operator, owners, type Setting } from './world.ts';

/** What anybody can see of it. */
export type Seen = {
  status: HandoffStatus;
  owner: string | null;
  earlier: { email: string; by: string }[];
  isHeld: boolean;
  isTold: boolean;
  isAccepted: boolean;
  isTouched: boolean;
  isBreached: boolean;
  isAsked: boolean;
  snoozedUntil: number | null;
  dueAt: number | null;
};

export type Model = Seen & {
  setting: Setting;
  now: number;
  /** Whether HubSpot's workflow has called. */
  isCalled: boolean;
  /** Whether HubSpot has, or had, another owner than we set. */
  setByUs: boolean;
  handedOffAt: number | null;
  /** When sales last did something about it, in Slack or on the card. */
  activeAt: number | null;
  undoUntil: number | null;
  /** When it was marked as not a fit, and what was put off then. */
  ended: { at: number; snoozedUntil: number | null } | null;
  /** What HubSpot said when it was read last. */
  known: HubspotFacts;
  /** What HubSpot has now. */
  hubspot: HubspotFacts;
  areOwnersActive: boolean;
  callbacks: Set<string>;
};

export function see(handoff: Handoff): Seen {
  const { status, owner, earlierOwners, heldSince, acceptedAt, touch, breachedAt, question, snooze, dueAt } = handoff;
  const told = ['posted', 'gathered', 'gone'];
  return {
    status,
    owner: owner?.email ?? null,
    earlier: earlierOwners.map(({ email, by }) => ({ email, by })),
    isHeld: heldSince !== null,
    isTold: Object.entries(handoff.alerts).some(([key, { state }]) => key.startsWith('alert:') && told.includes(state)),
    isAccepted: acceptedAt !== null,
    isTouched: touch !== null,
    isBreached: breachedAt !== null,
    isAsked: question !== null,
    snoozedUntil: snooze?.until ?? null,
    dueAt,
  };
}

const beforeSales: HandoffStatus[] = ['waiting', 'in_review'];
const atWork: HandoffStatus[] = ['assigned', 'alerted', 'engaged', 'snoozed', 'breached'];
export const isAtWork = ({ status }: Seen): boolean => atWork.includes(status);
export const isOver = ({ status }: Seen): boolean =>
  !atWork.includes(status) && !beforeSales.includes(status) && status !== 'return_due';

const firstCallMs = 120 * minuteMs;
const patienceMs = 60 * minuteMs;

/** The status of one that is with sales: whoever comes first in this order. */
function atWorkAs({ isTouched, snoozedUntil, isBreached, isTold }: Seen): HandoffStatus {
  if (isTouched) return 'engaged';
  if (snoozedUntil !== null) return 'snoozed';
  if (isBreached) return 'breached';
  return isTold ? 'alerted' : 'assigned';
}

/** What a person's command does, exactly. False: it is refused, or so already, and nothing changes. */
export function follow(model: Model, command: Command, email: string): boolean {
  const { owner, status, now } = model;
  const isOperator = email === operator;
  const isTheirs = owner !== null && (owner === email || email === boss);
  const mayWork = isTheirs || isOperator;
  const isUntouched = isAtWork(model) && !model.isTouched;
  switch (command.kind) {
    case 'accept':
      if (!mayWork || owner === null || !isUntouched || model.isAccepted) return false;
      return done(model, { isAccepted: true, activeAt: now });
    case 'claim': {
      const mayClaim = owners.some((one) => one.email === email && owner !== email);
      const isFree = isUntouched && model.snoozedUntil === null && (owner === null || model.isBreached);
      return mayClaim && isFree && model.areOwnersActive && given(model, email, email);
    }
    case 'call':
      return mayWork && isUntouched && done(model, { isTouched: true, snoozedUntil: null, activeAt: now });
    case 'snooze':
      if (!mayWork || owner === null || !isUntouched) return false;
      return done(model, { snoozedUntil: now + 60 * minuteMs, activeAt: now });
    case 'return':
      if (!mayWork || !isAtWork(model) || model.known.hasOpenDeal) return false;
      return done(model, { status: 'return_due', isAsked: false, activeAt: now });
    case 'keep':
      return mayWork && isAtWork(model) && model.isAsked && done(model, { isAsked: false, activeAt: now });
    case 'not a fit':
    case 'wrong person':
      if (!mayWork || !isAtWork(model)) return false;
      return done(model, {
        status: 'not_a_fit',
        isAsked: false,
        snoozedUntil: null,
        undoUntil: now + 30 * dayMs,
        ended: { at: now, snoozedUntil: model.snoozedUntil },
      });
    case 'undo': {
      if (!mayWork || status !== 'not_a_fit' || now >= model.undoUntil!) return false;
      const { at, snoozedUntil } = model.ended!;
      const isClosedFirst = !model.isTouched && owner !== null && model.dueAt !== null && model.dueAt > at;
      return done(model, {
        status: 'assigned',
        activeAt: now,
        dueAt: isClosedFirst ? model.dueAt! + (now - at) : model.dueAt,
        snoozedUntil: snoozedUntil !== null && snoozedUntil > now && !model.isTouched ? snoozedUntil : null,
      });
    }
    case 'approve':
      return isOperator && status === 'in_review' && done(model, { status: 'waiting' });
    case 'reject':
      return isOperator && status === 'in_review' && done(model, { status: 'rejected' });
    case 'reassign': {
      const isOwner = owners.some((one) => one.email === command.toEmail) && model.areOwnersActive;
      if (!mayWork || !isAtWork(model) || !isOwner || owner === command.toEmail) return false;
      return given(model, command.toEmail, email);
    }
  }
}

/** Somebody else has it, with a clock of their own unless the call was made. */
function given(model: Model, to: string, by: string): true {
  const earlier = model.owner === null ? model.earlier : [...model.earlier, { email: model.owner, by }];
  const clock = model.isTouched ? {} : { isBreached: false, dueAt: model.now + firstCallMs };
  const reset = { isHeld: false, isAccepted: false, isAsked: false, snoozedUntil: null };
  return done(model, { owner: to, earlier, setByUs: true, ...reset, ...clock });
}

function done(model: Model, change: Partial<Model>): true {
  Object.assign(model, change);
  if (isAtWork(model)) model.status = atWorkAs(model);
  return true;
}

/** What happened: the clock, a decision, a call of a workflow, or what somebody outside did with an effect. */
export type Cause = 'wake' | 'decision' | 'assign' | 'send' | 'alert' | 'touch asked' | 'returned' | 'nothing';

/** Everything about what is seen that the cause does not explain. The model takes over what is seen. */
export function unexplained(model: Model, seen: Seen, cause: Cause): string[] {
  const { now, known, hubspot } = model;
  const wrong: string[] = [];
  const need = (isExplained: boolean, what: string) => {
    if (!isExplained) wrong.push(what);
  };
  const hasMoved = model.owner !== null && seen.owner !== model.owner;
  const hasGot = model.owner === null && seen.owner !== null;

  if (hasGot) {
    need(['wake', 'decision', 'assign', 'send'].includes(cause), 'got an owner');
    need(isAtWork(model) || model.status === 'waiting', 'got an owner where none is given');
    need(owners.some(({ email }) => email === seen.owner) && model.areOwnersActive, 'went to nobody who may get it');
    const present = cause === 'assign' || cause === 'send' ? hubspot.ownerId : known.ownerId;
    model.setByUs = present !== idOf(seen.owner);
  }
  if (hasMoved) {
    const moved = seen.earlier.at(-1);
    need(seen.earlier.length === model.earlier.length + 1 && moved?.email === model.owner, 'who had it before is lost');
    need(isAtWork(model) && seen.owner !== null, 'changed hands where it does not');
    if (moved?.by === 'clock') {
      need(cause === 'wake' || cause === 'touch asked', 'the clock gave it on by itself');
      need(model.setting.whenOverdue === 'reassign' && !model.isTouched, 'the clock gave it on against the playbook');
      need(now >= model.dueAt! + patienceMs && isAwake(model), 'the clock gave it on too early');
      const had = [...model.earlier.map(({ email }) => email), model.owner];
      need(!had.includes(seen.owner), 'the clock gave it to somebody who had it');
      const times = seen.earlier.filter(({ by }) => by === 'clock').length;
      need(times <= model.setting.mostReassignments, 'the clock gave it on too often');
      model.setByUs = true;
    } else {
      need(moved?.by === 'HubSpot' && cause === 'wake', 'somebody gave it on');
      need(idOf(seen.owner) === known.ownerId, 'HubSpot has another owner');
      model.setByUs = false;
    }
  }
  need(!(model.owner !== null && seen.owner === null), 'lost its owner');

  const isNewClock = (hasGot || hasMoved) && !model.isTouched;
  if (isNewClock) need(seen.dueAt === now + firstCallMs, 'the new owner has not two hours');
  else need(seen.dueAt === model.dueAt, 'the due time moved');

  if (seen.isHeld !== model.isHeld) {
    const isWaitingToBeGiven = model.status === 'waiting' || (isAtWork(model) && model.owner === null);
    if (seen.isHeld) need(!model.areOwnersActive && isWaitingToBeGiven, 'is held with somebody there');
    else need(hasGot, 'is no longer held, with nobody there');
  }
  if (seen.isTold !== model.isTold) need(seen.isTold && cause === 'alert', 'was told or untold');
  if (seen.isAccepted !== model.isAccepted) need(!seen.isAccepted && hasMoved, 'was accepted by nobody');
  if (seen.isTouched !== model.isTouched) {
    need(seen.isTouched && (cause === 'decision' || cause === 'touch asked'), 'was touched by nobody');
    need(isTouchIn(cause === 'decision' ? known : hubspot, model), 'was touched, and HubSpot knows nothing');
  }
  if (seen.isBreached !== model.isBreached) {
    if (!seen.isBreached) need(hasMoved && !model.isTouched, 'was no longer overdue');
    else need(['wake', 'touch asked'].includes(cause) && !model.isTouched && now >= model.dueAt!, 'was overdue early');
  }
  if (seen.snoozedUntil !== model.snoozedUntil) {
    const isEnd = seen.snoozedUntil === null && model.snoozedUntil! <= now && cause === 'wake';
    need(isEnd || hasMoved || (seen.isTouched && seen.snoozedUntil === null), 'the snooze moved');
  }
  if (seen.isAsked !== model.isAsked) {
    if (seen.isAsked) need(cause === 'decision' && isSilent(model) && seen.isTouched, 'was asked about too early');
    else need(cause === 'decision' || hasMoved, 'was no longer asked about');
  }
  if (seen.status !== model.status) wrong.push(...unexplainedStatus(model, seen, cause));
  if (beforeSales.includes(model.status) && isAtWork(seen)) model.handedOffAt = now;
  Object.assign(model, seen);
  return wrong;
}

function unexplainedStatus(model: Model, seen: Seen, cause: Cause): string[] {
  const { known, handedOffAt } = model;
  const since = (at: number | null) => at !== null && handedOffAt !== null && at >= handedOffAt;
  const is = (isExplained: boolean) => (isExplained ? [] : [`went from ${model.status} to ${seen.status}`]);
  switch (seen.status) {
    case 'won':
      return is(cause === 'decision' && since(known.deals.wonAt));
    case 'lost':
      return is(cause === 'decision' && since(known.deals.lostAt) && !known.hasOpenDeal);
    case 'returned':
      return is(cause === 'returned' && model.status === 'return_due');
    case 'return_due':
      return is(cause === 'decision' && isAtWork(model) && !model.isTouched && isSilent(model) && !known.hasOpenDeal);
    case 'withdrawn':
      return is(cause === 'decision' && isUntaken(model) && known.hasOpenDeal);
    default: {
      const staysForDeal = model.status === 'return_due' && cause === 'decision' && known.hasOpenDeal;
      const comes = isAtWork(model) || staysForDeal || (model.status === 'waiting' && cause !== 'nothing');
      return is(comes && seen.status === atWorkAs(seen));
    }
  }
}

/** What must have followed by now, and has not. */
export function missing(model: Model, cause: Cause): string[] {
  const { known, handedOffAt, now } = model;
  const since = (at: number | null) => at !== null && handedOffAt !== null && at >= handedOffAt;
  const late: string[] = [];
  if (cause === 'wake' && isAtWork(model) && !isAwake(model)) late.push('still snoozed');
  if (cause === 'decision') {
    if (isUntaken(model) && known.hasOpenDeal) late.push('not withdrawn');
    if (model.status === 'return_due' && known.hasOpenDeal) late.push('goes back with an open deal');
    const isOpen = isAtWork(model) || model.status === 'return_due';
    if (isOpen && since(known.deals.wonAt)) late.push('not won');
    if (isOpen && since(known.deals.lostAt) && !known.hasOpenDeal) late.push('not lost');
    if (isAtWork(model) && !model.isTouched && isTouchIn(known, model)) late.push('not engaged');
  }
  return late;

  function isAwake({ snoozedUntil }: Model): boolean {
    return snoozedUntil === null || snoozedUntil > now;
  }
}

function isAwake({ snoozedUntil, now }: Model): boolean {
  return snoozedUntil === null || snoozedUntil <= now;
}

/** The gate still decides about it: the workflow has not called. */
function isUntaken({ status, isCalled }: Model): boolean {
  return status === 'in_review' || (status === 'waiting' && !isCalled);
}

function isTouchIn({ contactedNotes, engagement }: HubspotFacts, { handedOffAt }: Model): boolean {
  const at = engagement.lastContactedAt;
  return contactedNotes > 0 && at !== null && handedOffAt !== null && at >= handedOffAt;
}

/** Fourteen local days are at least thirteen whole ones, but for the hour that one of them may lose. */
function isSilent({ activeAt, handedOffAt, now }: Model): boolean {
  return handedOffAt !== null && now - Math.max(activeAt ?? 0, handedOffAt) >= 13 * dayMs - hourMs;
}

function idOf(email: string | null): string | undefined {
  return owners.find((one) => one.email === email)?.id;
}
