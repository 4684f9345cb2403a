/** What the benchmark asks of the sandbox's HubSpot and Slack: people in it, other limits, what happened. */
import { readCallFigures } from '../../sandbox/demo/call-figures.ts';
import { isQuick } from './load/messages.ts';
import { accessToken, pause } from './product.ts';

export async function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response;
}

export async function changeHubspot(url: string, settings: object): Promise<void> {
  await post(`${url}/sandbox/settings`, settings);
}

export async function addOwners(hubspotUrl: string, slackUrl: string, emails: string[]): Promise<void> {
  for (const [index, email] of emails.entries()) {
    await Promise.all([
      post(`${hubspotUrl}/sandbox/owners`, { email, firstName: 'Owner', lastName: `O${index}` }),
      post(`${slackUrl}/sandbox/users`, { name: `owner${index}`, email }),
    ]);
  }
}

type NewContact = { email: string; lastname: string };

/** As a sign-up form makes them; HubSpot puts each into the company of its e-mail's domain. */
export async function addContacts(hubspotUrl: string, contacts: NewContact[]): Promise<void> {
  await changeHubspot(hubspotUrl, { autoAssociateByDomain: true });
  const domains = [...new Set(contacts.map(({ email }) => email.split('@')[1]!))];
  const companies = domains.map((domain) => ({ domain, name: domain, numberofemployees: '85' }));
  await createRecords(hubspotUrl, 'companies', companies);
  const people = contacts.map((contact) => ({ ...contact, firstname: 'Lead', lifecyclestage: 'lead' }));
  await createRecords(hubspotUrl, 'contacts', people);
}

async function createRecords(hubspotUrl: string, type: string, records: Record<string, string>[]): Promise<void> {
  for (let start = 0; start < records.length; start += 100) {
    const inputs = records.slice(start, start + 100).map((properties) => ({ properties }));
    const authorization = `Bearer ${accessToken}`;
    await post(`${hubspotUrl}/crm/v3/objects/${type}/batch/create`, { inputs }, { authorization });
  }
}

/** Waits until the product has asked HubSpot nothing for a while: it is connected and everything is written. */
export async function untilNoCalls(hubspotUrl: string, forMs = isQuick ? 500 : 1_500): Promise<void> {
  let seen = -1;
  for (;;) {
    const now = totalCalls(await hubspotCalls(hubspotUrl));
    if (now === seen) return;
    seen = now;
    await pause(forMs);
  }
}

export function totalCalls(counts: CallCounts): number {
  return Object.values(counts).reduce((sum, { calls }) => sum + calls, 0);
}

export type CallCounts = Record<string, { calls: number; inputs: number }>;

/** Calls of HubSpot's API by route; the sandbox's own control routes are not calls. */
export async function hubspotCalls(hubspotUrl: string): Promise<CallCounts> {
  const response = await fetch(`${hubspotUrl}/sandbox/requests?after=999999999`);
  const { byRoute } = (await response.json()) as { byRoute: CallCounts };
  return Object.fromEntries(Object.entries(byRoute).filter(([route]) => !route.includes('/sandbox/')));
}

/** When each of the newest `count` calls arrived that the ten-secondly limit counts, oldest first; monotonic. */
export async function standardCallTimes(hubspotUrl: string, count: number): Promise<number[]> {
  const response = await fetch(`${hubspotUrl}/sandbox/requests`);
  const { requests } = (await response.json()) as { requests: { path: string; monotonicMs: number }[] };
  return requests
    .slice(-count)
    .filter(({ path }) => !path.startsWith('/crm/v4/') && !path.endsWith('/search'))
    .map(({ monotonicMs }) => monotonicMs);
}

/** By e-mail address; contacts HubSpot does not have are left out. Calls of HubSpot's API. */
export async function valuesByEmail(
  hubspotUrl: string,
  emails: string[],
  property: string,
): Promise<Map<string, string | null>> {
  const values = new Map<string, string | null>();
  for (let start = 0; start < emails.length; start += 100) {
    const inputs = emails.slice(start, start + 100).map((id) => ({ id }));
    const asked = { idProperty: 'email', properties: ['email', property], inputs };
    const authorization = `Bearer ${accessToken}`;
    const response = await post(`${hubspotUrl}/crm/v3/objects/contacts/batch/read`, asked, { authorization });
    const { results } = (await response.json()) as { results: { properties: Record<string, string | null> }[] };
    for (const { properties } of results) values.set(properties.email ?? '', properties[property] ?? null);
  }
  return values;
}

/** Over everything since the sandbox started, which several measurements share. */
export const refusedCalls = readCallFigures;

export type SlackMessage = { channel: string; text: string; at: number };

export async function slackMessages(slackUrl: string): Promise<SlackMessage[]> {
  const response = await fetch(`${slackUrl}/sandbox/state`);
  return ((await response.json()) as { messages: SlackMessage[] }).messages;
}
