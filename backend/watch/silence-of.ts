/** Whether an event has stopped: nothing for three times its usual gap. Pure. */
import { type Rhythm, rhythmOf, usualHoursBetween, type Watched } from './usual-gap.ts';

/** When an event of a name came, as far as is remembered. */
export type Arrivals = {
  /** "Event Name" or "page /path", as "events seen" lists it. */
  name: string;
  /** Beginnings of the hours in which it came, ascending. */
  hourStarts: readonly number[];
  /** Null: never. */
  lastSeenAt: number | null;
};

export type Judged = { name: string } & (
  | { state: 'never seen'; lastSeenAt: null }
  | { state: 'too little known'; lastSeenAt: number }
  | ({ state: 'arriving' | 'silent'; lastSeenAt: number } & Usual)
);

export type Usual = { gapHours: number; hoursOfWeek: number };

/** As many usual gaps without it are silence. */
export const gapsOfSilence = 3;
/** However often it comes: a short break is nobody's alarm. */
export const leastSilenceHours = 2;

export function silenceOf({ name, hourStarts, lastSeenAt }: Arrivals, watched: Watched, now: number): Judged {
  if (lastSeenAt === null) return { name, state: 'never seen', lastSeenAt };
  const rhythm = rhythmOf(hourStarts, watched);
  if (rhythm === null) return { name, state: 'too little known', lastSeenAt };
  const { gapHours, hoursOfWeek } = rhythm;
  const usual = { gapHours, hoursOfWeek: hoursOfWeek.size };
  return { name, state: isSilent(rhythm, lastSeenAt, watched, now) ? 'silent' : 'arriving', lastSeenAt, ...usual };
}

function isSilent({ gapHours, hoursOfWeek }: Rhythm, lastSeenAt: number, watched: Watched, now: number): boolean {
  const silence = silenceHours(gapHours);
  return usualHoursBetween(lastSeenAt, now, hoursOfWeek, watched, silence) >= silence;
}

/** From which length on it is silence, in the event's own hours. */
export function silenceHours(gapHours: number): number {
  return Math.max(leastSilenceHours, gapsOfSilence * gapHours);
}
