/** Leads that need one more event to cross, in direct mode, and sixty owners who get them by turns. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { firstActivity, introduction, users } from './load/messages.ts';
import { adminToken, portalId, type Surroundings, sendBatch, startProduct, untilQuiet } from './product.ts';
import { addContacts, addOwners, changeHubspot, untilNoCalls } from './sandbox-calls.ts';
import type { MeasuredProcess } from './start-process.ts';

export const owners = Array.from({ length: 60 }, (_, index) => `owner${index}@acme.test`);

const playbook = `
signals:
  activated: Onboarding Completed
  key action: [Report Created, Dashboard Shared]
  visited pricing: { page: /pricing }
  hit usage limit: Plan Limit Reached
score:
  - +25 when activated
  - +2 per key action in the last 7 days, up to 10
  - +12 when visited pricing in the last 14 days
  - +15 when hit usage limit in the last 30 days
definition: >
  A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= 50
  AND the company is not on a personal email domain AND zo_company_active_users >= 2
handoff:
  mode: direct
  owners: [${owners.join(', ')}]
  first call due: 2 working hours
exclude: [acme.test]
`;

/** Everybody in HubSpot and in the product, and the product live and quiet. */
export async function prepareLeads(
  { folder, hubspot, slack, ...rest }: Surroundings,
  {
    name,
    crossings,
    env,
    ...given
  }: { name: string; crossings: number; env?: Record<string, string>; database?: string },
): Promise<{ product: MeasuredProcess; database: string }> {
  await changeHubspot(hubspot.url, { tenSecondlyLimit: 1e6, associationBatchLimit: 1e6, searchPerSecond: 1e6 });
  await addOwners(hubspot.url, slack.url, owners);
  await addContacts(
    hubspot.url,
    range(0, crossings).map((index) => ({ email: emailOf(index), lastname: leadOf(index) })),
  );
  const playbookFile = path.join(folder, `${name}.yaml`);
  await writeFile(playbookFile, playbook);
  const database = given.database ?? path.join(folder, `${name}.db`);
  const product = await startProduct({ folder, hubspot, slack, ...rest }, { database, playbook: playbookFile, env });
  await prepareCrossings(product, crossings);
  await untilQuiet(database);
  await goLive(product);
  await untilQuiet(database);
  await untilNoCalls(hubspot.url);
  return { product, database };
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function emailOf(index: number): string {
  return `lead@${leadDomain(index)}`;
}

/** Of the lead's company, which nobody else is of but a colleague. */
export function leadDomain(index: number): string {
  return `latency${index}.test`;
}

/** The contact's last name, found again in the alert. */
export function leadOf(index: number): string {
  return `L${String(index).padStart(6, '0')}`;
}

/** Whom a text names. */
export function leadIn(text: string): { name: string; index: number } | null {
  const digits = /\bL(\d{6})\b/.exec(text)?.[1];
  return digits === undefined ? null : { name: `L${digits}`, index: Number(digits) };
}

/** Everybody needs one more event to cross, and has an active colleague; others only make noise. */
async function prepareCrossings(product: MeasuredProcess, crossings: number): Promise<void> {
  const noise = range(0, users).flatMap((index) => [introduction(index), firstActivity(index)]);
  const leads = range(0, crossings).flatMap((index) => {
    const userId = `lead-${index}`;
    const mate = `mate-${index}`;
    return [
      { type: 'identify', messageId: `lead-i-${index}`, userId, traits: { email: emailOf(index) } },
      { type: 'track', messageId: `lead-a-${index}`, userId, event: 'Onboarding Completed' },
      { type: 'page', messageId: `lead-p-${index}`, userId, properties: { path: '/pricing' } },
      {
        type: 'identify',
        messageId: `mate-i-${index}`,
        userId: mate,
        traits: { email: `mate@latency${index}.test` },
      },
      { type: 'track', messageId: `mate-a-${index}`, userId: mate, event: 'Report Viewed' },
    ];
  });
  await sendBatch(product.url, [...noise, ...leads]);
}

export function crossing(index: number): object {
  return { type: 'track', messageId: `crossing-${index}`, userId: `lead-${index}`, event: 'Plan Limit Reached' };
}

/** Of the message id that `crossing` gave. */
export function crossingIndex(messageId: string): number {
  return Number(messageId.slice('crossing-'.length));
}

async function goLive(product: MeasuredProcess): Promise<void> {
  const response = await fetch(`${product.url}/admin/portals/${portalId}/provision`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${adminToken}` },
    body: JSON.stringify({ goLive: true }),
  });
  const result = (await response.text()).trimEnd().split('\n').at(-1) ?? '{}';
  const answer = JSON.parse(result) as { mode?: string; goLiveAt?: number | null };
  if (answer.mode !== 'direct' || !answer.goLiveAt) throw new Error(`going live: ${JSON.stringify(answer)}`);
}
