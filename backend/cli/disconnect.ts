import type { Command } from 'commander';
import { adminClient, reportingErrors } from './admin-client.ts';

type Answer = { status: 'to confirm'; will: string[] } | { status: 'disconnected'; did: string[] };

export function addDisconnect(zo: Command): void {
  zo.command('disconnect')
    .description('Take the app out of a HubSpot portal; says first what that does, and does it with --yes')
    .argument('<portal>', 'the HubSpot portal')
    .option('--yes', 'do it; without this nothing is changed')
    .option('--json', 'print the answer as JSON')
    .action((portal: string, { yes, json }: { yes?: boolean; json?: boolean }) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(portal);
        const confirm = yes ?? false;
        const answer = await client.call<Answer>('POST', `/portals/${portalId}/disconnect`, { confirm });
        console.log(json ? JSON.stringify(answer) : describe(portalId, answer));
        if (answer.status !== 'disconnected') process.exitCode = 1;
      }),
    );
}

function describe(portalId: number, answer: Answer): string {
  if (answer.status === 'disconnected') {
    return [`Portal ${portalId} is disconnected.`, ...answer.did.map((line) => `  - ${line}`)].join('\n');
  }
  return [
    `Disconnecting portal ${portalId} does this:`,
    ...answer.will.map((line) => `  - ${line}`),
    'Nothing is done yet. Say --yes to do it.',
  ].join('\n');
}
