/** Whether what was sampled stays within bounds. Plain functions. */
import type { Sample } from './sample.ts';

const megabyte = 1024 * 1024;
const hourMs = 3_600_000;

/** One bounded figure: what it came to, and what it may be at most. */
export type Figure = { name: string; value: number; atMost: number; unit: string };

/** Until caches are filled and code is compiled memory grows as it should: so much of the run is left out of its slope. */
const warmUpShare = 1 / 3;

/** A leak worth the name; what the garbage collector leaves lying about comes on top, however short the run. */
const leakPerHour = 10 * megabyte;
const unsteadiness = 30 * megabyte;

export function slopeOf(samples: readonly Sample[], value: (sample: Sample) => number): number {
  if (samples.length < 2) return 0;
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [meanAt, meanValue] = [mean(({ atMs }) => atMs), mean(value)];
  const spread = samples.reduce((sum, { atMs }) => sum + (atMs - meanAt) ** 2, 0);
  const together = samples.reduce((sum, sample) => sum + (sample.atMs - meanAt) * (value(sample) - meanValue), 0);
  return spread === 0 ? 0 : together / spread;
}

/** By least squares over what follows the warm-up: bytes for each hour, and bytes in all over that time. */
export function memoryGrowth(samples: readonly Sample[]): { perHour: number; inAll: number; overMs: number } {
  const steady = samples.slice(Math.floor(samples.length * warmUpShare));
  const perMs = slopeOf(steady, ({ memory }) => memory);
  const overMs = (steady.at(-1)?.atMs ?? 0) - (steady[0]?.atMs ?? 0);
  return { perHour: perMs * hourMs, inAll: perMs * overMs, overMs };
}

export function figuresOf(samples: readonly Sample[]): Figure[] {
  const growth = memoryGrowth(samples);
  const most = (of: (sample: Sample) => number) => samples.reduce((sofar, sample) => Math.max(sofar, of(sample)), 0);
  const grownAtMost = unsteadiness + (leakPerHour * growth.overMs) / hourMs;
  const inMegabytes = (name: string, value: number, atMost: number): Figure => ({
    name,
    value: round(value / megabyte),
    atMost: round(atMost / megabyte),
    unit: 'MB',
  });
  const inSeconds = (name: string, ms: number, atMostMs: number): Figure => ({
    name,
    value: round(ms / 1_000),
    atMost: atMostMs / 1_000,
    unit: 's',
  });
  return [
    inMegabytes('memory grown after the warm-up', growth.inAll, grownAtMost),
    inMegabytes(
      'memory at the most',
      most(({ memory }) => memory),
      320 * megabyte,
    ),
    { name: 'open files at the most', value: most(({ openFiles }) => openFiles), atMost: 256, unit: '' },
    ...(samples.every(({ wal }) => wal === null)
      ? []
      : [
          inMegabytes(
            'log (WAL) at the most',
            most(({ wal }) => wal ?? 0),
            64 * megabyte,
          ),
        ]),
    inSeconds(
      'oldest outbox row at the most',
      most(({ oldestEffectMs }) => oldestEffectMs),
      120_000,
    ),
    inSeconds(
      'longest wait for a decision',
      most(({ undecidedMs }) => undecidedMs),
      30_000,
    ),
  ];
}

export function outOfBounds(figures: readonly Figure[]): Figure[] {
  return figures.filter(({ value, atMost }) => !(value <= atMost));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
