/** Whether the portal has the lifecycle stages a handoff and a return set. Pure. */
import { nearestName, type Playbook } from '@zo/shared';
import { mqlStage, sqlStage } from '../hubspot/lifecycle-stages.ts';

export type Stage = { value: string; label: string };

/** `stages`: null when the portal does not show them, and then nothing is said. */
export function stageRefusals(playbook: Pick<Playbook, 'return'>, stages: readonly Stage[] | null): string[] {
  if (stages === null) return [];
  const needed = playbook.return === null ? [sqlStage] : [sqlStage, mqlStage];
  return needed
    .filter((stage) => !stages.some(({ value }) => value === stage))
    .map((stage) => `there is no lifecycle stage ${stage} in HubSpot${hintFor(stage, stages)}`);
}

/** Custom stages have numbers for names, so a label much like it is named too. */
function hintFor(stage: string, stages: readonly Stage[]): string {
  const compared = stages.map(({ value, label }) => ({
    value,
    label,
    key: label.toLowerCase().replace(/[\s-]+/g, ''),
  }));
  const nearest = nearestName(
    stage,
    compared.flatMap(({ value, key }) => [value, key]),
  );
  const found = compared.find(({ value, key }) => value === nearest || key === nearest);
  return found === undefined ? '' : ` (the nearest is "${found.label}", ${found.value})`;
}
