import type { Command } from 'commander';
import type { Check } from '../portals/doctor.ts';
import { counted } from '../text/counted.ts';
import { type AdminClient, adminClient, reportingErrors } from './admin-client.ts';

type Known = { portalId: number; disconnected: string | null };

/** `first`: of the problems; `disconnected`: why it is not connected, in words. */
type PortalSummary = Known & { problems: number; warnings: number; first: string | null };

const marks = { ok: 'ok      ', warning: 'warning ', problem: 'PROBLEM ' } as const;

export function addDoctor(zo: Command): void {
  zo.command('doctor')
    .description('Check the running service and its portal, with a remedy for each problem; several portals briefly')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print the checks as JSON')
    .action((options: { portal?: string; json?: boolean }) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portals = await portalsOf(client, options.portal);
        const [first] = portals;
        const problems =
          first !== undefined && portals.length === 1
            ? await one(client, first.portalId, options)
            : await all(client, portals, options);
        if (problems > 0) process.exitCode = 1;
      }),
    );
}

/** The one that is named, else all there are; that there is none is told as everywhere. */
async function portalsOf(client: AdminClient, wanted: string | undefined): Promise<Known[]> {
  if (wanted !== undefined) return [{ portalId: await client.portalId(wanted), disconnected: null }];
  const { portals } = await client.call<{ portals: Known[] }>('GET', '/portals');
  return portals.length === 0 ? [{ portalId: await client.portalId(undefined), disconnected: null }] : portals;
}

async function examined(client: AdminClient, portalId: number): Promise<Check[]> {
  return (await client.call<{ checks: Check[] }>('GET', `/portals/${portalId}/doctor`)).checks;
}

/** Answers how many problems there are. */
async function one(client: AdminClient, portalId: number, { json }: { json?: boolean }): Promise<number> {
  const checks = await examined(client, portalId);
  if (json) console.log(JSON.stringify({ portalId, checks }));
  else for (const check of checks) console.log(describeCheck(check));
  return countIn(checks, 'problem');
}

/** One line each. */
async function all(client: AdminClient, known: readonly Known[], { json }: { json?: boolean }): Promise<number> {
  const portals: PortalSummary[] = [];
  for (const portal of known) {
    const summary = summarise(portal, await examined(client, portal.portalId));
    portals.push(summary);
    if (!json) console.log(describePortal(summary));
  }
  console.log(json ? JSON.stringify({ portals }) : '`zo doctor --portal ID` says more of one.');
  return portals.reduce((sum, { problems }) => sum + problems, 0);
}

function summarise({ portalId, disconnected }: Known, checks: readonly Check[]): PortalSummary {
  const first = checks.find(({ state }) => state === 'problem');
  return {
    portalId,
    disconnected,
    problems: countIn(checks, 'problem'),
    warnings: countIn(checks, 'warning'),
    first: first === undefined ? null : `${first.name}: ${first.detail}`,
  };
}

function describePortal({ portalId, disconnected, problems, warnings, first }: PortalSummary): string {
  const mark = marks[problems > 0 ? 'problem' : warnings > 0 ? 'warning' : 'ok'];
  const counts = `${counted(problems, 'problem')}, ${counted(warnings, 'warning')}`;
  // Nothing is wrong with one that was disconnected on purpose.
  if (disconnected !== null && problems === 0) return `${mark}portal ${portalId}: ${disconnected}`;
  return `${mark}portal ${portalId}: ${counts}${first === null ? '' : `; first ${first}`}`;
}

function countIn(checks: readonly Check[], wanted: Check['state']): number {
  return checks.filter(({ state }) => state === wanted).length;
}

/** "PROBLEM Slack: not connected", with its remedy on a line of its own. */
export function describeCheck({ name, state, detail, remedy }: Check): string {
  return `${marks[state]}${name}: ${detail}${remedy === null ? '' : `\n          → ${remedy}`}`;
}
