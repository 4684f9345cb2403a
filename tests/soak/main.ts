/** `npm run soak`: see docs/soak.md. */
import { parseArgs } from 'node:util';
import { figuresOf, memoryGrowth, outOfBounds } from './bounds.ts';
import { runSoak } from './run-soak.ts';
import type { Sample } from './sample.ts';

const help = `npm run soak -- [options]

Runs the whole product under a steady load while a small share of all calls to HubSpot and Slack fails. Prints what it holds
(memory, open files, the database's log, the oldest outbox row) every few seconds, then whether each stayed within its bound
and whether everything acknowledged was counted once and alerted once. docs/soak.md says how it is judged.

  --minutes N     how long the load lasts; 2 unless said otherwise, a fraction is allowed (240 is four hours)
  --rate N        events a second; 200
  --faults SHARE  of the calls that fail; 0.01
  --engine NAME   sqlite (the default) or postgres
  --seed N        repeats what is sent and what fails; without it another seed every time, which is printed
  --json          the report as one JSON object on standard output, progress on standard error
  --help          this text

The exit code is 1 when something was out of bounds, lost, counted twice, alerted twice or left over.
`;

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    rate: { type: 'string', default: '200' },
    faults: { type: 'string', default: '0.01' },
    engine: { type: 'string', default: 'sqlite' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(help);
  process.exit(0);
}

function refuse(words: string): never {
  console.error(words);
  process.exit(2);
}

function readNumber(name: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= from && value <= to))
    refuse(`--${name} must be a number from ${from} to ${to}.`);
  return value;
}

const seconds = readNumber('minutes', options.minutes, 0.05, 7 * 24 * 60) * 60;
const eventsPerSecond = readNumber('rate', options.rate, 1, 5_000);
const faultShare = readNumber('faults', options.faults, 0, 0.5);
const seed = Math.floor(readNumber('seed', options.seed ?? String(Math.random() * 1e9), 0, 1e9));
const { engine } = options;
if (engine !== 'sqlite' && engine !== 'postgres') refuse('--engine is sqlite or postgres.');

const say = options.json ? (line: string) => console.error(line) : (line: string) => console.log(line);
say(
  `Seed ${seed}. ${eventsPerSecond} events a second for ${minutesOf(seconds)} on ${engine}, ${faultShare * 100} % of the calls fail.`,
);
let shownAt = Number.NEGATIVE_INFINITY;
const showEveryMs = Math.max(10_000, (seconds * 1_000) / 60);
const { samples, outcome, acceptedPerSecond } = await runSoak({
  seconds,
  eventsPerSecond,
  faultShare,
  engine,
  seed,
  sampleEveryMs: Math.max(1_000, (seconds * 1_000) / 2_000),
  crossingEveryMs: 2_000,
  say,
  onSample(sample) {
    if (sample.atMs - shownAt < showEveryMs) return;
    shownAt = sample.atMs;
    say(wordSample(sample));
  },
}).catch((error: unknown) => {
  console.error(`The soak ended early: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});

const figures = figuresOf(samples);
const broken = outOfBounds(figures);
const slope = memoryGrowth(samples).perHour / 1024 / 1024;
const holds = broken.length === 0 && outcome.problems.length === 0;
if (options.json) {
  console.log(
    JSON.stringify({
      seed,
      engine,
      seconds,
      eventsPerSecond,
      acceptedPerSecond,
      faultShare,
      figures,
      ...outcome,
      samples,
    }),
  );
} else {
  say('');
  for (const { name, value, atMost, unit } of figures) {
    const mark = value <= atMost ? '✓' : '✗';
    say(`${mark} ${name.padEnd(34)} ${`${value} ${unit}`.trim().padStart(10)}   at most ${`${atMost} ${unit}`.trim()}`);
  }
  say(`  memory slope after the warm-up     ${slope.toFixed(1).padStart(7)} MB an hour`);
  say(`  accepted                           ${acceptedPerSecond.toFixed(0).padStart(7)} events a second`);
  const failed = Object.entries(outcome.faults).map(([name, times]) => `${name} ${times}`);
  say(`  ${outcome.notes?.join(', ')}; failed: ${failed.join(', ') || 'none'}`);
  const { acknowledged = 0, alerts = 0, unconfirmed = 0 } = outcome.counted ?? {};
  say(`  ${acknowledged} events acknowledged, ${alerts} alerts, ${unconfirmed} sends listed as unconfirmed`);
  for (const problem of outcome.problems) say(`✗ ${problem}`);
  say(
    holds
      ? '\nIt holds.'
      : `\nIt does not hold. The same again: npm run soak -- --minutes ${seconds / 60} --seed ${seed}`,
  );
}
process.exit(holds ? 0 : 1);

function wordSample({ atMs, memory, openFiles, wal, oldestEffectMs, waitingEffects }: Sample): string {
  const log = wal === null ? '' : `, log ${(wal / 1024 / 1024).toFixed(1)} MB`;
  return `${minutesOf(atMs / 1_000).padStart(10)}  memory ${(memory / 1024 / 1024).toFixed(0)} MB, ${openFiles} open files${log}, ${waitingEffects} effects wait, the oldest for ${(oldestEffectMs / 1_000).toFixed(1)} s`;
}

function minutesOf(some: number): string {
  return `${Math.floor(some / 60)}:${String(Math.floor(some % 60)).padStart(2, '0')} min`;
}
