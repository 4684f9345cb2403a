/** Which events are watched: all that carry a signal which decides something. Pure. */
import { type Playbook, type SignalUse, usedSignals } from '@zo/shared';
import { compileRules } from '../usage/compile-rules.ts';

export type WatchedSignal = SignalUse & {
  /** Of the events that carry it, as "events seen" lists them. */
  names: string[];
};

export function watchedSignals(playbook: Playbook, timeZone: string): WatchedSignal[] {
  const { signalsByEvent, signalsByPage } = compileRules({ playbook, timeZone });
  const carriers = [
    ...[...signalsByEvent].map(([name, signals]) => ({ name, signals })),
    ...[...signalsByPage].map(([path, signals]) => ({ name: `page ${path}`, signals })),
  ];
  return usedSignals(playbook).map((use) => ({
    ...use,
    names: carriers.filter(({ signals }) => signals.includes(use.signal)).map(({ name }) => name),
  }));
}

/** Each once. */
export function namesOf(signals: readonly WatchedSignal[]): string[] {
  return [...new Set(signals.flatMap(({ names }) => names))];
}
