import type { Clock } from '../clock.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import type { Keeping } from '../provision/keeping.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { ReceiptStore } from '../store/receipt-store.ts';
import type { OutboxStore, PortalStore } from '../store/store.ts';

/** What looking for drift in a portal needs. */
export type DriftParts = {
  store: PortalStore & OutboxStore & HandoffStore & Pick<ReceiptStore, 'keepReceipt'>;
  states: PortalStates;
  hubspot: ReadonlyMap<number, HubspotGateway>;
  slack: ReadonlyMap<number, SlackGateway>;
  /** Remembers what we wrote in a portal. */
  keepingOf: (portalId: number) => Keeping;
  /** The setting HUBSPOT_ACTION_IDS; null when not set. */
  actionIdsSetting: string | null;
  /** Whose writes in HubSpot are ours; null: told by the values we know we wrote. */
  appId: number | null;
  clock: Clock;
};
