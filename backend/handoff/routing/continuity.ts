/**
 * One account, one voice: who has a claim to a handoff before turns are asked. The first whom nothing bars gets it. Caps,
 * hours and territory bar nobody from it, a leave does; all but the contact's own owner must be among the playbook's.
 */
import type { AssignQuestion } from '../assign.ts';
import { claimReasons } from './reasons.ts';

/** Whose the contact, or somebody of their company, was last, and when that handoff ended. */
export type LastOwner = { ownerId: string; at: number; of: 'contact' | 'company' };

export type Claim = {
  ownerId: string;
  /** The claim in words; the reason when it decides. */
  because: string;
  /** Holds also for somebody who is not among the playbook's owners. */
  isOfContact: boolean;
};

export const hadItBefore = 'must not get it again';

/** In the order in which they count. */
export function claimsOf(question: AssignQuestion): Claim[] {
  if (question.byTurnsOnly) return [];
  const { presentOwnerId, companyOwnerId, companyRecordOwnerId, dealOwnerId, lastOwner } = question;
  const contact = { ownerId: presentOwnerId, because: claimReasons.contact, isOfContact: true };
  const colleague = { ownerId: companyOwnerId, because: claimReasons.openHandoff, isOfContact: false };
  const claims = isByFirstRules(question)
    ? [contact, colleague]
    : [
        colleague,
        contact,
        { ownerId: companyRecordOwnerId ?? null, because: claimReasons.company, isOfContact: false },
        { ownerId: dealOwnerId ?? null, because: claimReasons.deal, isOfContact: false },
        {
          ownerId: lastOwner?.ownerId ?? null,
          because: lastOwner?.of === 'contact' ? claimReasons.contactBefore : claimReasons.companyBefore,
          isOfContact: false,
        },
      ];
  return claims.flatMap(({ ownerId, ...claim }) => (ownerId === null ? [] : [{ ownerId, ...claim }]));
}

/** Why a claim does not count; null: it does. */
export function barOf(question: AssignQuestion, { ownerId, isOfContact }: Claim): string | null {
  const owner = question.owners.find(({ id }) => id === ownerId);
  if (owner === undefined) return 'not an owner in HubSpot';
  if (!owner.active) return 'no longer active in HubSpot';
  if (isByFirstRules(question)) return null;
  if (question.notAgain?.includes(ownerId)) return hadItBefore;
  if (!isOfContact && !question.pool.includes(owner.email)) return 'not an owner of the playbook';
  const standing = question.standings?.[owner.email];
  return standing?.awayBy === 'leave' ? standing.away : null;
}

/**
 * Asked before companies, deals and earlier handoffs counted, or where they do not: the contact's owner came before the AE
 * of an open handoff then, and both whatever their terms.
 */
export function isByFirstRules({ lastOwner }: AssignQuestion): boolean {
  return lastOwner === undefined;
}
