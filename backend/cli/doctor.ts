import type { Command } from 'commander';
import type { Check } from '../portals/doctor.ts';
import { adminClient, reportingErrors } from './admin-client.ts';

const marks = { ok: 'ok      ', warning: 'warning ', problem: 'PROBLEM ' } as const;

export function addDoctor(zo: Command): void {
  zo.command('doctor')
    .description('Check the running service and its portal, with a remedy for each problem')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print the checks as JSON')
    .action((options: { portal?: string; json?: boolean }) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(options.portal);
        const { checks } = await client.call<{ checks: Check[] }>('GET', `/portals/${portalId}/doctor`);
        if (options.json) console.log(JSON.stringify({ portalId, checks }));
        else for (const check of checks) console.log(describe(check));
        if (checks.some(({ state }) => state === 'problem')) process.exitCode = 1;
      }),
    );
}

function describe({ name, state, detail, remedy }: Check): string {
  return `${marks[state]}${name}: ${detail}${remedy === null ? '' : `\n          → ${remedy}`}`;
}
