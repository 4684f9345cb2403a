/** The portals this process serves, with a gateway each to HubSpot and to Slack. */
import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { createHubspotGateway, type HubspotGateway } from './hubspot/hubspot-gateway.ts';
import { type ChannelIds, type KeptChannels, rememberChannels } from './slack/remember-channels.ts';
import { createSlackGateway, type SlackGateway } from './slack/slack-gateway.ts';
import type { PortalStore } from './store/store.ts';

/** Ids of channels by the names the playbook calls them. */
const channelsSetting = 'slack channels';

export type Connections = { hubspot: Map<number, HubspotGateway>; slack: Map<number, SlackGateway> };

export function connect(
  { single, hubspotApiUrl, slackApiUrl }: Config,
  {
    store,
    clock,
    onSlackCall,
    log,
  }: {
    store: Pick<PortalStore, 'setting' | 'saveSetting'>;
    clock: Clock;
    onSlackCall: (portalId: number, method: string, outcome: string) => void;
    log: Logger;
  },
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
  if (slackBotToken !== null) {
    const gateway = createSlackGateway({
      token: slackBotToken,
      slackApiUrl,
      onCall: (method, outcome) => onSlackCall(portalId, method, outcome),
    });
    const kept: KeptChannels = {
      read: async () => (await store.setting(portalId, channelsSetting)) as ChannelIds | null,
      save: (ids) => store.saveSetting(portalId, channelsSetting, ids, clock.now()),
    };
    connections.slack.set(portalId, rememberChannels(gateway, kept));
  }
  return connections;
}
