import { readFileSync } from 'node:fs';

/** Why a file could not be read; goes on from the file's name. */
export function whyUnread(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  if (code === 'EISDIR') return 'is a folder';
  return code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
}

/** The same of a file that is read now; null: it can be. */
export function whyFileUnread(file: string): string | null {
  try {
    readFileSync(file);
    return null;
  } catch (error) {
    return whyUnread(error);
  }
}
