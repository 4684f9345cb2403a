/** The portals this process serves, with a gateway each to HubSpot and to Slack. Portals come and go while it runs. */
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { createHubspotGateway, type HubspotGateway } from './hubspot/hubspot-gateway.ts';
import { sharedPacing } from './hubspot/shared-pacing.ts';
import type { HubspotOauth } from './oauth/oauth-services.ts';
import type { PortalGatewayOf } from './slack/connect/portal-gateway.ts';
import type { SlackGateway } from './slack/slack-gateway.ts';
import type { NodesStore } from './store/nodes-store.ts';

type Calls = Pick<NodesStore, 'changeWindow'>;

export type Connections = { hubspot: Map<number, HubspotGateway>; slack: Map<number, SlackGateway> };

/** Of one portal from the environment; those installed by OAuth come afterwards, see connectHubspot. */
export function connect(
  { single, hubspotApiUrl }: Config,
  { slackGatewayOf, store, log }: { slackGatewayOf: PortalGatewayOf; store: Calls; log: Logger },
): Connections {
  const connections: Connections = { hubspot: new Map(), slack: new Map() };
  if (single === null) return connections;
  const { portalId, accessToken, slackBotToken } = single;
  connections.hubspot.set(
    portalId,
    createHubspotGateway({
      portalId,
      baseUrl: hubspotApiUrl,
      accessToken: async () => accessToken,
      sharedPacing: sharedPacing(store.changeWindow, portalId),
      log: log.child({ portalId }),
    }),
  );
  if (slackBotToken !== null) connections.slack.set(portalId, slackGatewayOf(portalId, slackBotToken));
  return connections;
}

/** A portal that was installed by OAuth. */
export function connectHubspot(
  { hubspot }: Connections,
  portalId: number,
  { hubspotApiUrl, oauth: client }: Pick<Config, 'hubspotApiUrl' | 'oauth'>,
  { oauth, store, log }: { oauth: HubspotOauth; store: Calls; log: Logger },
): void {
  const { accessTokens } = oauth;
  const gateway = createHubspotGateway({
    portalId,
    baseUrl: hubspotApiUrl,
    accessToken: () => accessTokens.of(portalId),
    tokenRefused: (token) => accessTokens.refused(portalId, token),
    credentials: client ?? undefined,
    sharedPacing: sharedPacing(store.changeWindow, portalId),
    log: log.child({ portalId }),
  });
  hubspot.set(portalId, gateway);
}
