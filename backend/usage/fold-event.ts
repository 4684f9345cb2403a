import type { DayCounts, RecentEvent, SignalUsage, Usage } from '@zo/shared';
import { isHistory, type NormalisedEvent } from '../ingest/event.ts';
import type { CompiledRules } from './compile-rules.ts';
import { addToDay, dropOldDays } from './day-counts.ts';
import { noteSignalEvent } from './signal-events.ts';

const mostRecent = 5;
const mostEventNames = 200;
const hourMs = 3_600_000;

export type Folded = {
  /** Whether a decision could see the difference: a signal, or an hour not yet known to be active. */
  visible: boolean;
  /** Whether it made the person active. */
  active: boolean;
  /** The name under "events seen" when this is the person's first event of that name. */
  newName: boolean;
};

/**
 * Counts one event into a person's usage, in place. The order in which events are folded makes no difference: of two at
 * the same moment the name that sorts first counts as the last. `seq` is the event's order of acceptance, by which receipts
 * find it again; without it nothing is remembered of the single event.
 */
export function foldEvent(
  usage: Usage,
  event: NormalisedEvent,
  day: number,
  rules: CompiledRules,
  seq?: number,
): Folded {
  const { eventAt: at, type } = event;
  const isEarliest = usage.firstSeenAt === null || at < usage.firstSeenAt;
  if (isEarliest) usage.firstSeenAt = at;
  // Somebody never active counts as inactive since the first event.
  const movesInactivity = isEarliest && usage.lastActiveAt === null;
  if (type !== 'track' && type !== 'page') return { visible: movesInactivity, active: false, newName: false };

  const name = shownName(event);
  const signals = signalsOf(event, rules);
  for (const signal of signals) countSignal(usage.signals, signal, name, at, day, rules.keptDays, seq);

  let visible = movesInactivity || signals.length > 0;
  if (!event.system) {
    addToDay(usage.activeDays, day, 1);
    dropOldDays(usage.activeDays, usage.activeDays.at(-1)![0], rules.keptDays);
    keepRecent(usage.recent, { at, name });
    const known = usage.lastActiveAt;
    if (seq !== undefined && isLastActive(usage, at, seq)) usage.lastActiveSeq = seq;
    if (known === null || at > known) {
      usage.lastActiveAt = at;
      visible ||= known === null || Math.floor(known / hourMs) !== Math.floor(at / hourMs);
    }
  }
  return { visible, active: !event.system, newName: addName(usage.eventNames, seenName(event)) };
}

/** Of two at the same moment the one accepted later. */
export function isLastActive({ lastActiveAt, lastActiveSeq = 0 }: Usage, at: number, seq: number): boolean {
  return lastActiveAt === null || at > lastActiveAt || (at === lastActiveAt && seq > lastActiveSeq);
}

/** As an AE reads it: the track event's name, or the page's path. */
export function shownName(event: NormalisedEvent): string {
  return (event.type === 'page' ? (event.path ?? event.name) : event.name) ?? 'page';
}

/** As "events seen" lists it; null for what it does not list. What we made up ourselves has not been seen. */
export function seenName(event: NormalisedEvent): string | null {
  return event.source === 'sample' ? null : listedName(event);
}

/** When "events seen" saw it last: what a backfill loaded has not come now. */
export function seenAt({ source, eventAt, receivedAt }: NormalisedEvent): number {
  return isHistory(source) ? eventAt : receivedAt;
}

/** A track event's name, or "page /path"; null for other messages. */
export function listedName(event: NormalisedEvent): string | null {
  if (event.type === 'track') return event.name;
  return event.type === 'page' ? `page ${event.path ?? event.name ?? ''}`.trimEnd() : null;
}

const none: string[] = [];

export function signalsOf(event: NormalisedEvent, rules: CompiledRules): string[] {
  if (event.type === 'track') return rules.signalsByEvent.get(event.name ?? '') ?? none;
  if (event.type === 'page') return rules.signalsByPage.get(event.path ?? '') ?? none;
  return none;
}

function countSignal(
  signals: Record<string, SignalUsage>,
  signal: string,
  name: string,
  at: number,
  day: number,
  keptDays: number,
  seq: number | undefined,
): void {
  // A playbook may call a signal "constructor".
  const known = Object.hasOwn(signals, signal) ? signals[signal] : undefined;
  if (!known) {
    const first = { total: 1, firstAt: at, lastAt: at, lastEvent: name, days: [[day, 1]] satisfies DayCounts };
    signals[signal] = seq === undefined ? first : { ...first, events: noteSignalEvent('', day, seq, day, keptDays) };
    return;
  }
  known.total += 1;
  if (at < known.firstAt) known.firstAt = at;
  if (at > known.lastAt || (at === known.lastAt && name < known.lastEvent)) known.lastEvent = name;
  if (at > known.lastAt) known.lastAt = at;
  addToDay(known.days, day, 1);
  const newest = known.days.at(-1)![0];
  dropOldDays(known.days, newest, keptDays);
  if (seq !== undefined) known.events = noteSignalEvent(known.events ?? '', day, seq, newest, keptDays);
}

/** Newest first; of the same moment by name. */
export function keepRecent(recent: RecentEvent[], event: RecentEvent): void {
  let place = recent.length;
  while (place > 0 && isNewer(event, recent[place - 1]!)) place -= 1;
  if (place >= mostRecent) return;
  recent.splice(place, 0, event);
  if (recent.length > mostRecent) recent.pop();
}

function isNewer(one: RecentEvent, other: RecentEvent): boolean {
  return one.at > other.at || (one.at === other.at && one.name < other.name);
}

/** True when the name was not known. Beyond the limit a new name is neither kept nor counted. */
export function addName(names: string[], name: string | null): boolean {
  if (name === null || names.includes(name) || names.length >= mostEventNames) return false;
  names.push(name);
  return true;
}
