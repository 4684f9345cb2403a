/** A draft held against a portal's own past: its kept events, and its customers as HubSpot knows them. */
import { usedHubspotProperties } from '@zo/shared';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { HistoryReport } from './history-report.ts';
import { readCustomers } from './read-customers.ts';
import { type HistoryParts, replayHistory } from './replay-history.ts';

/** `gateway`: null for a portal that is not connected to HubSpot. */
export type PortalHistory = Omit<HistoryParts, 'readCustomers'> & { gateway: HubspotGateway | null };

export function simulateHistory({ gateway, ...parts }: PortalHistory): Promise<HistoryReport> {
  const { store, portalId, rules } = parts;
  const isOurs = async (contactIds: string[]) => new Set((await store.personsOfContacts(portalId, contactIds)).keys());
  return replayHistory({
    ...parts,
    readCustomers: async () =>
      gateway === null
        ? { unknown: 'this portal is not connected to HubSpot' }
        : readCustomers(gateway, usedHubspotProperties(rules.playbook), isOurs),
  });
}
