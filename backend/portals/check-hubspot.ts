/** What HubSpot has of ours and what it lets us do, as the doctor tells it. */
import { type Playbook, properties, workflowActionNames } from '@zo/shared';
import { type ActionIds, chooseActionIds, parseActionIds } from '../hubspot/action-ids.ts';
import { HubspotError, NotPermitted } from '../hubspot/hubspot-errors.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { WorkflowKind } from '../hubspot/workflow-names.ts';
import type { Check } from './doctor.ts';
import type { ProvisionedWorkflows } from './portal-state.ts';

type Gateway = Pick<HubspotGateway, 'listFlows' | 'listProperties' | 'clockSkewMs'>;

/** HubSpot refuses what is signed more than five minutes away, and so do we. */
const skewWarnsMs = 60_000;
const skewStopsMs = 300_000;

const provisionRemedy = 'Press Provision HubSpot in the settings, or run `zo provision --apply`.';

export async function hubspotChecks(gateway: Gateway, scopes: readonly string[]): Promise<Check[]> {
  const asked = await Promise.all([
    asking('Properties', () => propertiesCheck(gateway)),
    asking('Tier', () => tierCheck(gateway, scopes)),
  ]);
  // After the calls: their answers tell the time.
  return [...asked, ...skewChecks(gateway.clockSkewMs())];
}

async function asking(name: string, check: () => Promise<Check>): Promise<Check> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof HubspotError)) throw error;
    return { name, state: 'warning', detail: `not known: ${error.message}`, remedy: null };
  }
}

async function propertiesCheck(gateway: Gateway): Promise<Check> {
  const name = 'Properties';
  const [contact, company] = await Promise.all([gateway.listProperties('contact'), gateway.listProperties('company')]);
  const there = { contact: new Set(contact.map((one) => one.name)), company: new Set(company.map((one) => one.name)) };
  const missing = properties.filter((property) => !there[property.object].has(property.name));
  if (missing.length === 0) return { name, state: 'ok', detail: `all ${properties.length} are there`, remedy: null };
  const named = missing.map((property) => `${property.object} property ${property.name}`).join(', ');
  return { name, state: 'problem', detail: `missing: ${named}`, remedy: provisionRemedy };
}

async function tierCheck(gateway: Gateway, scopes: readonly string[]): Promise<Check> {
  const name = 'Tier';
  const direct = 'Zo performs handoffs itself (direct mode)';
  if (!scopes.includes('automation')) {
    const remedy = 'Grant automation, if the account’s subscription has workflows.';
    return { name, state: 'warning', detail: `without automation: ${direct}`, remedy };
  }
  try {
    await gateway.listFlows();
    return { name, state: 'ok', detail: 'the account lets us make workflows', remedy: null };
  } catch (error) {
    if (!(error instanceof NotPermitted)) throw error;
    const remedy = 'Workflows need a Professional subscription; until then direct mode serves.';
    return { name, state: 'warning', detail: `HubSpot lets us make no workflows (${error.reason}): ${direct}`, remedy };
  }
}

/** `skewMs`: how far HubSpot's clock is ahead of ours; null: not known. Pure. */
export function skewChecks(skewMs: number | null): Check[] {
  const name = 'Clock';
  if (skewMs === null) return [];
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  if (Math.abs(skewMs) <= skewWarnsMs) {
    return [{ name, state: 'ok', detail: 'agrees with HubSpot’s within a minute', remedy: null }];
  }
  const stops = Math.abs(skewMs) >= skewStopsMs;
  const detail = `${seconds} s ${skewMs > 0 ? 'behind' : 'ahead of'} HubSpot’s`;
  const costs = stops ? ': signed requests are refused' : '; from 300 s signed requests are refused';
  return [
    {
      name,
      state: stops ? 'problem' : 'warning',
      detail: `${detail}${costs}`,
      remedy: 'Let the machine keep its time by NTP.',
    },
  ];
}

export type KnownActions = {
  /** The setting HUBSPOT_ACTION_IDS; null when not set. */
  setting: string | null;
  learned: ActionIds | null;
  workflows: ProvisionedWorkflows | null;
};

/** Pure. */
export function actionIdsCheck({ setting, learned, workflows }: KnownActions): Check {
  const name = 'Action ids';
  const ids = setting === null ? {} : parseActionIds(setting).ids;
  const { missing, from } = chooseActionIds({ setting: ids, learned: learned ?? {}, listed: null });
  const sources = [...new Set(Object.values(from))].join(' and ');
  if (missing.length === 0) {
    return { name, state: 'ok', detail: `all ${workflowActionNames.length} known: ${sources}`, remedy: null };
  }
  const isMade = workflows !== null && workflows.handoff !== null;
  if (isMade) return { name, state: 'ok', detail: 'found when the workflows were made', remedy: null };
  return {
    name,
    state: 'warning',
    detail: `not known: ${missing.join(', ')}`,
    remedy:
      'Provisioning asks HubSpot for them; if it cannot, put any Zo action into a workflow once, or set HUBSPOT_ACTION_IDS.',
  };
}

/** Which workflows provisioning is to make. Pure. */
export function wantedWorkflows(
  playbook: (Pick<Playbook, 'return'> & { handoff: Pick<Playbook['handoff'], 'mode'> }) | null,
  scopes: readonly string[],
): WorkflowKind[] {
  if (playbook === null || playbook.handoff.mode === 'direct' || !scopes.includes('automation')) return [];
  return playbook.return === null ? ['handoff'] : ['handoff', 'return'];
}

/** Pure. Workflows that are there are compared with the playbook besides. `isLive`: the workflow performs handoffs now. */
export function provisionedCheck(
  workflows: ProvisionedWorkflows | null,
  { isLive, wanted }: { isLive: boolean; wanted: readonly WorkflowKind[] },
): Check {
  const name = 'Provisioned';
  if (workflows === null) {
    return { name, state: 'warning', detail: 'not yet: only properties were made', remedy: provisionRemedy };
  }
  const switched = ({ live }: { live: boolean }) => (live ? 'switched on' : 'switched off');
  const words = (kind: WorkflowKind) => {
    const flow = workflows[kind];
    const stands = flow === null ? (wanted.includes(kind) ? 'not made' : 'not needed') : switched(flow);
    return `${kind} workflow ${stands}`;
  };
  const detail = `${words('handoff')}, ${words('return')}`;
  if (isLive && workflows.handoff?.live === false) {
    return { name, state: 'problem', detail, remedy: 'Run `zo provision --go-live`, which switches it on.' };
  }
  if (wanted.some((kind) => workflows[kind] === null)) {
    const remedy = `${provisionRemedy} What stands in the way is in the plan, which \`zo provision\` shows.`;
    return { name, state: 'warning', detail, remedy };
  }
  return { name, state: 'ok', detail, remedy: null };
}
