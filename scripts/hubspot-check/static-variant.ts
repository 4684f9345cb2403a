/** Writes the project as it is uploaded to one's own portal: static auth, no OAuth, otherwise the same files. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toStaticApp } from './auth-variant.ts';
import { objectAt } from './json-reading.ts';
import { sourceDirOf } from './project.ts';

const neverCopied = new Set(['node_modules', 'dist', 'coverage', 'local.json']);

/** Replaces `folder`. What lies beside the source folder comes along, because the app's workspaces point there. */
export async function writeStaticVariant(projectDir: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const sourceName = path.basename(sourceDirOf(projectDir));
  for (const name of ['hsproject.json', '.hsignore', sourceName, 'shared']) {
    await cp(path.join(projectDir, name), path.join(folder, name), {
      recursive: true,
      filter: (from) => !neverCopied.has(path.basename(from)),
    });
  }
  const file = path.join(folder, sourceName, 'app', 'app-hsmeta.json');
  const app = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, `${JSON.stringify({ ...app, config: toStaticApp(objectAt(app, 'config')) }, null, 2)}\n`);
}
