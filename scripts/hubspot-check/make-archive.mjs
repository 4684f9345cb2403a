/**
 * Makes the archive that `hs project upload` would send, by the same code: run with the project's folder as the current one.
 *
 *   node make-archive.mjs SOURCE_FOLDER ARCHIVE.zip
 *
 * A program of its own because the command-line tool finds `.hsignore` upwards from the current folder, once per process;
 * without one it judges paths from the root of the disk, and a checkout below a folder named like ".cache" uploads nothing.
 * The tool's own modules are private, so their version is pinned.
 */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import {
  archiveWorkspacesAndDependencies,
  getLockfilePathsToUpdate,
  getPackageJsonPathsToUpdate,
} from '@hubspot/cli/lib/projects/workspaces.js';
import { shouldIgnoreFile } from '@hubspot/local-dev-lib/ignoreRules';
import {
  collectFileDependencies,
  collectWorkspaceDirectories,
  findAndParsePackageJsonFiles,
} from '@hubspot/project-parsing-lib/workspaces';
import archiver from 'archiver';

const [sourceDir, archiveFile] = process.argv.slice(2);
const packages = await findAndParsePackageJsonFiles(sourceDir);
const workspaces = await collectWorkspaceDirectories(packages);
const fileDependencies = await collectFileDependencies(packages);
const rewritten = new Set([
  ...getPackageJsonPathsToUpdate(sourceDir, workspaces, fileDependencies),
  ...getLockfilePathsToUpdate(sourceDir, workspaces, fileDependencies),
]);

const archive = archiver('zip');
const output = createWriteStream(archiveFile);
archive.on('error', (error) => output.destroy(error));
archive.pipe(output);
archive.directory(sourceDir, false, (file) =>
  rewritten.has(file.name) || shouldIgnoreFile(file.name, true) ? false : file,
);
await archiveWorkspacesAndDependencies(archive, sourceDir, workspaces, fileDependencies);
await archive.finalize();
await finished(output);
