/** An event that has stopped, in words: since when, what is usual, what needs it, and what to look for. Pure. */
import { localMoment, nearestName } from '@zo/shared';
import type { Usual } from './silence-of.ts';
import type { Stopped } from './silent-events.ts';
import { listed, type Told } from './told.ts';

export const silentEvents = 'silence:events:';

export type Around = {
  timeZone: string;
  now: number;
  /** Names first seen shortly before or since, as "events seen" lists them, in that order. */
  newNames: readonly string[];
};

const hoursInWeek = 168;
const mostNewNames = 3;

export function tellOfStopped(stopped: Stopped, around: Around): Told {
  const { names, since } = stopped;
  const has = names.length === 1 ? 'has' : 'have';
  return {
    key: `${silentEvents}${names.join(' + ')}`,
    since,
    headline: `${listed(names)} ${has} not arrived since ${localMoment(since, around.timeZone, around.now)}`,
    lines: [usualWords(names, stopped), ...needWords(stopped), renamedWords(names, around)],
  };
}

function usualWords(names: readonly string[], usual: Usual): string {
  const subject = names.length === 1 ? 'it comes' : 'one of them comes';
  return `Usually ${subject} at least every ${gapWords(usual)}`;
}

/** "2 h", and of which hours, where it does not come around the clock. */
export function gapWords({ gapHours, hoursOfWeek }: Usual): string {
  const gap = `${Math.max(1, Math.ceil(gapHours))} h`;
  return hoursOfWeek === hoursInWeek ? gap : `${gap} of the ${hoursOfWeek} hours of the week in which it comes`;
}

function needWords({ names, signals, othersGoOn }: Stopped): string[] {
  const it = names.length === 1 ? 'it' : 'them';
  const needed = signals.map(({ signal, neededBy }) => {
    const verb = neededBy.length === 1 && neededBy[0] !== 'territories' ? 'needs' : 'need';
    return `The ${listed(neededBy)} ${verb} ${it} (${signal})`;
  });
  return othersGoOn.length === 0 ? needed : [...needed, `${listed(othersGoOn)} still ${comes(othersGoOn)}`];
}

function comes(names: readonly string[]): string {
  return names.length === 1 ? 'comes' : 'come';
}

/** The new event most like one of them, else the first new ones. Pages have new paths all the time: only a like one helps. */
function renamedWords(names: readonly string[], { newNames }: Around): string {
  const asked = names.length === 1 ? 'Has it been renamed?' : 'Have they been renamed?';
  for (const name of names) {
    const like = nearestNew(name, newNames);
    if (like !== null) return `${asked} ${like} is new`;
  }
  const others = newNames.filter((name) => !isPage(name)).slice(0, mostNewNames);
  if (names.every(isPage) || others.length === 0) {
    return `${asked} No event like ${names.length === 1 ? 'it' : 'them'} is new: see whether the product still sends ${names.length === 1 ? 'it' : 'them'}`;
  }
  return `${asked} New are ${listed(others)}`;
}

function nearestNew(name: string, newNames: readonly string[]): string | null {
  const ofItsKind = newNames.filter((other) => isPage(other) === isPage(name));
  if (!isPage(name)) return nearestName(name, ofItsKind);
  const like = nearestName(pathOf(name), ofItsKind.map(pathOf));
  return like === null ? null : `page ${like}`;
}

function isPage(name: string): boolean {
  return name.startsWith('page ');
}

function pathOf(name: string): string {
  return name.slice('page '.length);
}
