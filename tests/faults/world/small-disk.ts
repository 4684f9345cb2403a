/** A disk of its own, small enough to be full: memory mounted as one, which needs the right to mount. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NotRun } from '../case.ts';

export type SmallDisk = {
  folder: string;
  /** Takes so many megabytes away, until `free`. */
  fill(megabytes: number): Promise<void>;
  free(): Promise<void>;
  /** Only while no file on it is open. */
  setReadOnly(isReadOnly: boolean): void;
  remove(): Promise<void>;
};

export async function mountSmallDisk(megabytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zo-small-disk-'));
  const mounted = run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'zo-small-disk', folder);
  if (mounted !== null) {
    await rm(folder, { recursive: true });
    throw new NotRun(`a small disk could not be mounted (${mounted}); as root it can`);
  }
  const ballast = path.join(folder, 'ballast');
  return {
    folder,
    fill: (size) => writeFile(ballast, Buffer.alloc(size * 1024 * 1024)),
    free: () => unlink(ballast),
    setReadOnly(isReadOnly) {
      const problem = run('mount', '-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, folder);
      if (problem !== null) throw new Error(problem);
    },
    async remove() {
      run('umount', '-l', folder);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What it said when it failed. */
function run(program: string, ...words: string[]): string | null {
  const { status, stderr, error } = spawnSync(program, words, { encoding: 'utf8' });
  if (error !== undefined) return error.message;
  return status === 0 ? null : stderr.trim();
}
