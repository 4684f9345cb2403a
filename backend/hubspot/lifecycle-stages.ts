/** Lifecycle stages as the portal has them: custom stages have numbers for names, and the order is the portal's own. */
import type { HubspotGateway } from './hubspot-gateway.ts';

export const sqlStage = 'salesqualifiedlead';
export const mqlStage = 'marketingqualifiedlead';

/** Stages in the portal's order. Empty when the portal does not show the property. */
export async function readLifecycleStages(gateway: Pick<HubspotGateway, 'readProperty'>): Promise<string[]> {
  const property = await gateway.readProperty('contact', 'lifecyclestage');
  if (property === null) return [];
  return [...property.options]
    .sort((one, other) => (one.displayOrder ?? 0) - (other.displayOrder ?? 0))
    .map(({ value }) => value);
}

/** Stages before SQL, for the workflow's filters. 'other' is not part of the ladder, wherever the portal shows it. */
export function stagesBeforeSql(stages: string[]): string[] {
  const sql = stages.indexOf(sqlStage);
  return sql < 0 ? [] : stages.slice(0, sql).filter((stage) => stage !== 'other');
}

/** No stage at all counts as before SQL; a stage the portal does not list does not. */
export function isBeforeSql(stage: string | null, stages: string[]): boolean {
  return stage === null || stage === '' || stagesBeforeSql(stages).includes(stage);
}
