import path from 'node:path';
import { Components } from '@hubspot/project-parsing-lib/constants';
import type { Component, HubspotProject, Problem } from '../project.ts';

/** Each component lies in the folder of its type, and there is one of those that must be single. HubSpot's own table. */
export function checkFolders({ components }: HubspotProject): Problem[] {
  return [...components.flatMap(checkFolder), ...checkCounts(components), ...checkKeys(components)];
}

function checkFolder({ file, type }: Component): Problem[] {
  const known = Components[type];
  if (known === undefined) return [`${file}: HubSpot knows no component type "${type}"`];
  const wanted = known.parentComponent === undefined ? known.dir : `${known.parentComponent}/${known.dir}`;
  const actual = path.posix.dirname(file);
  return actual === wanted ? [] : [`${file}: a ${type} belongs in ${wanted}/, not in ${actual}/`];
}

function checkCounts(components: Component[]): Problem[] {
  const apps = components.filter(({ type }) => type === 'app');
  const problems = apps.length === 1 ? [] : [`the project has ${apps.length} app components; it needs exactly one`];
  for (const type of new Set(components.map((component) => component.type))) {
    const files = components.filter((component) => component.type === type).map(({ file }) => file);
    if (type !== 'app' && Components[type]?.singularComponent === true && files.length > 1) {
      problems.push(`${files.join(', ')}: an app may have only one ${type} component`);
    }
  }
  return problems;
}

/** Keys that 2026.03 refuses too, so that falling back to it stays a change of one line. */
const allowedKeys = new Set(['uid', 'type', 'config', 'dependencies']);

function checkKeys(components: Component[]): Problem[] {
  return components.flatMap(({ file, keys }) =>
    keys.filter((key) => !allowedKeys.has(key)).map((key) => `${file}: "${key}" is not a key HubSpot allows here`),
  );
}
