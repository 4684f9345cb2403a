/**
 * The gate: our decision whether a contact may be handed off now, and if not, why not. Reasons are tried in this order and
 * the first that holds is written to `zo_handoff_gate`.
 */
export const gateReasons = [
  'internal',
  'do_not_contact',
  'customer_or_open_deal',
  'handed_off',
  'already_sql',
  'not_a_fit',
  'cooling_down',
  'not_ready',
  'sample',
  'before_go_live',
  'in_review',
  'open',
] as const;

export type GateReason = (typeof gateReasons)[number];

/** A short label and what it means, in words for people. */
export const gateWording: Record<GateReason, { label: string; meaning: string }> = {
  internal: { label: 'Internal', meaning: 'belongs to an excluded e-mail domain' },
  do_not_contact: { label: 'Do not contact', meaning: 'asked not to be contacted, or was deleted in HubSpot' },
  customer_or_open_deal: { label: 'Customer or open deal', meaning: 'is a paying customer or has an open deal' },
  handed_off: { label: 'Handed off', meaning: 'has been handed off and the handoff is still open' },
  already_sql: { label: 'Already SQL', meaning: 'has lifecycle stage SQL or later' },
  not_a_fit: { label: 'Not a fit', meaning: 'was marked as not a fit by an account executive' },
  cooling_down: {
    label: 'Cooling down',
    meaning: 'was returned to marketing a short time ago',
  },
  not_ready: { label: 'Not ready', meaning: 'does not meet the definition' },
  sample: { label: 'Sample', meaning: 'is sample activity, which is never handed off; a real person would be' },
  before_go_live: {
    label: 'Before go-live',
    meaning:
      'met the definition before handoffs were switched on, because it was changed, or in history loaded by a backfill',
  },
  in_review: { label: 'In review', meaning: 'waits for a review' },
  open: { label: 'Open', meaning: 'may be handed off now' },
};

/** What makes somebody ready without anything happening: a changed playbook, or history that a backfill loaded. */
export type ReadyBy = 'rules' | 'history';

const readyByWords: Record<ReadyBy, string> = {
  rules: 'met the definition because it was changed, and is handed off at their next crossing',
  history:
    'became ready in history loaded by a backfill, and is handed off once they do something in the product again',
};

/** What the gate says of this person: "met the definition because it was changed, …" where that is all that holds them. */
export function gateMeaning(gate: GateReason, readyBy: ReadyBy | null = null): string {
  return gate === 'before_go_live' && readyBy !== null ? readyByWords[readyBy] : gateWording[gate].meaning;
}
