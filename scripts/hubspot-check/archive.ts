/** The upload archive: made, unpacked where nothing of this checkout can help it, and installed there. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { extractZipArchive } from '@hubspot/local-dev-lib/archive';
import { parseProjectConfig } from '@hubspot/project-parsing-lib/projects';
import type { Problem } from './project.ts';

const run = promisify(execFile);

/** Makes the archive of the project in `projectDir`. Throws when the tool's own code does. */
export async function makeArchive(projectDir: string, archiveFile: string): Promise<void> {
  const sourceDir = path.join(projectDir, parseProjectConfig(projectDir).srcDir);
  const program = path.join(import.meta.dirname, 'make-archive.mjs');
  await run(process.execPath, [program, sourceDir, archiveFile], { cwd: projectDir });
}

/** Unpacks into a folder of `temporary` where no parent can lend its packages, and returns that folder. */
export async function unpackArchive(archiveFile: string, temporary: string): Promise<string> {
  const folder = path.join(temporary, 'unpacked');
  const lender = parentPackages(folder);
  if (lender !== null)
    throw new Error(`${lender} would lend its packages to the unpacked archive; set TMPDIR elsewhere`);
  await extractZipArchive(await readFile(archiveFile), 'zo', folder, { includesRootDir: false, hideLogs: true });
  return folder;
}

/** The nearest parent that has a node_modules folder, from which packages would be found by accident. */
function parentPackages(folder: string): string | null {
  for (let parent = path.dirname(folder); ; parent = path.dirname(parent)) {
    if (existsSync(path.join(parent, 'node_modules'))) return path.join(parent, 'node_modules');
    if (parent === path.dirname(parent)) return null;
  }
}

/** Every file of the unpacked archive, relative, with forward slashes. */
export function listArchive(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/** What must be inside, and what must not. `wanted` are files of the source folder. */
export function checkArchive(files: string[], wanted: string[]): Problem[] {
  if (!files.some((file) => file.endsWith('-hsmeta.json'))) {
    return ['no definition is in the archive; is there a .hsignore in the project folder?'];
  }
  const shared = files.filter((file) => /^_workspaces\/shared-[0-9a-f]+\//.test(file));
  return [
    ...wanted.filter((file) => !files.includes(file)).map((file) => `${file} is not in the archive`),
    ...(shared.some((file) => file.endsWith('/index.ts')) ? [] : ['the shared code is not in the archive']),
    ...files.filter(mustNotLeave).map((file) => `${file} is in the archive and should not be; add it to .hsignore`),
  ];
}

function mustNotLeave(file: string): boolean {
  return /(^|\/)(node_modules|dist|coverage|\.env[^/]*|local\.json)(\/|$)|\.test\.tsx?$/.test(file);
}

/** Installs as HubSpot's cloud does: from the lock file, without scripts or optional packages. */
export async function installPackages(folder: string): Promise<void> {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const flags = ['ci', '--ignore-scripts', '--no-audit', '--omit=optional', '--no-fund'];
  const settings = Object.entries(process.env).filter(
    ([name]) => !/^npm_(lifecycle|package|command|execpath)/.test(name),
  );
  const env = { ...Object.fromEntries(settings), NODE_OPTIONS: '' };
  await run(npm, flags, { cwd: folder, env, shell: process.platform === 'win32' });
}
