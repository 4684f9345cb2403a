/** Tells the operator when HubSpot no longer has a property the playbook in force uses, and takes it back when it has. */
import type { PropertyDefinition } from '@zo/shared';
import type { PortalStore } from '../store/store.ts';
import { propertyTroubles } from './missing-properties.ts';

const prefix = 'used-property:';

/** `portal`: what HubSpot has now. */
export async function watchUsedProperties(
  store: Pick<PortalStore, 'playbook' | 'alarms' | 'raiseAlarm' | 'clearAlarm'>,
  portalId: number,
  portal: readonly PropertyDefinition[],
  now: number,
): Promise<void> {
  const used = (await store.playbook(portalId))?.properties ?? [];
  const troubles = propertyTroubles(used, portal).map((trouble) => ({ ...trouble, key: prefix + trouble.key }));
  for (const { key } of await store.alarms(portalId)) {
    if (key.startsWith(prefix) && !troubles.some((trouble) => trouble.key === key)) {
      await store.clearAlarm(portalId, key);
    }
  }
  for (const { key, message } of troubles) await store.raiseAlarm(portalId, key, message, now);
}
