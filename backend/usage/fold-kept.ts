/** A kept event is counted again, under other rules than when it was accepted. */
import { localDay, type Usage } from '@zo/shared';
import type { NormalisedEvent } from '../ingest/event.ts';
import type { CompiledRules } from './compile-rules.ts';
import { foldEvent, seenAt, seenName } from './fold-event.ts';
import { isUncounted } from './fold-group.ts';
import type { SeenChange } from './group-state.ts';

/** Names of events with how often and by how many people they were seen. */
export type Seen = Map<string, SeenChange>;

/** Counts the event into `usage` and `seen`, in place. False: it does not count. */
export function foldKept(usage: Usage, seen: Seen, event: NormalisedEvent, seq: number, rules: CompiledRules): boolean {
  if (isUncounted(event, rules)) return false;
  const { newName } = foldEvent(usage, event, localDay(event.eventAt, rules.timeZone), rules, seq);
  const name = seenName(event);
  if (name !== null) addSeen(seen, name, { events: 1, people: newName ? 1 : 0, lastSeenAt: seenAt(event) });
  return true;
}

export function addSeen(seen: Seen, name: string, { events, people, lastSeenAt }: SeenChange): void {
  const known = seen.get(name);
  if (known === undefined) {
    seen.set(name, { events, people, lastSeenAt });
    return;
  }
  known.events += events;
  known.people += people;
  known.lastSeenAt = Math.max(known.lastSeenAt, lastSeenAt);
}

/** What `now` says more than `before`; names of which both say the same are left out. */
export function seenSince(before: Seen, now: Seen): Seen {
  const change: Seen = new Map();
  for (const name of new Set([...before.keys(), ...now.keys()])) {
    const was = before.get(name);
    const is = now.get(name);
    const events = (is?.events ?? 0) - (was?.events ?? 0);
    const people = (is?.people ?? 0) - (was?.people ?? 0);
    const lastSeenAt = is?.lastSeenAt ?? 0;
    if (events !== 0 || people !== 0) change.set(name, { events, people, lastSeenAt });
  }
  return change;
}
