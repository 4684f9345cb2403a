/**
 * Which of HubSpot's own events we subscribe to: hubspot-project/app/webhooks says the same, and a test holds the two together.
 * Properties are those that every playbook decides by, HubSpot's own and subscribable; what else a playbook asks for is
 * swept up every few minutes. Never `zo_*`: those are ours.
 */
export type WebhookObject = 'contact' | 'company' | 'deal';

export type WebhookKinds = {
  /** By property name. */
  propertyChange: readonly string[];
  others: readonly ('creation' | 'deletion' | 'merge' | 'restore' | 'associationChange' | 'privacyDeletion')[];
};

export const webhookKinds: Record<WebhookObject, WebhookKinds> = {
  contact: {
    propertyChange: [
      'email',
      'lifecyclestage',
      'hubspot_owner_id',
      'hs_lead_status',
      'hs_email_optout',
      'notes_last_contacted',
      'num_contacted_notes',
      'hs_sa_first_engagement_date',
    ],
    others: ['merge', 'deletion', 'restore', 'associationChange', 'privacyDeletion'],
  },
  company: {
    propertyChange: ['numberofemployees', 'hubspot_owner_id', 'name'],
    others: ['merge', 'deletion', 'restore'],
  },
  deal: { propertyChange: ['dealstage'], others: ['creation', 'associationChange'] },
};
