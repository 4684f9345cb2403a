/** Whether handoffs have fallen to zero: none for three times their usual gap, in working days. Pure. */
import { localMoment, type WorkingHours, workingMinutesBetween } from '@zo/shared';
import { gapsOfSilence } from './silence-of.ts';
import type { Told } from './told.ts';
import type { Watched } from './usual-gap.ts';

export const silentHandoffs = 'silence:handoffs';

export type JudgedHandoffs =
  | { state: 'watch mode' }
  /** `handoffs`: so many since going live. */
  | { state: 'too little known'; handoffs: number }
  | { state: 'coming' | 'silent'; lastAt: number; gapDays: number };

export type HandoffTimes = {
  /** Ascending. */
  handedOffAt: readonly number[];
  /** Null: watch mode. */
  goLiveAt: number | null;
  workingHours: WorkingHours;
};

const rememberedMs = 90 * 86_400_000;
const leastHandoffs = 5;
const leastSilenceDays = 2;
const usualShare = 0.95;

/** As with events, what is usual is what was usual up to the last one: waiting does not make silence usual. */
export function judgeHandoffs(
  { handedOffAt, goLiveAt, workingHours }: HandoffTimes,
  watched: Watched,
  now: number,
): JudgedHandoffs {
  if (goLiveAt === null) return { state: 'watch mode' };
  const live = handedOffAt.filter((at) => at >= goLiveAt);
  const lastAt = live.at(-1) ?? 0;
  const known = live.filter((at) => at > lastAt - rememberedMs);
  if (known.length < leastHandoffs) return { state: 'too little known', handoffs: known.length };
  const daysBetween = (from: number, to: number) => workingDaysBetween(from, to, workingHours, watched);
  const gaps = known
    .slice(1)
    .map((at, index) => daysBetween(known[index]!, at))
    .sort((one, other) => one - other);
  const gapDays = gaps[Math.ceil(usualShare * gaps.length) - 1]!;
  const isSilent = daysBetween(lastAt, now) >= Math.max(leastSilenceDays, gapsOfSilence * gapDays);
  return { state: isSilent ? 'silent' : 'coming', lastAt, gapDays };
}

function workingDaysBetween(from: number, to: number, hours: WorkingHours, { timeZone, away }: Watched): number {
  const minutes = (start: number, end: number) => workingMinutesBetween(start, end, hours, timeZone);
  const unwatched = away.reduce((sum, span) => sum + minutes(Math.max(from, span.from), Math.min(to, span.to)), 0);
  return (minutes(from, to) - unwatched) / (hours.toMinute - hours.fromMinute);
}

export function tellOfHandoffs(judged: JudgedHandoffs, timeZone: string, now: number): Told[] {
  if (judged.state !== 'silent') return [];
  const { lastAt, gapDays } = judged;
  return [
    {
      key: silentHandoffs,
      since: lastAt,
      headline: `Nobody has been handed off since ${localMoment(lastAt, timeZone, now)}`,
      lines: [
        `Usually somebody is at least every ${dayWords(gapDays)}`,
        'Either nobody becomes ready, or something holds handoffs up: `zo doctor` shows whether an event, a workflow or HubSpot stands still',
      ],
    },
  ];
}

/** "1 working day", "2.5 working days": rounded up to a half, and never nothing. */
export function dayWords(gapDays: number): string {
  const halves = Math.max(1, Math.ceil(gapDays * 2)) / 2;
  return `${halves} working ${halves <= 1 ? 'day' : 'days'}`;
}
