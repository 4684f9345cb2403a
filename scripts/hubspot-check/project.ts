/** A HubSpot project as HubSpot's own parsing library reads it, with the profile's variables filled in. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { getAllHsProfiles } from '@hubspot/project-parsing-lib/profiles';
import {
  isKnownPlatformVersion,
  parseProjectConfig,
  validateProjectConfig,
} from '@hubspot/project-parsing-lib/projects';
import { translate } from '@hubspot/project-parsing-lib/translate';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export type Component = {
  uid: string;
  /** As in the file: 'card', 'workflow-action'. */
  type: string;
  /** Relative to the source folder, with forward slashes. */
  file: string;
  /** Top-level keys of the file. */
  keys: string[];
  config: JsonObject;
};

export type PackageFile = { file: string; content: JsonObject };

export type HubspotProject = {
  components: Component[];
  packages: PackageFile[];
  /** Every file under the source folder that could be uploaded, relative to it, with forward slashes. */
  files: string[];
};

/** One thing HubSpot would refuse or that would not work, in words: what, where, and what to do. */
export type Problem = string;

export class UnreadableProject extends Error {}

/**
 * Reads the project in `projectDir` as an upload with this profile would. Throws UnreadableProject when HubSpot's library
 * does not accept it.
 */
export async function readProject(
  projectDir: string,
  profile: string,
  platformVersion?: string,
): Promise<HubspotProject> {
  const config = parseProjectConfig(projectDir);
  validateProjectConfig(config, projectDir);
  const version = platformVersion ?? config.platformVersion;
  if (!isKnownPlatformVersion(version))
    throw new UnreadableProject(`hsproject.json: unknown platformVersion ${version}`);
  const sourceDir = path.join(projectDir, config.srcDir);
  await requireProfile(sourceDir, profile);
  const { intermediateRepresentation, skippedHsMetaFiles } = await translateProject(sourceDir, version, profile);
  if (skippedHsMetaFiles.length > 0) {
    const skipped = skippedHsMetaFiles.join(', ');
    throw new UnreadableProject(`not directly in its component's folder, so HubSpot would skip it: ${skipped}`);
  }
  const files = listFiles(sourceDir);
  return {
    components: Object.values(intermediateRepresentation.intermediateNodesIndexedByUid).map((node) => {
      const raw = readJson(path.join(sourceDir, node.metaFilePath));
      return {
        uid: node.uid,
        type: String(raw.type),
        file: toPosix(node.metaFilePath),
        keys: Object.keys(raw),
        config: node.config as JsonObject,
      };
    }),
    packages: files
      .filter((file) => path.posix.basename(file) === 'package.json')
      .map((file) => ({ file, content: readJson(path.join(sourceDir, file)) })),
    files,
  };
}

export function sourceDirOf(projectDir: string): string {
  return path.join(projectDir, parseProjectConfig(projectDir).srcDir);
}

async function requireProfile(sourceDir: string, profile: string): Promise<void> {
  const known = await getAllHsProfiles(sourceDir);
  if (known.includes(profile)) return;
  throw new UnreadableProject(`there is no hsprofile.${profile}.json; profiles here: ${known.join(', ') || 'none'}`);
}

async function translateProject(projectSourceDir: string, platformVersion: string, profile: string) {
  try {
    return await translate({ projectSourceDir, platformVersion }, { skipValidation: true, profile });
  } catch (error) {
    throw new UnreadableProject(`HubSpot's parser refuses the project: ${String(error)}`, { cause: error });
  }
}

function listFiles(sourceDir: string): string[] {
  return readdirSync(sourceDir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => toPosix(path.relative(sourceDir, path.join(entry.parentPath, entry.name))))
    .filter((file) => !file.split('/').includes('node_modules'))
    .filter((file) => statSync(path.join(sourceDir, file)).isFile())
    .sort();
}

function readJson(file: string): JsonObject {
  return JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
}

function toPosix(file: string): string {
  return file.split(path.sep).join('/');
}
