import type { Command } from 'commander';
import type { Handoff } from '../handoff/handoff.ts';
import type { NamedPerson } from '../store/home-store.ts';
import { adminClient, reportingErrors } from './admin-client.ts';
import { describeHandoff } from './describe-handoff.ts';
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
        const { handoffs, people } = await client.call<{ handoffs: Handoff[]; people: NamedPerson[] }>(
          'GET',
          `/portals/${portalId}/handoffs?${query}`,
        );
        if (options.json) console.log(JSON.stringify(handoffs));
        else if (handoffs.length === 0) console.log('No handoffs yet.');
        else {
          const named = new Map(people.map((person) => [person.personId, person]));
          for (const handoff of handoffs)
            console.log(describeHandoff(handoff, named.get(handoff.personId), client.timeZone()));
        }
      }),
    );
}
