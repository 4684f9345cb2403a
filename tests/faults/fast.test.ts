/** The fast lane: one of each kind, small. `npm run test:faults` is the whole of it; docs/faults.md says what is done. */
import type { Result } from './results.ts';
import { runUnits } from './run-units.ts';
import { unitsOf } from './units.ts';

const names = [
  'sqlite/kill/random-1',
  'sqlite/disk/damaged',
  'sqlite/store-calls/the-n-th-fails-before-it-was-done',
  'sqlite/kill-9/answer-slack-has-posted-no-answer-sent',
  'sqlite/sigterm/under-load',
  'sqlite/disk/power-cut-by-a-trace-of-system-calls',
];
const units = unitsOf('fast').filter(({ id }) => names.includes(id));
const seed = Math.floor(Math.random() * 1e9);
const said: string[] = [];
/** As many at a time as mostly wait for one another's processes. */
const jobs = 3;
let results: Map<string, Result>;

beforeAll(async () => {
  const options = { seed, jobs, say: (line: string) => void said.push(line), onResult: () => {} };
  results = new Map((await runUnits(units, options)).map((result) => [result.id, result]));
}, 15 * 60_000);

it.each(names)('%s: nothing is lost, counted twice, alerted twice or left unlisted', (id) => {
  const result = results.get(id)!;
  const { verdict, reason, outcome } = result;
  if (verdict === 'not run') {
    process.stderr.write(`NOT RUN: ${id}: ${reason}\n`);
    return;
  }
  const about = { seed, problems: outcome?.problems, said: said.filter((line) => line.startsWith(id)).slice(-5) };
  expect({ ...about, said: outcome?.problems.length === 0 ? [] : about.said }).toEqual({
    seed,
    problems: [],
    said: [],
  });
  // A case in which nothing failed has shown nothing.
  expect(Math.min(...Object.values(outcome?.faults ?? {}).filter((times) => times > 0))).toBeGreaterThan(0);
});
