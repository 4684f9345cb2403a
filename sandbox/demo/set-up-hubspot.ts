/** What somebody would do once in HubSpot after the app was uploaded. */

/** What happens to records is then told to the app at once, as where HubSpot delivers its webhooks. */
export async function switchWebhooksOn(hubspotUrl: string): Promise<void> {
  const body = JSON.stringify({ webhooks: true, calculatedWebhooks: true });
  const response = await fetch(`${hubspotUrl}/sandbox/settings`, { method: 'POST', body });
  if (!response.ok) throw new Error(`the local HubSpot answered ${response.status}`);
}

/** The ids that HubSpot gave our actions when the project was uploaded, as somebody would copy them from its page. */
export async function readActionIds(hubspotUrl: string): Promise<string> {
  const response = await fetch(`${hubspotUrl}/sandbox/settings`);
  const { actionDefinitions } = (await response.json()) as {
    actionDefinitions: { uid: string; definitionId: string; version: number }[];
  };
  return actionDefinitions
    .map(({ uid, definitionId, version }) => {
      const name = uid.replace(/^zo_/, '').replaceAll('_', '-');
      return `${name}=${definitionId}:${version}`;
    })
    .join(',');
}
