/**
 * A channel is called by its name in the playbook, and by its id in Slack. Once found it is found again, whatever people call
 * it by then; somebody else's channel that is given the name later is the one that is meant.
 */
import { isChannelId } from './slack-directory.ts';
import type { SlackGateway } from './slack-gateway.ts';

/** Ids by name, without the '#', lower case. */
export type ChannelIds = Record<string, string>;

export type KeptChannels = { read(): Promise<ChannelIds | null>; save(ids: ChannelIds): Promise<void> };

export function rememberChannels(gateway: SlackGateway, kept: KeptChannels): SlackGateway {
  let reading: Promise<ChannelIds> | null = null;
  const known = () => {
    reading ??= kept.read().then((ids) => ids ?? {});
    return reading;
  };
  return {
    ...gateway,
    async findChannel(nameOrId) {
      const found = await gateway.findChannel(nameOrId);
      if (isChannelId(nameOrId.trim()) || (found.outcome !== 'found' && found.outcome !== 'absent')) return found;
      const name = nameOrId.trim().replace(/^#/, '').toLowerCase();
      const ids = await known();
      if (found.outcome === 'absent') {
        const id = ids[name];
        return id === undefined ? found : { outcome: 'found', value: { id, name: null } };
      }
      if (ids[name] !== found.value.id) {
        ids[name] = found.value.id;
        await kept.save({ ...ids });
      }
      return found;
    },
  };
}
