/** `npm run test:faults`: see docs/faults.md. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Size, Unit } from './case.ts';
import { wordStarts, writeReport } from './report.ts';
import { append, fileOf, headerOf, newestRun, type Result, readRun } from './results.ts';
import { runUnits } from './run-units.ts';
import { shardOf, unitsOf } from './units.ts';

const help = `npm run test:faults -- [options]

Makes everything fail that can fail while the whole product works, and counts: nothing acknowledged is lost, nothing counts
twice, nobody is alerted twice, and what may have been sent is listed. docs/faults.md says what is done.

  --size SIZE     fast (under a minute), standard (the default, about 25 minutes) or full (a night)
  --only WORDS    units whose names hold one of these, with commas, such as slack,kill
  --engine NAME   sqlite or postgres
  --shard K/N     every N-th unit, beginning with the K-th
  --seed N        repeats a run; without it another seed every time, which is printed
  --resume        goes on with the run of that size, and of that seed if one is given, where it was stopped; what was broken is run again
  --jobs N        units at the same time; unless said otherwise two for each processor, as they mostly wait, and at most 8;
                  restarts and endings, which are timed, run alone once the others are over
  --list          names the units
  --report FILES  writes the table of docs/faults.md from results, those of several shards or runs with commas (the last
                  result of a unit counts), or the newest run's without FILES ("--report=")
  --help          this text

Results are written to data/faults, a line for each unit. The exit code is 1 when something did not hold.
`;

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: 'standard' },
    only: { type: 'string' },
    engine: { type: 'string' },
    shard: { type: 'string' },
    seed: { type: 'string' },
    resume: { type: 'boolean' },
    jobs: { type: 'string', default: String(Math.min(2 * availableParallelism(), 8)) },
    list: { type: 'boolean' },
    report: { type: 'string' },
    help: { type: 'boolean' },
  },
});

function refuse(words: string): never {
  console.error(words);
  process.exit(2);
}

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) refuse(`--${name} must be a whole number from 1 on.`);
  return count;
}

if (options.help) {
  console.log(help);
  process.exit(0);
}
if (!['fast', 'standard', 'full'].includes(options.size)) refuse('--size is fast, standard or full.');
const size = options.size as Size;
if (options.report !== undefined) {
  const files = options.report.split(',').filter((file) => file !== '');
  const runs = files.length > 0 ? files.map((file) => readRun(file)) : [newestRun(size)];
  const found = runs.filter((run) => run !== null);
  if (found.length < runs.length) refuse('There are no such results. They are written to data/faults.');
  await writeReport(found);
  process.exit(0);
}

const shard = /^(\d+)\/(\d+)$/.exec(options.shard ?? '1/1');
const [first, of] = [Number(shard?.[1]), Number(shard?.[2])];
if (shard === null || first < 1 || first > of) refuse('--shard is K/N with K from 1 to N.');
const only = options.only?.split(',') ?? [''];
const isWanted = ({ id, engine }: Unit) =>
  only.some((words) => id.includes(words)) && (options.engine === undefined || engine === options.engine);
const wanted = shardOf(unitsOf(size).filter(isWanted), { shard: first, of });
if (wanted.length === 0) refuse('No unit is so called; --list names them.');
if (options.list) {
  for (const { id, group, title } of wanted) console.log(`${id.padEnd(70)} ${group}: ${title}`);
  process.exit(0);
}

const before = options.resume ? findBefore() : null;
const seed =
  before?.header.seed ??
  (options.seed === undefined ? Math.floor(Math.random() * 1e9) : readCount('seed', options.seed));
const done = new Set(before?.results.filter(({ verdict }) => verdict === 'held').map(({ id }) => id));
const left = wanted.filter(({ id }) => !done.has(id));
const file = fileOf(size, seed);
const command = `npm run test:faults -- ${process.argv.slice(2).join(' ')}`.trim();
append(file, headerOf(size, seed, command));
console.log(
  `Seed ${seed}. ${left.length} units, ${wanted.length - left.length} of an earlier run held. Results: ${file}`,
);

// Whoever stops it ends all that it started, too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const from = performance.now();
const elapsed = () => `${String(Math.round((performance.now() - from) / 1_000)).padStart(5)} s`;
const results = await runUnits(left, {
  seed,
  jobs: readCount('jobs', options.jobs),
  say: (line) => console.log(`${elapsed()}   ${line}`),
  onResult(result) {
    append(file, result);
    console.log(`${elapsed()} ${wordResult(result)}`);
  },
});
const count = (verdict: Result['verdict']) => results.filter((one) => one.verdict === verdict).length;
console.log(
  `\n${count('held')} held, ${count('broken')} did not, ${count('not run')} were not run, in ${elapsed().trim()}. Seed ${seed}.`,
);
console.log(wordStarts(results));
process.exit(count('broken') > 0 ? 1 : 0);

function findBefore() {
  const run = options.seed === undefined ? newestRun(size) : readRun(fileOf(size, readCount('seed', options.seed)));
  return run ?? refuse('There is no run to go on with.');
}

function wordResult({ verdict, id, seconds, reason, outcome }: Result): string {
  const faults = Object.entries(outcome?.faults ?? {}).map(([name, times]) => `${name} ${times}`);
  const mark = { held: '✓', broken: '✗', 'not run': '- NOT RUN' }[verdict];
  const lines = [`${mark} ${id} (${seconds} s) ${reason ?? faults.join(', ')}`];
  return [...lines, ...(outcome?.problems ?? []).map((problem) => `      ${problem}`)].join('\n');
}
