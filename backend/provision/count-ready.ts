import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { stagesBeforeSql } from '../hubspot/lifecycle-stages.ts';

/** Contacts that meet the definition and are free, samples left out, as HubSpot has them now; some seconds behind. */
export function countReady(
  gateway: Pick<HubspotGateway, 'countContacts'>,
  { freePlans, stages }: { freePlans: string[]; stages: string[] },
): Promise<number> {
  const ready = { propertyName: 'zo_sql_ready', operator: 'EQ', value: 'yes' } as const;
  // Whoever is ready has a gate: it was written with the readiness.
  const real = { propertyName: 'zo_handoff_gate', operator: 'NEQ', value: 'sample' } as const;
  const before = stagesBeforeSql(stages);
  const stageChoices = [
    { propertyName: 'lifecyclestage', operator: 'NOT_HAS_PROPERTY' } as const,
    ...(before.length === 0 ? [] : [{ propertyName: 'lifecyclestage', operator: 'IN', values: before } as const]),
  ];
  const planChoices = [
    { propertyName: 'zo_plan', operator: 'NOT_HAS_PROPERTY' } as const,
    ...(freePlans.length === 0
      ? []
      : [{ propertyName: 'zo_plan', operator: 'IN', values: freePlans.map((plan) => plan.toLowerCase()) } as const]),
  ];
  return gateway.countContacts(stageChoices.flatMap((stage) => planChoices.map((plan) => [ready, real, stage, plan])));
}
