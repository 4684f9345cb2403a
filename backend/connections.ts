/** The portals this process serves, with a gateway each to HubSpot and to Slack. */
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { createHubspotGateway, type HubspotGateway } from './hubspot/hubspot-gateway.ts';
import type { PortalGatewayOf } from './slack/connect/portal-gateway.ts';
import type { SlackGateway } from './slack/slack-gateway.ts';

export type Connections = { hubspot: Map<number, HubspotGateway>; slack: Map<number, SlackGateway> };

export function connect(
  { single, hubspotApiUrl }: Config,
  { slackGatewayOf, log }: { slackGatewayOf: PortalGatewayOf; log: Logger },
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
      log: log.child({ portalId }),
    }),
  );
  if (slackBotToken !== null) connections.slack.set(portalId, slackGatewayOf(portalId, slackBotToken));
  return connections;
}
