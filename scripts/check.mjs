/**
 * All that CI does, in the order that fails fastest: types, lint and format, licences and advisories of the packages, tests,
 * browser tests, the HubSpot project check. Stops at the first failure; prints how long each part took.
 *
 *   npm run check                 everything
 *   npm run check -- types lint   only these parts
 */
import { spawnSync } from 'node:child_process';
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
  { name: 'tests', commands: [['--jest', 'unit']] },
  { name: 'browser', title: 'browser tests', commands: [['--jest', 'browser']] },
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

for (const part of chosen) {
  const title = part.title ?? part.name;
  console.log(`\n── ${title} ──`);
  const startedAt = performance.now();
  const isGreen = part.commands.every(
    (command) => spawnSync(process.execPath, [run, ...command], { stdio: 'inherit' }).status === 0,
  );
  times.push(
    `${isGreen ? '✓' : '✗'} ${title.padEnd(16)} ${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s`,
  );
  if (!isGreen) finish(`${title} failed. Again only this part: npm run check -- ${part.name}`, 1);
}
finish('All green.', 0);

function finish(verdict, code) {
  const skipped = chosen.slice(times.length).map(({ title, name }) => `- ${title ?? name}`);
  console.log(`\n${[...times, ...skipped].join('\n')}\n${verdict}`);
  process.exit(code);
}
