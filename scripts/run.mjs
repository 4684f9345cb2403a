/**
 * Runs one of the project's programs on Node 24 after making sure that everything is installed.
 *
 *   node scripts/run.mjs FILE.ts [args]      a TypeScript program, by Node's own type stripping
 *   node scripts/run.mjs --jest SUITE [args] the tests of one suite (unit or browser)
 *   node scripts/run.mjs --bin NAME [args]   a tool from node_modules/.bin
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { ensureInstalled } from './ensure-installed.mjs';
import { nodeFlags } from './node-flags.mjs';
import { nodePath } from './node-path.mjs';

const root = path.resolve(import.meta.dirname, '..');
const [first, ...rest] = process.argv.slice(2);
if (first === '--jest' && rest.slice(1).some((word) => word === '--help' || word === '-h')) {
  console.log(testHelp(rest[0]));
  process.exit(0);
}
ensureInstalled();

const node = nodePath();
const env = {
  // Types are stripped and code is compiled once for each version of a file: programs start in half of the time.
  NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'compiled'),
  ...process.env,
  PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`,
};

function commandLine() {
  if (first === '--jest') {
    const [suite, ...args] = rest;
    env.NODE_OPTIONS = `${env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings`.trim();
    return [
      path.join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      ...workersOf(suite, args),
      ...args,
      '--selectProjects',
      ...projectsOf(suite),
    ];
  }
  if (first === '--bin') {
    const [name, ...args] = rest;
    return [binOf(name), ...args];
  }
  return [...nodeFlags, path.resolve(root, first), ...rest];
}

/** What the tests take; the rest of Jest's many options are a click away. */
function testHelp(suite) {
  const command = suite === 'unit' ? 'npm test --' : `npm run test:${suite} --`;
  const folder = suite === 'unit' ? 'tests/shared' : `tests/${suite}`;
  return `${command} [PATH…] [options]

Runs the tests whose path contains one of PATH, such as ${folder}; without any, all of the suite.

  -t WORDS          only tests whose title contains WORDS (a regular expression)
  --maxWorkers N    as many at a time; fewer need less memory
  -i                one after the other
  --bail            end with the first file that fails
  --onlyFailures    only what failed the last time
  --listTests       list the files, run nothing
  --verbose         print every title
  --help            this text

Every option of Jest is taken: https://jestjs.io/docs/cli`;
}

/**
 * Jest leaves a core free, which on two cores is one worker; most of these tests wait for processes of their own. Browsers
 * draw, and have the machine to themselves.
 */
function workersOf(suite, args) {
  const isGiven = args.some((arg) => /^(-w|-i|--maxWorkers|--runInBand)/.test(arg));
  return suite === 'unit' && !isGiven ? [`--maxWorkers=${Math.max(3, availableParallelism() - 1)}`] : [];
}

/** What needs no browser is one suite: the cards differ from the rest only in where their packages come from. */
function projectsOf(suite) {
  return suite === 'unit' ? ['unit', 'cards'] : [suite];
}

/** The JavaScript file behind a package's command, found from its package.json so that it also works on Windows. */
function binOf(name) {
  const owners = { tsc: 'typescript-7', biome: '@biomejs/biome', hs: '@hubspot/cli', eslint: 'eslint' };
  const folder = path.join(root, 'node_modules', owners[name] ?? name);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[name]);
}

const child = spawn(node, commandLine(), { stdio: 'inherit', cwd: root, env });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
// npm starts this through a shell that dies of a signal without passing it on. Whoever ends `npm start` by its pid means us.
if (process.env.npm_lifecycle_event !== undefined) {
  const shell = process.ppid;
  setInterval(() => {
    if (process.ppid !== shell) child.kill('SIGTERM');
  }, 300).unref();
}
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
