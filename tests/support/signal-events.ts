import { keptDays, type Usage } from '@zo/shared';
import { readSignalEvents } from '../../backend/usage/signal-events.ts';

/** The signals with the events that counted as data, in the one form that does not depend on the order of arrival. */
export function withEvents({ signals }: Usage) {
  return Object.fromEntries(
    Object.entries(signals).map(([name, signal]) => [
      name,
      { ...signal, events: readSignalEvents(signal.events, signal.days.at(-1)![0], keptDays) },
    ]),
  );
}
