/**
 * A part of `npm run check`: the licences of the packages that are handed on, and what is known against these packages. Fails
 * on a licence that is not on the list, and on nothing else.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { auditLines } from './audit.ts';
import { isAllowed, type Lock, licenceTable, productionPackages } from './licences.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** The service's packages, and those of what HubSpot hosts. */
const places = [root, path.join(root, 'hubspot-project/app')];
const auditWithinMs = 30_000;

const locks = places.map((place) => JSON.parse(readFileSync(path.join(place, 'package-lock.json'), 'utf8')) as Lock);
const packages = productionPackages(locks);
console.log(`${packages.length} packages are handed on:`);
for (const line of licenceTable(packages)) console.log(`  ${line}`);

for (const place of places) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { stdout } = spawnSync(npm, ['audit', '--omit=dev', '--json', '--fetch-retries=0'], {
    cwd: place,
    encoding: 'utf8',
    timeout: auditWithinMs,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const name = path.relative(root, place) || 'the service';
  for (const line of auditLines(stdout ?? '')) console.log(`${name}: ${line}`);
}

const refused = packages.filter(({ licence }) => !isAllowed(licence));
for (const { name, version, licence } of refused) {
  console.error(
    `${name} ${version} has the licence "${licence || 'none named'}", which is not on the list of scripts/dependencies/licences.ts.`,
  );
}
if (refused.length > 0) process.exitCode = 1;
