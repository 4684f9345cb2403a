import type { Playbook } from '@zo/shared';
import { catalogueOfVersion } from '../catalogue/portal-catalogue.ts';
import type { StoredPlaybook } from '../store/store.ts';
import { readPlaybook } from './read-playbook.ts';

/** Throws when it was saved by a version of the program that read it otherwise. */
export function parseStored(stored: StoredPlaybook): Playbook {
  const read = readPlaybook(stored.source, catalogueOfVersion(stored.properties));
  if ('errors' in read)
    throw new Error(`Playbook version ${stored.version} does not parse: ${read.errors[0]?.message}`);
  return read.playbook;
}
