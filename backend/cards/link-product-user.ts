/**
 * "Link product user" on the card, and undoing it: by whoever may hand somebody off, or whose contact it is in HubSpot. Both
 * leave a receipt on the person and a row in the history.
 */
import type { LinkProductUserAnswer, LinkProductUserRequest, UnlinkProductUserAnswer } from '@zo/shared';
import type { Clock } from '../clock.ts';
import { refusedToHandOff } from '../handoff/commands/who-may.ts';
import { HubspotError } from '../hubspot/hubspot-errors.ts';
import type { PortalState } from '../portals/portal-state.ts';
import type { AuditDeed } from '../settings/audit-deed.ts';
import type { HandoffStore, LinkOrder, UnlinkedUser } from '../store/handoff-store.ts';

export type LinkParts = {
  store: Pick<HandoffStore, 'linkProductUser' | 'unlinkProductUser'>;
  clock: Clock;
  /** See backend/portals/operators-of.ts. */
  operators: readonly string[];
  /** Whose the contact is in HubSpot; null: HubSpot has none of this id. Throws HubspotError. */
  readContactOwner: (portalId: number, contactId: string) => Promise<{ ownerId: string | null } | null>;
  auditDeed: AuditDeed;
};

type Asked = { state: PortalState; email: string; request: LinkProductUserRequest };

export async function linkProductUser(parts: LinkParts, asked: Asked): Promise<LinkProductUserAnswer> {
  const refusal = await whyNot(parts, asked);
  if (refusal !== null) return refusal;
  const { store, clock } = parts;
  const { portalId } = asked.state.portal;
  return parts.auditDeed(
    portalId,
    entryOf('link product user', asked),
    () => store.linkProductUser(portalId, orderOf(asked), clock.now()),
    ({ status }) => (status === 'linked' ? null : status),
  );
}

export async function unlinkProductUser(parts: LinkParts, asked: Asked): Promise<UnlinkProductUserAnswer> {
  const refusal = await whyNot(parts, asked);
  if (refusal !== null) return refusal.status === 'refused' ? refusal : { status: 'not linked' };
  const { store, clock } = parts;
  const { portalId } = asked.state.portal;
  const { status } = await parts.auditDeed(
    portalId,
    entryOf('unlink product user', asked),
    () => store.unlinkProductUser(portalId, orderOf(asked), clock.now()),
    (answer) => (answer.status === 'unlinked' ? null : answer.status),
  );
  return status === 'unlinked' || status === 'not linked' ? { status } : { status: 'refused', reason: reasons[status] };
}

const reasons: Record<Exclude<UnlinkedUser['status'], 'unlinked' | 'not linked'>, string> = {
  'handed off': 'Their handoff is open: end it first.',
  united: 'This person has become one with the contact\u2019s own since: that cannot be undone.',
};

async function whyNot(
  { operators, readContactOwner }: LinkParts,
  { state, email, request }: Asked,
): Promise<{ status: 'unknown contact' } | { status: 'refused'; reason: string } | null> {
  const { playbook, owners, portal } = state;
  const notTheirs = refusedToHandOff(email, false, { playbook, operators });
  let contact: { ownerId: string | null } | null;
  try {
    contact = await readContactOwner(portal.portalId, request.contactId);
  } catch (error) {
    if (!(error instanceof HubspotError)) throw error;
    return { status: 'refused', reason: 'HubSpot could not be asked about this contact: try again in a minute.' };
  }
  const isTheirContact = owners.some(({ id, email: of }) => id === contact?.ownerId && of === email);
  if (notTheirs !== null && !isTheirContact) {
    const reason =
      'Only the contact\u2019s owner, the playbook\u2019s owners, their managers and operators of Zo may link.';
    return { status: 'refused', reason };
  }
  return contact === null ? { status: 'unknown contact' } : null;
}

/** The address or user id is not written down: the history stays. */
function entryOf(deed: 'link product user' | 'unlink product user', { email, request }: Asked) {
  return { author: email, deed, detail: `contact ${request.contactId}` };
}

function orderOf({ email, request }: Asked): LinkOrder {
  const { contactId, productUser, idempotencyKey } = request;
  return { contactId, productUser, by: email, callbackId: `card:${email}:${idempotencyKey}` };
}
