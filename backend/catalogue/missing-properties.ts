/** Properties the playbook in force uses that HubSpot no longer has as they were: deleted, hidden, or of another type. */
import type { PropertyDefinition } from '@zo/shared';

/** `key` is the property's own: "contact jobtitle". */
export type PropertyTrouble = { key: string; message: string };

/** `used`: as kept with the playbook. `portal`: as HubSpot has them now. */
export function propertyTroubles(
  used: readonly PropertyDefinition[],
  portal: readonly PropertyDefinition[],
): PropertyTrouble[] {
  return used.flatMap(({ object, name, label, type }) => {
    const live = portal.find((one) => one.object === object && one.name === name);
    if (live?.type === type) return [];
    const what =
      live === undefined
        ? 'is not in HubSpot any more, so its value is not known of anybody'
        : `is now of type ${live.type} in HubSpot; it was ${type}`;
    const message =
      `The ${object} property ${name} ("${label}"), which the playbook in force uses, ${what}. ` +
      'Correct the playbook, or the property in HubSpot.';
    return [{ key: `${object} ${name}`, message }];
  });
}
