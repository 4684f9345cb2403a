import type { Command } from 'commander';
import type { RouteAnswer } from '../http/admin/routing-routes.ts';
import { AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { describeRoute } from './describe-route.ts';

type Options = { dryRun?: boolean; portal?: string; json?: boolean };

export function addRoute(zo: Command): void {
  zo.command('route')
    .description('Explain who would get a contact’s handoff now, and why the others would not')
    .argument('<contact>', 'e-mail address, user id or contact id')
    .option('--dry-run', 'needed: this verb only explains, and changes nothing')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print it as JSON')
    .action((contact: string, { dryRun, portal, json }: Options) =>
      reportingErrors(async () => {
        if (!dryRun) {
          throw new AdminError(
            'This verb only explains: add --dry-run. To give a handoff to somebody else, press Reassign on the card in HubSpot.',
          );
        }
        const client = adminClient();
        const portalId = await client.portalId(portal);
        const path = `/portals/${portalId}/route`;
        const { routes } = await client.call<RouteAnswer>('POST', path, { contact, dryRun });
        if (json) console.log(JSON.stringify(routes));
        else console.log(routes.map((route) => describeRoute(route).join('\n')).join('\n\n'));
      }),
    );
}
