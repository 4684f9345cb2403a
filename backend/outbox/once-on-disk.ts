/**
 * What is written outside was read from the store before, and what was read may be in force and not on disk yet. So each writing
 * call waits until everything is that was in force when it was asked for: a power cut takes nothing back that others have seen.
 * A message that is posted and a call that is logged are marked when they are drawn, and a mark is on disk with everything before it.
 */
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { OutboxStore } from '../store/store.ts';

type Disk = Pick<OutboxStore, 'flushed'>;

export function hubspotOnceOnDisk(gateway: HubspotGateway, disk: Disk): HubspotGateway {
  const onceOnDisk =
    <Args extends unknown[], Answer>(write: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      await disk.flushed();
      return write(...args);
    };
  return {
    ...gateway,
    createContacts: onceOnDisk(gateway.createContacts),
    createCompanies: onceOnDisk(gateway.createCompanies),
    updateRecords: onceOnDisk(gateway.updateRecords),
    archiveRecords: onceOnDisk(gateway.archiveRecords),
    associatePrimary: onceOnDisk(gateway.associatePrimary),
    completeCallbacks: onceOnDisk(gateway.completeCallbacks),
  };
}

export function slackOnceOnDisk(gateway: SlackGateway, disk: Disk): SlackGateway {
  return {
    ...gateway,
    async updateMessage(message) {
      await disk.flushed();
      return gateway.updateMessage(message);
    },
  };
}
