/** The steps of the check, in the order in which an upload would meet them. */
import path from 'node:path';
import { checkArchive, installPackages, listArchive, makeArchive, unpackArchive } from './archive.ts';
import { bundleEntry, checkBundles } from './bundle.ts';
import { checkConfiguration } from './check-configuration.ts';
import { entrypointsOf } from './checks/entrypoints.ts';
import { checkRelease } from './checks/urls.ts';
import { lintProject } from './lint.ts';
import { type HubspotProject, readProject, sourceDirOf } from './project.ts';
import type { Report, StepResult } from './report.ts';

export type CheckOptions = {
  projectDir: string;
  /** hsprofile.<this>.json fills in the variables. */
  profile: string;
  /** Refuse sample addresses, this machine and unset variables. */
  release: boolean;
  /** Archive and bundles go here; the caller removes it. */
  temporary: string;
};

export async function checkProject(report: Report, options: CheckOptions): Promise<void> {
  const { projectDir, profile, release, temporary } = options;
  const project = await report.step('parse with HubSpot’s library', () => parseOnBothPlatforms(projectDir, profile));
  if (project === null) return;
  for (const variant of ['oauth', 'static'] as const) {
    await report.step(`definitions, ${variant} variant`, async () => ({
      problems: checkConfiguration(project, variant, projectDir),
    }));
  }
  if (release) await report.step(`release, profile ${profile}`, async () => ({ problems: checkRelease(project) }));
  const sourceDir = sourceDirOf(projectDir);
  await report.step('lint with HubSpot’s rules', async () => ({ problems: await lintProject(sourceDir) }));
  const entries = entrypointsOf(project);
  await report.step('bundle', () => bundleAll(sourceDir, entries, path.join(temporary, 'bundles')));
  const unpacked = await report.step('pack as an upload would', () => packAndUnpack(options, project));
  if (unpacked === null) return;
  const isInstalled = await report.step('install in the unpacked archive', async () => {
    await installPackages(path.join(unpacked, 'app'));
    return { problems: [] };
  });
  if (isInstalled === null) return;
  await report.step('bundle from the unpacked archive', () =>
    bundleAll(unpacked, entries, path.join(temporary, 'bundles-of-archive')),
  );
}

/** On the version in hsproject.json, and on 2026.03, to which it must be possible to fall back. */
async function parseOnBothPlatforms(projectDir: string, profile: string): Promise<StepResult<HubspotProject>> {
  const value = await readProject(projectDir, profile);
  await readProject(projectDir, profile, '2026.03');
  return { problems: [], value, detail: `${value.components.length} components, also on 2026.03` };
}

async function bundleAll(sourceDir: string, entries: string[], outputDir: string): Promise<StepResult<true>> {
  const bundles = [];
  for (const entry of entries) bundles.push(await bundleEntry(sourceDir, entry, path.join(outputDir, entry)));
  const sizes = bundles.map(({ entry, bytes }) => `${path.basename(entry)} ${Math.ceil(bytes / 1024)} kB`);
  return { problems: checkBundles(bundles), detail: sizes.join(', ') };
}

async function packAndUnpack(
  { projectDir, temporary }: CheckOptions,
  project: HubspotProject,
): Promise<StepResult<string>> {
  const archive = path.join(temporary, 'upload.zip');
  await makeArchive(projectDir, archive);
  const value = await unpackArchive(archive, temporary);
  const files = listArchive(value);
  const wanted = [...project.components.map(({ file }) => file), ...entrypointsOf(project), 'app/package-lock.json'];
  return { problems: checkArchive(files, wanted), detail: `${files.length} files`, value };
}
