/** What has stopped, signal by signal: all of its events, or one of them while others go on. Pure. */
import type { SignalUse } from '@zo/shared';
import type { Judged } from './silence-of.ts';
import type { WatchedSignal } from './watched-signals.ts';

export type Stopped = {
  names: string[];
  /** Which signals they carry, and what needs those. */
  signals: SignalUse[];
  /** Other events of these signals, which still come; empty: nothing carries the signal any more. */
  othersGoOn: string[];
  /** When the last of them came. */
  since: number;
  /** Of the one that came most often. */
  gapHours: number;
  hoursOfWeek: number;
};

type Silent = Judged & { state: 'silent' };

/** Signals that have lost all their events first; an event named there is not named again. */
export function stoppedEvents(signals: readonly WatchedSignal[], judged: readonly Judged[]): Stopped[] {
  const ofNames = (names: readonly string[]) => judged.filter(({ name }) => names.includes(name));
  const whole: Stopped[] = [];
  const single: Stopped[] = [];
  for (const { signal, neededBy, names } of signals) {
    const use = { signal, neededBy };
    const silent = ofNames(names).filter((one): one is Silent => one.state === 'silent');
    if (silent.length === 0) continue;
    const others = ofNames(names).filter((one) => goesOn(one, silent));
    if (others.length === 0) addTo(whole, stopped(silent, use, []));
    else {
      const othersGoOn = others.map(({ name }) => name);
      for (const one of silent) addTo(single, stopped([one], use, othersGoOn));
    }
  }
  const named = new Set(whole.flatMap(({ names }) => names));
  return [...whole, ...single.filter(({ names }) => !names.some((name) => named.has(name)))];
}

/** Of which too little is known goes on if it came later than the silent ones. */
function goesOn(one: Judged, silent: readonly Silent[]): boolean {
  if (one.state === 'too little known') return one.lastSeenAt > latest(silent);
  return one.state === 'arriving';
}

function stopped(silent: readonly Silent[], use: SignalUse, othersGoOn: string[]): Stopped {
  const { gapHours, hoursOfWeek } = silent.reduce((one, other) => (other.gapHours < one.gapHours ? other : one));
  const names = silent.map(({ name }) => name);
  return { names, signals: [use], othersGoOn, since: latest(silent), gapHours, hoursOfWeek };
}

function latest(silent: readonly Silent[]): number {
  return Math.max(...silent.map(({ lastSeenAt }) => lastSeenAt));
}

/** The same events may carry two signals, and have stopped once. */
function addTo(all: Stopped[], one: Stopped): void {
  const same = all.find(({ names }) => names.join('\n') === one.names.join('\n'));
  if (same === undefined) {
    all.push(one);
    return;
  }
  same.signals.push(...one.signals);
  same.othersGoOn = [...new Set([...same.othersGoOn, ...one.othersGoOn])];
}
