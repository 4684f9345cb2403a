/** Which licences the packages have that we hand on, and whether each lets us. Pure. */

export type LockedPackage = { version?: string; license?: string; dev?: boolean; link?: boolean };
export type Lock = { packages: Record<string, LockedPackage> };
export type Licensed = { name: string; version: string; licence: string };

/** All let anybody use, change and sell what contains them, and ask for their notice at most. */
export const allowedLicences: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
];

/** What is installed with `--omit=dev`, by name and version, each once. */
export function productionPackages(locks: readonly Lock[]): Licensed[] {
  const found = new Map<string, Licensed>();
  for (const { packages } of locks) {
    for (const [place, { version = '', license = '', dev, link }] of Object.entries(packages)) {
      const name = place.split('node_modules/').at(-1) ?? '';
      if (!place.includes('node_modules/') || dev || link) continue;
      found.set(`${name}@${version}`, { name, version, licence: license });
    }
  }
  return [...found.values()].toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}

/** SPDX: of "A OR B" one has to be allowed, of "A AND B" both; "WITH" and names of files are read by people. */
export function isAllowed(licence: string): boolean {
  const plain = licence.replaceAll(/[()]/g, ' ').trim();
  return plain
    .split(/\s+OR\s+/)
    .some((choice) => choice.split(/\s+AND\s+/).every((one) => allowedLicences.includes(one.trim())));
}

/** By licence, the commonest first: how many packages, and which. */
export function licenceTable(packages: readonly Licensed[]): string[] {
  const byLicence = Map.groupBy(packages, ({ licence }) => licence || 'none named');
  const width = Math.max(...[...byLicence.keys()].map((licence) => licence.length));
  return [...byLicence]
    .toSorted(([, some], [, others]) => others.length - some.length)
    .map(([licence, some]) => {
      const names = some.map(({ name }) => name);
      const shown =
        names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
      return `${licence.padEnd(width)}  ${String(some.length).padStart(4)}  ${shown}`;
    });
}
