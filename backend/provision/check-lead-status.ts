/** Whether "Not a fit" can say in HubSpot what the playbook asks for. It stops nothing else, so it is a note. Pure. */
import type { Playbook } from '@zo/shared';
import { leadStatusProperty, leadStatusTrouble } from '../catalogue/lead-status.ts';
import type { PropertiesFound } from './plan-properties.ts';

/** Empty also where the portal does not show its lead statuses. */
export function leadStatusNotes(
  { notAFit: { leadStatus } }: Pick<Playbook, 'notAFit'>,
  { properties }: Pick<PropertiesFound, 'properties'>,
): string[] {
  const live = properties.contact.find(({ name }) => name === leadStatusProperty);
  if (leadStatus === null || live === undefined || live.options.length === 0) return [];
  const trouble = leadStatusTrouble(leadStatus, live.options);
  if (trouble === null) return [];
  const hint = trouble.nearest === undefined ? '' : `; the nearest is ${trouble.nearest}`;
  return [`lead status: "${leadStatus}" is not one of HubSpot's, so "Not a fit" cannot set it${hint}`];
}
