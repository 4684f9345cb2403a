/** The digest in words: short lines, for a phone. Pure. */
import { amount } from './amount.ts';
import type { Counted } from './count-words.ts';
import type { Digest, WeekFigures } from './digest.ts';

export type DigestWords = { title: string; lines: string[] };

const mostNames = 5;

export function wordDigest({ days, last, before, now }: Digest): DigestWords {
  return {
    title: `Handoffs last week, ${dayWords(days.first)} to ${dayWords(days.last)}`,
    lines: [
      `${last.handedOff} handed off (the week before: ${before.handedOff})`,
      callWords(last, before),
      breachWords(last, before),
      endWords(last, before),
      `Now ${now.waitingForOwner} waiting for an owner, ${now.inReview} in review`,
      ...(now.alarms === 0 ? [] : [`Alarms: ${now.alarms}, see \`zo doctor\``]),
      'More: `zo report sla`, `zo report outcomes`',
    ],
  };
}

/** "First call: median 40 working minutes, 90 % within 50 (before: 38, 75)". */
function callWords({ calls }: WeekFigures, { calls: before }: WeekFigures): string {
  const compared = before.medianMinutes === null ? 'none' : `${before.medianMinutes}, ${before.p90Minutes}`;
  if (calls.medianMinutes === null) return `First call: none was made (before: ${compared})`;
  return `First call: median ${amount(calls.medianMinutes, 'working minute')}, 90 % within ${calls.p90Minutes} (before: ${compared})`;
}

/** "Breached: 2 (before: 0): Tom Becker 1, Lee Park 1". */
function breachWords({ calls, breachedBy }: WeekFigures, before: WeekFigures): string {
  const names = namesOf(breachedBy);
  return `Breached: ${calls.breached} (before: ${before.calls.breached})${names === '' ? '' : `: ${names}`}`;
}

function namesOf(breachedBy: Counted[]): string {
  const shown = breachedBy.slice(0, mostNames).map(({ words, count }) => `${words} ${count}`);
  const left = breachedBy.length - shown.length;
  return [...shown, ...(left > 0 ? [`${left} more`] : [])].join(', ');
}

/** "Ended: 1 won, 0 lost, 2 returned, 1 not a fit (before: 0, 1, 0, 0)". */
function endWords({ ended }: WeekFigures, { ended: before }: WeekFigures): string {
  const words = `${ended.won} won, ${ended.lost} lost, ${ended.returned} returned, ${ended.not_a_fit} not a fit`;
  return `Ended: ${words} (before: ${before.won}, ${before.lost}, ${before.returned}, ${before.not_a_fit})`;
}

/** "9 March". */
function dayWords(day: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long' }).format(day * 86_400_000);
}
