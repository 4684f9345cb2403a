import type { Portal } from '../portal/portal.ts';
import type { CrmRecord } from '../portal/tables.ts';

/** True when writing this stage would go backwards; HubSpot answers 200 and keeps the old one. Clearing is allowed. */
export function keepsOldStage(portal: Portal, record: CrmRecord, wanted: string): boolean {
  const current = record.values.lifecyclestage ?? '';
  if (wanted === '' || current === '' || wanted === current) return false;
  const stages = portal.properties[record.type].get('lifecyclestage')?.options ?? [];
  const orderOf = (stage: string) => stages.findIndex((option) => option.value === stage);
  return orderOf(wanted) < orderOf(current);
}
