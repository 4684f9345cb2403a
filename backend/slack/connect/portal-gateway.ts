/** The gateway to Slack of one portal: channels are found again, owners known by the address they have in Slack. */
import type { SlackNames } from '@zo/shared';
import type { Clock } from '../../clock.ts';
import type { PortalStore } from '../../store/store.ts';
import { knowOwners } from '../know-owners.ts';
import { type ChannelIds, type KeptChannels, rememberChannels } from '../remember-channels.ts';
import { createSlackGateway, type SlackGateway } from '../slack-gateway.ts';

/** Ids of channels by the names the playbook calls them. */
export const channelsSetting = 'slack channels';

export type PortalGatewayParts = {
  slackApiUrl: string;
  store: Pick<PortalStore, 'setting' | 'saveSetting'>;
  /** What the playbook calls its owners in Slack. */
  namesOf: (portalId: number) => Promise<SlackNames>;
  /** Told of every call and how it was answered. */
  onCall?: (portalId: number, method: string, outcome: string) => void;
  clock: Clock;
  /** See createSlackGateway. */
  stopped?: AbortSignal;
};

export type PortalGatewayOf = (portalId: number, botToken: string) => SlackGateway;

export function portalGateways({
  slackApiUrl,
  store,
  namesOf,
  onCall,
  clock,
  stopped,
}: PortalGatewayParts): PortalGatewayOf {
  return (portalId, token) => {
    const kept: KeptChannels = {
      read: async () => (await store.setting(portalId, channelsSetting)) as ChannelIds | null,
      save: (ids) => store.saveSetting(portalId, channelsSetting, ids, clock.now()),
    };
    const gateway = createSlackGateway({
      token,
      slackApiUrl,
      stopped,
      onCall: onCall && ((method, outcome) => onCall(portalId, method, outcome)),
    });
    return knowOwners(rememberChannels(gateway, kept), () => namesOf(portalId));
  };
}
