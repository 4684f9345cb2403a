import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const repository = path.resolve(import.meta.dirname, '../..');

const neverOurs = new Set(['node_modules', '.git', 'dist', 'data', 'coverage']);

/** Files below a folder of the repository whose name ends so, relative to the repository, with forward slashes. */
export function filesUnder(folder: string, ...endings: string[]): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(path.join(repository, folder), { withFileTypes: true })) {
    if (neverOurs.has(entry.name)) continue;
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...filesUnder(file, ...endings));
    else if (endings.some((ending) => entry.name.endsWith(ending))) found.push(file);
  }
  return found.sort();
}

export function read(file: string): string {
  return readFileSync(path.join(repository, file), 'utf8');
}

const imports = /(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"\n]+)\1/g;

/** What a source file imports: its own relative imports as paths in the repository, packages by name. */
export function importsOf(file: string): string[] {
  return [...read(file).matchAll(imports)].map((match) => {
    const specifier = match[2] ?? '';
    return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier;
  });
}
