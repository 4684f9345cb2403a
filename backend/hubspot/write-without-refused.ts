import type { Priority } from '../outbox/effect.ts';
import type { HubspotGateway } from './hubspot-gateway.ts';
import type { RecordInput, RecordType, UpdateOutcome } from './hubspot-record.ts';
import type { Values } from './write-plan.ts';

/**
 * What HubSpot named as wrong is left out and the rest written, so that one bad value does not hold the others back. What became of
 * the rest, by id; of whom there is none, nothing was written.
 */
export async function writeWithoutRefused(
  gateway: Pick<HubspotGateway, 'updateRecords'>,
  type: RecordType,
  inputs: readonly RecordInput[],
  answers: ReadonlyMap<string, UpdateOutcome>,
  priority: Priority,
): Promise<Map<string, UpdateOutcome>> {
  const rest = inputs.flatMap(({ id, properties }) => {
    const answer = answers.get(id);
    if (answer === undefined || answer.ok || answer.kind !== 'fix the record') return [];
    const kept = without(properties, answer.properties);
    const isLess = Object.keys(kept).length < Object.keys(properties).length;
    return isLess && Object.keys(kept).length > 0 ? [{ id, properties: kept }] : [];
  });
  return rest.length === 0 ? new Map() : gateway.updateRecords(type, rest, priority);
}

export function without(values: Values, names: string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
