/** What somebody of sales does with a contact in HubSpot, as the demo page's buttons have it. */
import type { HubspotState } from './hubspot-state.ts';

export const salesDeeds = ['call', 'meeting', 'deal'] as const;
export type SalesDeed = (typeof salesDeeds)[number];

const dayMs = 86_400_000;

export async function doAsSales(
  hubspot: { url: string; state: () => HubspotState },
  contactId: string,
  deed: SalesDeed,
  now: number,
): Promise<void> {
  const post = (route: string, body: unknown) => ask('POST', `${hubspot.url}/sandbox${route}`, body);
  if (deed === 'call') return post(`/contacts/${contactId}/engagements`, { kind: 'call' });
  if (deed === 'meeting') return post(`/contacts/${contactId}/engagements`, { kind: 'meeting', at: now + dayMs });
  const open = dealsOf(hubspot.state(), contactId).find(({ values }) => values.hs_is_closed !== 'true');
  if (open === undefined) return post('/deals', { contact: contactId, stage: 'won' });
  return ask('PATCH', `${hubspot.url}/sandbox/deals/${open.id}`, { stage: 'won' });
}

export function dealsOf({ associations, deals }: HubspotState, contactId: string) {
  const ids = new Set(
    associations.filter(({ fromId, toType }) => fromId === contactId && toType === '0-3').map(({ toId }) => toId),
  );
  return deals.filter(({ id }) => ids.has(id));
}

async function ask(method: string, url: string, body: unknown): Promise<void> {
  const response = await fetch(url, { method, body: JSON.stringify(body) });
  if (response.ok) return;
  const { message } = (await response.json()) as { message?: string };
  throw new Error(`HubSpot says: ${message ?? response.status}`);
}
