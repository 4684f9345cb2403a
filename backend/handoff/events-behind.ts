/**
 * The events behind a decision: which of them made each score line and each condition what it was, and which was the last.
 * Pure: by their orders of acceptance; the store fills in what they were when it writes the receipt.
 */
import {
  type Condition,
  clausesOf,
  conditionsOf,
  countSignal,
  type Definition,
  isInWindow,
  keptDays,
  keyActionsWindowDays,
  type ScoreLine,
  teammatesInvitedWindowDays,
  type Usage,
  wellKnownSignals,
  withoutNot,
} from '@zo/shared';
import { readSignalEvents } from '../usage/signal-events.ts';

/** `more`: how many counted besides, which nobody listed one by one. */
export type Behind = { seqs: number[]; more: number };

/** What an event was; null where it was not kept any more when the receipt was written. */
export type NamedEvent = { messageId: string; name: string; at: number } | null;

export type EventsBehind = {
  /** Of each score line, in the order of the score's receipt. */
  score: Behind[];
  /** Of each condition, in the order of the sentence. */
  conditions: Behind[];
  /** The newest activity of the person. */
  last: number | null;
  /** Newest activity of other people of the company, where the definition counts them; null where it does not. */
  colleagues: { personId: number; seq: number }[] | null;
  /** By order of acceptance. */
  events: Record<string, NamedEvent>;
};

export function eventsBehind(
  { score, definition }: { score: ScoreLine[]; definition: Definition },
  usage: Usage,
  today: number,
): EventsBehind {
  const clauses = clausesOf(definition.expression).map((clause) => conditionsOf(withoutNot(clause)));
  return {
    score: score.map((line) =>
      line.kind === 'inactive' ? lastActive(usage) : ofSignal(usage, line.signal, line.windowDays, today),
    ),
    conditions: clauses.map((conditions) => unite(conditions.map((condition) => ofCondition(condition, usage, today)))),
    last: usage.lastActiveSeq ?? null,
    colleagues: clauses.flat().some(countsCompany) ? [] : null,
    events: {},
  };
}

/** Every event the receipt speaks of, each once. */
export function seqsOf({ score, conditions, last, colleagues }: EventsBehind): number[] {
  const all = [...score, ...conditions].flatMap(({ seqs }) => seqs);
  return [...new Set([...all, ...(last === null ? [] : [last]), ...(colleagues ?? []).map(({ seq }) => seq)])];
}

const none: Behind = { seqs: [], more: 0 };

function ofCondition(condition: Condition, usage: Usage, today: number): Behind {
  if (condition.kind === 'signal') return ofSignal(usage, condition.signal, condition.windowDays, today);
  if (condition.kind === 'signal ago') return ofSignal(usage, condition.signal, null, today);
  if (!('property' in condition)) return none;
  switch (condition.property.name) {
    case 'zo_activation_status':
    case 'zo_activated_at':
      return ofSignal(usage, wellKnownSignals.activated, null, today);
    case 'zo_last_key_action':
    case 'zo_key_actions_7d':
      return ofSignal(usage, wellKnownSignals.keyAction, keyActionsWindowDays, today);
    case 'zo_teammates_invited_30d':
      return ofSignal(usage, wellKnownSignals.teammateInvited, teammatesInvitedWindowDays, today);
    case 'zo_visited_pricing_at':
      return ofSignal(usage, wellKnownSignals.visitedPricing, null, today);
    case 'zo_hit_limit_at':
      return ofSignal(usage, wellKnownSignals.hitUsageLimit, null, today);
    case 'zo_last_active_at':
      return lastActive(usage);
    default:
      return none;
  }
}

function ofSignal(usage: Usage, name: string, windowDays: number | null, today: number): Behind {
  const signal = Object.hasOwn(usage.signals, name) ? usage.signals[name] : undefined;
  if (signal === undefined) return none;
  const newest = signal.days.at(-1)?.[0] ?? today;
  const seqs = readSignalEvents(signal.events, newest, Math.max(keptDays, windowDays ?? 0))
    .filter(([day]) => windowDays === null || isInWindow(day, today, windowDays))
    .flatMap(([, ...onDay]) => onDay);
  return { seqs, more: Math.max(0, countSignal(usage, name, windowDays, today) - seqs.length) };
}

function lastActive({ lastActiveSeq }: Usage): Behind {
  return lastActiveSeq === undefined ? none : { seqs: [lastActiveSeq], more: 0 };
}

function unite(parts: Behind[]): Behind {
  return {
    seqs: [...new Set(parts.flatMap(({ seqs }) => seqs))].sort((one, other) => one - other),
    more: Math.max(0, ...parts.map(({ more }) => more)),
  };
}

function countsCompany(condition: Condition): boolean {
  return 'property' in condition && condition.property.name === 'zo_company_active_users';
}
