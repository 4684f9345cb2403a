/** Plans and applies against a local HubSpot as `zo provision` does on the server, with virtual waits. */
import { type PropertyDefinition, type WorkflowActionName, workflowActionNames, workflowActions } from '@zo/shared';
import type { ActionIds } from '../../backend/hubspot/action-ids.ts';
import type { HubspotGateway } from '../../backend/hubspot/hubspot-gateway.ts';
import { optionalScopes, requiredScopes } from '../../backend/hubspot/scopes.ts';
import { type Applied, applyPlan } from '../../backend/provision/apply-plan.ts';
import { artefactWords, workflowArtefact } from '../../backend/provision/artefact.ts';
import type { Keeping } from '../../backend/provision/keeping.ts';
import { planProvision, type ToPlan } from '../../backend/provision/plan.ts';
import type { ProvisionPlan, Step } from '../../backend/provision/plan-step.ts';
import { readPortal } from '../../backend/provision/read-portal.ts';
import type { HubspotSandbox } from '../../sandbox/hubspot/start.ts';
import { acmePlaybook } from './playbooks.ts';

export type Wish = Partial<Omit<ToPlan, 'found' | 'kept'>> & {
  actionIds?: ActionIds;
  scopes?: readonly string[];
};

export type Provisioner = {
  plan(wish?: Wish): Promise<ProvisionPlan>;
  apply(wish?: Wish): Promise<{ plan: ProvisionPlan; applied: Applied }>;
};

const example = acmePlaybook();

/** With a return rule, so that both workflows are wanted. What the rule says does not matter here. */
export const provisionedPlaybook = {
  ...example,
  return: { when: example.definition.expression, channel: null, text: '14 days without AE activity', higherBar: 0 },
};

/** As the portal's editor would know our actions. */
export function actionIdsOf(sandbox: HubspotSandbox): ActionIds {
  const { actionDefinitions } = sandbox.portal();
  const idOf = (name: WorkflowActionName) => actionDefinitions.find(({ uid }) => uid === workflowActions[name].uid)!;
  return Object.fromEntries(
    workflowActionNames.map((name) => [name, { definitionId: idOf(name).definitionId, version: idOf(name).version }]),
  );
}

export function provisioner(
  gateway: HubspotGateway,
  keeping: Keeping,
  defaults: Wish & { actionIds: ActionIds },
): Provisioner {
  async function plan(wish: Wish = {}): Promise<ProvisionPlan> {
    const { actionIds, scopes = [...requiredScopes, ...optionalScopes], ...asked } = { ...defaults, ...wish };
    const { playbook = provisionedPlaybook } = asked;
    const kept = await keeping.read();
    const idOf = (kind: 'handoff' | 'return') => kept[artefactWords(workflowArtefact(kind))]?.id ?? undefined;
    const found = await readPortal({
      gateway,
      kept,
      knownFlowIds: { handoff: idOf('handoff'), return: idOf('return') },
      actionIds: { setting: {}, learned: actionIds ?? {} },
      freePlans: playbook.freePlans,
      scopes,
    });
    return planProvision({
      owners: [],
      goLive: false,
      force: [],
      wereOn: [],
      timeZone: 'Europe/Berlin',
      link: 'https://app.hubspot.test/contacts/424242',
      ...asked,
      playbook,
      found,
      kept,
    });
  }
  return {
    plan,
    async apply(wish) {
      const planned = await plan(wish);
      const applied = await applyPlan(planned, { gateway, keeping, sleep: async () => undefined });
      return { plan: planned, applied };
    },
  };
}

/** "create contact property zo_plan". */
export function stepWords({ act, artefact }: Step): string {
  return `${act} ${artefactWords(artefact)}`;
}

/** A few of ours of each kind, so that a test of every call stays short. */
export function someProperties(all: readonly PropertyDefinition[]): PropertyDefinition[] {
  const names = [
    'zo_plan',
    'zo_pql_score',
    'zo_sql_ready',
    'zo_conditions_missing',
    'zo_handoff_gate',
    'zo_handoff_status',
  ];
  return all.filter(({ name, object }) => object === 'company' || names.includes(name) || name === 'zo_handoff_at');
}
