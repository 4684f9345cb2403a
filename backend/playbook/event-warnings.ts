/** Warns of events in a playbook that have never arrived while one of nearly the same name does. Pure. */
import { mistypedName, type Problem, type Span } from '@zo/shared';
import { isMap } from 'yaml';
import { seenName } from '../settings/signal-arrivals.ts';
import { readForm } from './edit/read-form.ts';
import { itemsOf, type MapNode, pairAt, rootOf, spanOfNode } from './edit/yaml-places.ts';

/** Whoever mistypes a name means one that comes often. */
const mostCompared = 200;
/** Names that differ in more are more likely two events. */
const mostMistakes = 2;

/** `seen`: names of all events that have arrived, the most frequent first. */
export function eventWarnings(source: string, seen: readonly string[]): Problem[] {
  const signals = readForm(source)?.signals ?? [];
  const named = new Set(signals.flatMap(({ events }) => events.map(seenName)));
  const arrived = new Set(seen);
  // What is named besides is meant there.
  const others = seen.slice(0, mostCompared).filter((name) => !named.has(name));
  return signals.flatMap(({ name, events }, index) =>
    events.flatMap((event, at): Problem[] => {
      const wanted = seenName(event);
      if (arrived.has(wanted)) return [];
      const isPage = wanted.startsWith('page /');
      const nearest = mistypedName(
        wanted,
        others.filter((one) => one.startsWith('page /') === isPage),
        mostMistakes,
      );
      const span = nearest === null ? null : spanOfEvent(source, index, at);
      if (nearest === null || span === null) return [];
      return [{ message: `"${event}" of the signal "${name}" has never arrived`, span, nearest: `"${nearest}"` }];
    }),
  );
}

function spanOfEvent(source: string, signal: number, event: number): Span | null {
  const signals = pairAt(rootOf(source), 'signals')?.value ?? null;
  const pair = isMap(signals) ? (signals as MapNode).items[signal] : undefined;
  const node = itemsOf(pair?.value ?? null)[event];
  return node === undefined ? null : spanOfNode(source, node);
}
