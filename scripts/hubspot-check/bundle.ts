/** HubSpot's production bundler over one entry file. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { remoteBuild } from '@hubspot/ui-extensions-dev-server';
import type { Problem } from './project.ts';

export type Bundle = { entry: string; bytes: number };

/** HubSpot states no limit for a bundle; over this a card is slow to open, and something large has slipped in. */
const largestBytes = 300_000;

/** Bundles as the cloud build does, from the folder of the entry. Throws when the bundler does. */
export async function bundleEntry(sourceDir: string, entry: string, outputDir: string): Promise<Bundle> {
  const root = path.join(sourceDir, path.dirname(entry));
  const entryPoint = path.join(sourceDir, entry);
  await remoteBuild({ root, entryPoint, outputDir, logLevel: 'error' });
  const built = path.join(outputDir, path.basename(entry).replace(/\.[jt]sx?$/, '.js'));
  if (!existsSync(built)) throw new Error(`the bundler wrote no ${path.basename(built)}`);
  return { entry, bytes: statSync(built).size };
}

export function checkBundles(bundles: Bundle[]): Problem[] {
  return bundles
    .filter(({ bytes }) => bytes > largestBytes)
    .map(
      ({ entry, bytes }) => `${entry}: the bundle has ${bytes} bytes; find what makes it larger than ${largestBytes}`,
    );
}
