/** The playbook that is shipped, made the portal's own as far as that is known: a text to begin with, saved by nobody. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PlaybookEdit } from '@zo/shared';
import type { PortalOwner } from '../handoff/assign.ts';
import { editPlaybook } from '../playbook/edit/edit-playbook.ts';

const shipped = path.join(import.meta.dirname, '../../playbooks/acme.yaml');
const shippedOwners = ['maria@acme.test', 'tom@acme.test', 'lee@acme.test'];

export type Starter = { name: string; source: string };

/** `asker`: who looks; null where HubSpot did not say. */
export async function starterFor(owners: readonly PortalOwner[], asker: string | null): Promise<Starter | null> {
  const source = await readFile(shipped, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return source === null ? null : { name: path.basename(shipped), source: ownText(source, owners, asker) };
}

/** Whoever looks is the first owner, where HubSpot knows them as one; else the first that HubSpot knows. Pure. */
export function ownText(source: string, owners: readonly PortalOwner[], asker: string | null): string {
  const active = owners.filter((owner) => owner.active && owner.email !== '').map(({ email }) => email);
  const first = active.find((email) => email === asker) ?? active[0] ?? asker;
  if (first === null) return source;
  const domain = (asker ?? first).split('@').at(-1)!;
  const edits: PlaybookEdit[] = [
    { kind: 'owner', email: first, terms: {} },
    ...shippedOwners.filter((email) => email !== first).map((email): PlaybookEdit => ({ kind: 'remove owner', email })),
    { kind: 'list', path: 'exclude', items: [domain] },
  ];
  return edits.reduce(editPlaybook, source);
}
