/** Provisioning put together for the operators' routes: one portal's gateway, Slack and record of what we wrote there. */
import type { Clock } from '../clock.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { Keeping } from '../provision/keeping.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { ProvisionParts, ProvisionWish } from './provision-plan.ts';
import {
  type PlanAnswer,
  type ProvisionAnswer,
  type ProvisionProgress,
  planPortal,
  provisionPortal,
} from './provision-portal.ts';
import type { InTurn } from './take-turns.ts';

export type Provisioning = {
  plan(portalId: number, wish: ProvisionWish): Promise<PlanAnswer>;
  apply(portalId: number, wish: ProvisionWish, onStep: (progress: ProvisionProgress) => void): Promise<ProvisionAnswer>;
};

export type ProvisioningParts = Pick<
  ProvisionParts,
  'store' | 'states' | 'followRules' | 'onLive' | 'actionIdsSetting' | 'log'
> & {
  hubspot: ReadonlyMap<number, HubspotGateway>;
  slack: ReadonlyMap<number, SlackGateway>;
  keepingOf: (portalId: number) => Keeping;
  /** Two at once would both find a workflow missing, and both make it. */
  inTurn: InTurn;
  clock: Clock;
};

export class NotConnectedError extends Error {
  constructor() {
    super('this portal is not connected to HubSpot');
    this.name = 'NotConnectedError';
  }
}

export function createProvisioning({
  hubspot,
  slack,
  keepingOf,
  inTurn,
  clock,
  ...shared
}: ProvisioningParts): Provisioning {
  const partsFor = (portalId: number): ProvisionParts => {
    const gateway = hubspot.get(portalId);
    if (gateway === undefined) throw new NotConnectedError();
    const keeping = keepingOf(portalId);
    return { ...shared, gateway, slack: slack.get(portalId) ?? null, keeping, now: clock.now() };
  };
  return {
    plan: async (portalId, wish) => planPortal(partsFor(portalId), wish),
    apply: (portalId, wish, onStep) => inTurn(portalId, async () => provisionPortal(partsFor(portalId), wish, onStep)),
  };
}
