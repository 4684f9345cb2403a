import path from 'node:path';
import { objectAt, textAt, valueAt } from '../json-reading.ts';
import type { HubspotProject, PackageFile, Problem } from '../project.ts';

/** HubSpot's cloud installs with these exact packages; createRenderer and the sandbox fail on any other React. */
const pinned: Record<string, string> = { react: '18.3.1', '@hubspot/ui-extensions': '0.17.0' };

const dependencyKinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** What survives HubSpot's cloud build: exact versions, no install scripts, no optional packages, no file: links. */
export function checkPackages({ packages, files }: HubspotProject): Problem[] {
  return [...packages.flatMap(checkPackage), ...checkLocks(packages, files)];
}

function checkPackage({ file, content }: PackageFile): Problem[] {
  const problems: Problem[] = [];
  for (const kind of dependencyKinds) {
    for (const [name, version] of Object.entries(objectAt(content, kind))) {
      problems.push(...checkDependency(kind, name, String(version)).map((problem) => `${file}: ${problem}`));
    }
  }
  for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
    if (textAt(content, 'scripts', script) !== '') {
      problems.push(`${file}: the ${script} script never runs in HubSpot's cloud build`);
    }
  }
  return problems;
}

function checkDependency(kind: string, name: string, version: string): string[] {
  if (kind === 'optionalDependencies') return [`${name} is optional, and HubSpot's cloud build leaves those out`];
  if (/^(file|link|workspace):/.test(version)) {
    return [`${name} is "${version}"; share code through the workspaces of app/package.json instead`];
  }
  if (!/^\d+\.\d+\.\d+$/.test(version)) return [`${name} is "${version}", not an exact version`];
  const wanted = pinned[name];
  return wanted === undefined || wanted === version ? [] : [`${name} is ${version}, and must be ${wanted}`];
}

/** A workspaces root has its lock file beside it. */
function checkLocks(packages: PackageFile[], files: string[]): Problem[] {
  return packages
    .filter(({ content }) => valueAt(content, 'workspaces') !== undefined)
    .map(({ file }) => path.posix.join(path.posix.dirname(file), 'package-lock.json'))
    .filter((lock) => !files.includes(lock))
    .map((lock) => `${lock} is missing; run npm install in its folder and commit it`);
}

/** Shared code with a dependency installs in HubSpot's cloud and then fails to bundle. */
export function checkShared(shared: PackageFile): Problem[] {
  return dependencyKinds.flatMap((kind) =>
    Object.keys(objectAt(shared.content, kind)).map(
      (name) => `${shared.file}: shared code depends on ${name}; it may not`,
    ),
  );
}
