/** What the local HubSpot takes unless it is told otherwise. */
export const hubspotDefaults = {
  portalId: 424_242,
  accessToken: 'sandbox-hubspot-token',
  clientId: 'sandbox-hubspot-client',
  clientSecret: 'sandbox-hubspot-secret',
  enrolmentDelayMs: 5_000,
};
