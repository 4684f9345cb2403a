import type { Command } from 'commander';
import type { Handoff } from '../handoff/handoff.ts';
import { adminClient, reportingErrors } from './admin-client.ts';
import { readCount } from './read-count.ts';

type Options = { open?: boolean; limit: number; portal?: string; json?: boolean };

export function addHandoffs(zo: Command): void {
  zo.command('handoffs')
    .description('List handoffs, newest first: who, to whom, how it stands, whether the alert was posted')
    .option('--open', 'only those without an outcome')
    .option('--limit <count>', 'at most this many', readCount(1_000), 50)
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print them as JSON')
    .action((options: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(options.portal);
        const query = `limit=${options.limit}${options.open ? '&open=true' : ''}`;
        const { handoffs } = await client.call<{ handoffs: Handoff[] }>(
          'GET',
          `/portals/${portalId}/handoffs?${query}`,
        );
        if (options.json) console.log(JSON.stringify(handoffs));
        else if (handoffs.length === 0) console.log('No handoffs yet.');
        else for (const handoff of handoffs) console.log(describe(handoff));
      }),
    );
}

function describe({ handoffId, openedAt, status, contactId, owner, receipt, alerts, returnReasons }: Handoff): string {
  const alert = Object.entries(alerts).map(([key, { state }]) => `${key.split(':').slice(2).join(' ')} ${state}`);
  return [
    `#${handoffId}`,
    new Date(openedAt).toISOString(),
    status,
    `contact ${contactId ?? 'not in HubSpot yet'}`,
    owner?.email ?? 'no owner',
    receipt?.trigger?.words ?? 'asked for by a workflow',
    alert.join(', ') || 'no alert',
    returnReasons.join('; '),
  ]
    .filter(Boolean)
    .join(' | ');
}
