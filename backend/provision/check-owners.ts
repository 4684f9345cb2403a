/** Whether everybody the playbook names can be assigned in HubSpot and reached in Slack. Pure. */
import { nearestName } from '@zo/shared';
import type { PortalOwner } from '../handoff/assign.ts';

export type OwnerFound = {
  email: string;
  hubspot: 'active' | 'inactive' | 'unknown';
  /** As HubSpot has it. */
  name: string | null;
  /** An active owner whose address is much like it, for one that is not to be found. */
  nearest: string | null;
  slack: 'found' | 'absent' | 'not connected' | 'no answer';
  /** Their name there; null: not found, or not known. */
  slackName: string | null;
};

/** What Slack says of an owner. */
export type InSlack = { slack: OwnerFound['slack']; slackName?: string };

export function findOwner(email: string, owners: readonly PortalOwner[], { slack, slackName }: InSlack): OwnerFound {
  const named = owners.filter((one) => one.email === email);
  const owner = named.find(({ active }) => active) ?? named[0];
  return {
    email,
    hubspot: owner === undefined ? 'unknown' : owner.active ? 'active' : 'inactive',
    name: owner?.name ?? null,
    nearest: owner === undefined ? nearestOwner(email, owners) : null,
    slack,
    slackName: slackName ?? null,
  };
}

/** By what stands before the @: whoever mistypes a colleague's address means the same company. */
function nearestOwner(email: string, owners: readonly PortalOwner[]): string | null {
  const active = owners.filter((one) => one.active).map((one) => ({ address: one.email, name: nameIn(one.email) }));
  const nearest = nearestName(
    nameIn(email),
    active.map(({ name }) => name),
  );
  return active.find(({ name }) => name === nearest)?.address ?? null;
}

function nameIn(email: string): string {
  return email.split('@')[0] ?? email;
}

/** Why nothing may be written: a handoff to somebody who is not there reaches nobody. */
export function ownerRefusals(owners: readonly OwnerFound[]): string[] {
  return owners.flatMap(({ email, hubspot, nearest }) => {
    if (hubspot === 'active') return [];
    if (hubspot === 'inactive') return [`owner ${email} is deactivated in HubSpot`];
    const hint = nearest === null ? '' : ` (did you mean ${nearest}?)`;
    return [`owner ${email} is not an owner in HubSpot${hint}`];
  });
}
