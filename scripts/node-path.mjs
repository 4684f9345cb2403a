/** Which Node runs the product: the running one when it is 24 or newer, else the one the npm package `node` pins. */
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

export function nodePath() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const pinned = path.join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(pinned)) return pinned;
  console.error(
    `This project needs Node 24 or newer; this is ${process.version}, and the pinned one is missing at ${pinned}.\n` +
      'npm may have skipped its install script: run `npm rebuild node`, or install Node 24.',
  );
  process.exit(1);
}
