/**
 * An owner is taken away, or given back, only while there is none but one whom we gave the contact: whoever was chosen in HubSpot
 * meanwhile stays, whether we have heard of it or not.
 */
import type { Handoff } from '../handoff/handoff.ts';
import { HubspotError, waitOf } from '../hubspot/hubspot-errors.ts';
import type { UpdateOutcome } from '../hubspot/hubspot-record.ts';
import { text } from '../hubspot/property-values.ts';
import type { Priority } from './effect.ts';
import type { HubspotLane } from './hubspot-lane.ts';

export type OwnerToClear = { contactId: string; handoff: Handoff | null };

export type OwnersThere = {
  /** Owners of contacts as HubSpot has them now, where they were chosen by somebody else. */
  chosen: Map<string, string>;
  /** Contacts of which HubSpot could not say it: they are left as they are, and asked for later. */
  unread: Map<string, Unread>;
};

export type Unread = Extract<UpdateOutcome, { ok: false; kind: 'retry' }>;

/** Throws HubspotError where it is not about single contacts. */
export async function ownersThere(
  { gateway }: Pick<HubspotLane, 'gateway'>,
  toClear: readonly OwnerToClear[],
  priority: Priority,
): Promise<OwnersThere> {
  const there: OwnersThere = { chosen: new Map(), unread: new Map() };
  const contactIds = [...new Set(toClear.map(({ contactId }) => contactId))];
  const { read, unread } = await readOwners(gateway, contactIds, priority);
  for (const { contactId, handoff } of toClear) {
    const ownerId = read.get(contactId) ?? null;
    if (ownerId !== null && !givenByUs(handoff).has(ownerId)) there.chosen.set(contactId, ownerId);
  }
  return { ...there, unread };
}

/** Enough to find one among a hundred by halves; more than one is found in more rounds. */
const mostFailedReads = 8;
const retryMs = 2_000;

/** One contact that cannot be read fails the reading of all that are asked for with it, so they are asked for in halves. */
async function readOwners(gateway: HubspotLane['gateway'], contactIds: string[], priority: Priority) {
  const read = new Map<string, string | null>();
  const unread = new Map<string, Unread>();
  let failures = 0;
  await readSome(contactIds);
  return { read, unread };

  async function readSome(values: string[]): Promise<void> {
    if (values.length === 0) return;
    try {
      if (failures >= mostFailedReads) return leave(values, 'HubSpot could not say who owns other contacts');
      const contacts = await gateway.readContacts({ by: 'id', values, properties: ['hubspot_owner_id'] }, priority);
      for (const [id, contact] of contacts) {
        read.set(id, contact === 'not found' ? null : text(contact.properties, 'hubspot_owner_id'));
      }
    } catch (error) {
      if (!(error instanceof HubspotError) || error.code === 'reconnect' || error.code === 'not permitted') throw error;
      failures += 1;
      const isAboutAll = error.status === null || error.status === 429;
      if (values.length === 1 || isAboutAll) return leave(values, error.reason, waitOf(error) ?? retryMs);
      const half = Math.ceil(values.length / 2);
      await readSome(values.slice(0, half));
      await readSome(values.slice(half));
    }
  }

  function leave(values: string[], reason: string, afterMs = retryMs): void {
    for (const id of values) unread.set(id, { ok: false, kind: 'retry', reason, afterMs });
  }
}

/** Also before: a newer one may not have been written yet. */
function givenByUs(handoff: Handoff | null): Set<string> {
  const owners = handoff === null ? [] : [...handoff.earlierOwners, ...(handoff.owner === null ? [] : [handoff.owner])];
  return new Set(owners.filter(({ setByUs }) => setByUs).map(({ id }) => id));
}
