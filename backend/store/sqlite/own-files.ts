/** The files that a database consists of, and whether a name that somebody gave stands for one of them, by whatever path. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

const suffixes = ['', '-wal', '-shm', '-journal', '-lock', '-lock-journal'];

/** The first of `names` that is one of the database's own files, there already or not; null: none is. */
export function ownFileAmong(names: readonly string[], database: string): string | null {
  // SQLite keeps its log beside the file itself, our lock stands beside the name that was given.
  const own = [database, placeOf(database)].flatMap((file) => suffixes.map((suffix) => `${file}${suffix}`));
  return names.find((name) => own.some((file) => isSameFile(name, file))) ?? null;
}

function isSameFile(one: string, other: string): boolean {
  const [first, second] = [one, other].map((file) => statSync(file, { bigint: true, throwIfNoEntry: false }));
  if (first === undefined && second === undefined) return placeOf(one) === placeOf(other);
  return first !== undefined && first.dev === second?.dev && first.ino === second.ino;
}

/** Where a file is, or would be made. */
function placeOf(file: string): string {
  if (existsSync(file)) return realpathSync(file);
  const folder = path.dirname(path.resolve(file));
  return path.join(existsSync(folder) ? realpathSync(folder) : folder, path.basename(file));
}
