/**
 * What events added up to that are no longer kept, by the names of the events and not by signals, so that usage can be
 * counted again by other rules as if they were still there. Pure.
 */
import { emptyUsage, localDay, type SignalUsage, type Usage } from '@zo/shared';
import type { NormalisedEvent } from '../ingest/event.ts';
import type { CompiledRules } from './compile-rules.ts';
import { foldEvent, signalsOf } from './fold-event.ts';
import { isUncounted } from './fold-group.ts';
import { addSeen, type Seen } from './fold-kept.ts';
import { mergeUsage } from './merge-persons.ts';

/** A usage whose signals are names of events: "track Report Created", "page /pricing". */
export type UsageBefore = Usage;

/** Of a person's names beyond so many only those are kept that are a signal's now. */
export const mostNames = 400;

/** Counts an event that is about to be deleted, in place. One that does not count leaves nothing. */
export function addBefore(before: UsageBefore, event: NormalisedEvent, rules: CompiledRules): void {
  if (isUncounted(event, rules)) return;
  const key = `${event.type} ${event.type === 'track' ? event.name : event.path}`;
  const isKept =
    Object.hasOwn(before.signals, key) ||
    Object.keys(before.signals).length < mostNames ||
    signalsOf(event, rules).length > 0;
  foldEvent(before, event, localDay(event.eventAt, rules.timeZone), isKept ? byName(rules) : withoutSignals(rules));
}

/** Adds what was before to what the kept events add up to, in place, and to the names seen. */
export function takeInBefore(usage: Usage, before: UsageBefore, seen: Seen, rules: CompiledRules): void {
  for (const [key, counted] of Object.entries(before.signals)) {
    const name = key.startsWith('track ') ? nameIn(key) : key;
    const people = usage.eventNames.includes(name) ? 0 : 1;
    addSeen(seen, name, { events: counted.total, people, lastSeenAt: counted.lastAt });
    for (const signal of signalsOfKey(key, rules)) mergeUsage(usage, withSignal(signal, counted), rules.keptDays);
  }
  mergeUsage(usage, { ...structuredClone(before), signals: {} }, rules.keptDays);
}

function signalsOfKey(key: string, { signalsByEvent, signalsByPage }: CompiledRules): string[] {
  return (key.startsWith('track ') ? signalsByEvent : signalsByPage).get(nameIn(key)) ?? [];
}

function nameIn(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}

function withSignal(signal: string, counted: SignalUsage): Usage {
  return { ...emptyUsage(), signals: { [signal]: structuredClone(counted) } };
}

/** As if each name were a signal. */
function byName(rules: CompiledRules): CompiledRules {
  return { ...rules, signalsByEvent: new EveryName('track'), signalsByPage: new EveryName('page') };
}

function withoutSignals(rules: CompiledRules): CompiledRules {
  return { ...rules, signalsByEvent: new Map(), signalsByPage: new Map() };
}

class EveryName extends Map<string, string[]> {
  readonly #type: string;

  constructor(type: string) {
    super();
    this.#type = type;
  }

  override get(name: string): string[] {
    return name === '' ? [] : [`${this.#type} ${name}`];
  }
}
