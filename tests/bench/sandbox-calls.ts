/** What the benchmark asks of the sandbox's HubSpot and Slack: people in it, other limits, what happened. */
import { accessToken } from './product.ts';

async function post(url: string, body: object, headers: Record<string, string> = {}): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
}

export function changeHubspot(url: string, settings: object): Promise<void> {
  return post(`${url}/sandbox/settings`, settings);
}

export async function addOwners(hubspotUrl: string, slackUrl: string, emails: string[]): Promise<void> {
  for (const [index, email] of emails.entries()) {
    await post(`${hubspotUrl}/sandbox/owners`, { email, firstName: 'Owner', lastName: `O${index}` });
    await post(`${slackUrl}/sandbox/users`, { name: `owner${index}`, email });
  }
}

export async function addContacts(hubspotUrl: string, contacts: { email: string; lastname: string }[]): Promise<void> {
  for (let start = 0; start < contacts.length; start += 100) {
    const inputs = contacts.slice(start, start + 100).map(({ email, lastname }) => ({
      properties: { email, firstname: 'Lead', lastname, lifecyclestage: 'lead' },
    }));
    const authorization = `Bearer ${accessToken}`;
    await post(`${hubspotUrl}/crm/v3/objects/contacts/batch/create`, { inputs }, { authorization });
  }
}

export type CallCounts = Record<string, { calls: number; inputs: number }>;

/** Calls of HubSpot's API by route; the sandbox's own control routes are not calls. */
export async function hubspotCalls(hubspotUrl: string): Promise<CallCounts> {
  const response = await fetch(`${hubspotUrl}/sandbox/requests?after=999999999`);
  const { byRoute } = (await response.json()) as { byRoute: CallCounts };
  return Object.fromEntries(Object.entries(byRoute).filter(([route]) => !route.includes('/sandbox/')));
}

export type SlackMessage = { channel: string; text: string; at: number };

export async function slackMessages(slackUrl: string): Promise<SlackMessage[]> {
  const response = await fetch(`${slackUrl}/sandbox/state`);
  return ((await response.json()) as { messages: SlackMessage[] }).messages;
}
