/** Makes the group and the properties of ours in a portal. Running it again writes nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type PropertyDefinition, properties, propertyGroup } from '@zo/shared';
import type { HubspotGateway } from './hubspot-gateway.ts';
import type { RecordType } from './hubspot-record.ts';
import type { LiveProperty } from './property-calls.ts';
import { asNewProperty, conflictBetween, type PropertyConflict, planProperties } from './property-plan.ts';

export type PropertyReport = {
  /** "contact zo_plan", "company group product_activity". */
  created: string[];
  changed: string[];
  unchanged: string[];
  conflicts: PropertyConflict[];
};

type Gateway = Pick<
  HubspotGateway,
  'listProperties' | 'readProperty' | 'createProperty' | 'updateProperty' | 'listPropertyGroups' | 'createPropertyGroup'
>;

const objects: RecordType[] = ['contact', 'company'];
/** HubSpot shows a new property a quarter to a whole second later, and refuses writes of it until then. */
const visibleWithinMs = 5_000;
const lookEveryMs = 250;

export async function ensureProperties(
  gateway: Gateway,
  wanted: readonly PropertyDefinition[] = properties,
): Promise<PropertyReport> {
  const report: PropertyReport = { created: [], changed: [], unchanged: [], conflicts: [] };
  await ensureGroups(gateway, report);
  const live = { contact: await gateway.listProperties('contact'), company: await gateway.listProperties('company') };
  const plan = planProperties(wanted, live);
  report.conflicts.push(...plan.conflicts);
  report.unchanged.push(...plan.unchanged.map(nameOf));

  const created: PropertyDefinition[] = [];
  for (const property of plan.create) {
    const result = await gateway.createProperty(property.object, asNewProperty(property));
    if (result === 'created') created.push(property);
    else await settleExisting(gateway, property, report);
  }
  for (const { property, change } of plan.change) {
    await gateway.updateProperty(property.object, property.name, change);
    report.changed.push(nameOf(property));
  }
  await waitUntilVisible(gateway, created);
  report.created.push(...created.map(nameOf));
  return report;
}

async function ensureGroups(gateway: Gateway, report: PropertyReport): Promise<void> {
  for (const object of objects) {
    const groups = await gateway.listPropertyGroups(object);
    const name = `${object} group ${propertyGroup.name}`;
    if (groups.some((group) => group.name === propertyGroup.name)) report.unchanged.push(name);
    else {
      const result = await gateway.createPropertyGroup(object, { ...propertyGroup });
      report[result === 'created' ? 'created' : 'unchanged'].push(name);
    }
  }
}

/** Somebody created it between our look and our creation, or an earlier attempt whose answer was lost. */
async function settleExisting(gateway: Gateway, property: PropertyDefinition, report: PropertyReport): Promise<void> {
  const live = await readWhenVisible(gateway, property);
  const reason = live === null ? 'exists, and HubSpot does not show it yet' : conflictBetween(property, live);
  if (reason === null) report.unchanged.push(nameOf(property));
  else report.conflicts.push({ object: property.object, name: property.name, reason });
}

async function readWhenVisible(gateway: Gateway, { object, name }: PropertyDefinition): Promise<LiveProperty | null> {
  const until = performance.now() + visibleWithinMs;
  for (;;) {
    const live = await gateway.readProperty(object, name);
    if (live !== null || performance.now() >= until) return live;
    await sleep(lookEveryMs);
  }
}

async function waitUntilVisible(gateway: Gateway, created: PropertyDefinition[]): Promise<void> {
  const until = performance.now() + visibleWithinMs;
  for (const object of objects) {
    const names = created.filter((property) => property.object === object).map(({ name }) => name);
    while (names.length > 0 && performance.now() < until) {
      const visible = new Set((await gateway.listProperties(object)).map(({ name }) => name));
      if (names.every((name) => visible.has(name))) break;
      await sleep(lookEveryMs);
    }
  }
}

function nameOf({ object, name }: PropertyDefinition): string {
  return `${object} ${name}`;
}
