/**
 * All that CI does, in the order that fails fastest: types, lint and format, licences and advisories of the packages, tests,
 * browser tests, the HubSpot project check. Stops at the first failure; prints how long each part took.
 *
 * Several tests at a time make a small machine busy, and some measure time: a few suites that fail are run once more, alone.
 * What is green only then is named at the end.
 *
 *   npm run check                 everything
 *   npm run check -- types lint   only these parts
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const run = path.join(import.meta.dirname, 'run.mjs');

const parts = [
  {
    name: 'types',
    commands: [
      ['--bin', 'tsc', '-p', 'tsconfig.json', '--checkers', '2'],
      ['--bin', 'tsc', '-p', 'tests/hubspot-project/tsconfig.json'],
      ['--bin', 'tsc', '-p', 'sandbox/page/tsconfig.json'],
      ['--bin', 'tsc', '-p', 'sandbox/card-preview/browser/tsconfig.json'],
    ],
  },
  { name: 'lint', title: 'lint and format', commands: [['--bin', 'biome', 'check', '.']] },
  { name: 'dependencies', commands: [['scripts/dependencies/main.ts']] },
  { name: 'tests', suite: 'unit' },
  { name: 'browser', title: 'browser tests', suite: 'browser' },
  { name: 'hubspot', title: 'HubSpot project', commands: [['scripts/hubspot-check/main.ts']] },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. Parts: ${parts.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const chosen = wanted.length === 0 ? parts : parts.filter(({ name }) => wanted.includes(name));
const times = [];
/** More than so many failing suites are no accident. */
const mostRunAgain = 5;
const root = path.resolve(import.meta.dirname, '..');
mkdirSync(path.join(root, 'node_modules', '.cache'), { recursive: true });
const results = path.join(root, 'node_modules', '.cache', 'test-results.json');
const greenOnlyAlone = [];

for (const part of chosen) {
  const title = part.title ?? part.name;
  console.log(`\n── ${title} ──`);
  const startedAt = performance.now();
  const isGreen = part.suite === undefined ? part.commands.every(succeeds) : areGreen(part.suite);
  times.push(
    `${isGreen ? '✓' : '✗'} ${title.padEnd(16)} ${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s`,
  );
  if (!isGreen) finish(`${title} failed. Again only this part: npm run check -- ${part.name}`, 1);
}
finish('All green.', 0);

function succeeds(command) {
  return spawnSync(process.execPath, [run, ...command], { stdio: 'inherit' }).status === 0;
}

function areGreen(suite) {
  rmSync(results, { force: true });
  if (succeeds(['--jest', suite, '--json', `--outputFile=${results}`])) return true;
  const failed = existsSync(results) ? failedSuites() : [];
  if (failed.length === 0 || failed.length > mostRunAgain) return false;
  console.log(`\nOnce more, alone: ${failed.join(' ')}\n`);
  // What a test that failed left open would keep the process from ending.
  if (!succeeds(['--jest', suite, '--runInBand', '--forceExit', '--runTestsByPath', ...failed])) return false;
  greenOnlyAlone.push(...failed);
  return true;
}

function failedSuites() {
  const { testResults } = JSON.parse(readFileSync(results, 'utf8'));
  return testResults.filter(({ status }) => status === 'failed').map(({ name }) => path.relative(root, name));
}

function finish(verdict, code) {
  const skipped = chosen.slice(times.length).map(({ title, name }) => `- ${title ?? name}`);
  const alone = greenOnlyAlone.map((suite) => `! green only when it ran once more, alone: ${suite}`);
  console.log(`\n${[...times, ...skipped, ...alone].join('\n')}\n${verdict}`);
  process.exit(code);
}
