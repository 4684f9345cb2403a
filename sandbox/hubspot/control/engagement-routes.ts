/** What people log on contacts, and what becomes of their deals. */

import { type DealOutcome, dealOutcomes } from '../deals/deal-stages.ts';
import { createDeal, moveDeal } from '../deals/deals.ts';
import { type Engagement, engagementKinds } from '../engagements/engagement.ts';
import { logEngagement } from '../engagements/log-engagement.ts';
import { ok } from '../http/answer.ts';
import { invalid } from '../http/refusal.ts';
import { objectOf, type Route } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord } from '../portal/tables.ts';
import { ownerIdIn, recordAt, user } from './record-at.ts';
import { wholeContact } from './whole-contact.ts';

export function engagementRoutes(portal: Portal): Route[] {
  return [
    {
      method: 'POST',
      path: '/sandbox/contacts/:id/engagements',
      handle(request) {
        const contact = recordAt(portal, '0-1', request.params.id ?? '');
        logEngagement(portal, contact, engagementIn(portal, contact, objectOf(request)), user);
        return ok(wholeContact(portal, contact));
      },
    },
    {
      method: 'POST',
      path: '/sandbox/deals',
      handle(request) {
        const { contact: key, owner, stage, amount } = objectOf(request);
        const contact = recordAt(portal, '0-1', String(key ?? ''));
        const ownerId =
          owner === undefined ? (contact.values.hubspot_owner_id ?? null) : ownerIdIn(portal, owner, 'owner');
        if (amount !== undefined && typeof amount !== 'number') throw invalid('amount must be a number');
        return ok(
          createDeal(portal, contact, { ownerId, outcome: outcomeIn(stage), amount: amount ?? null }, user),
          201,
        );
      },
    },
    {
      method: 'PATCH',
      path: '/sandbox/deals/:id',
      handle(request) {
        const deal = recordAt(portal, '0-3', request.params.id ?? '');
        moveDeal(portal, deal, outcomeIn(objectOf(request).stage), user);
        return ok(deal);
      },
    },
  ];
}

/** Without a word, a call by the contact's owner, now. */
function engagementIn(
  portal: Portal,
  contact: CrmRecord,
  { kind = 'call', by, at }: Record<string, unknown>,
): Omit<Engagement, 'contactId'> {
  const known = engagementKinds.find((one) => one === kind);
  if (known === undefined) throw invalid(`kind must be one of: ${engagementKinds.join(', ')}`);
  if (at !== undefined && (typeof at !== 'number' || !Number.isSafeInteger(at))) {
    throw invalid('at must be a moment in milliseconds');
  }
  const ownerId = by === undefined ? (contact.values.hubspot_owner_id ?? null) : ownerIdIn(portal, by, 'by');
  return { kind: known, ownerId, at: at ?? portal.now() };
}

function outcomeIn(stage: unknown): DealOutcome {
  const outcome = dealOutcomes.find((one) => one === stage);
  if (outcome === undefined) throw invalid(`stage must be one of: ${dealOutcomes.join(', ')}`);
  return outcome;
}
