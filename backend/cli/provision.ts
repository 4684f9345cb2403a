import { type Command, Option } from 'commander';
import type { PlanAnswer, ProvisionAnswer, ProvisionProgress } from '../portals/provision-portal.ts';
import { type AdminClient, AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { mayGoLive } from './before-going-live.ts';
import { describeOutcome, describePlan } from './describe-plan.ts';

type Options = {
  plan?: boolean;
  apply?: boolean;
  goLive?: boolean;
  force: string[];
  yes?: boolean;
  portal?: string;
  json?: boolean;
};

export function addProvision(zo: Command): void {
  zo.command('provision')
    .description('Show what the playbook needs in HubSpot: properties, workflows and lists; --apply makes it')
    .addOption(
      new Option('--plan', 'show what would be created or changed, and write nothing (the default)').conflicts('apply'),
    )
    .option('--apply', 'do it; running it again goes on where it stopped, and changes nothing twice')
    .option(
      '--go-live',
      'apply, switch the workflows on and start handing off: people who are ready already are not alerted; with --plan, show it',
    )
    .option('--yes', 'go live without asking, though `zo doctor` finds problems; needed where nobody can be asked')
    .option('--force <name>', 'overwrite this one although somebody changed it; may be given again', collect, [])
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print the plan or the outcome as JSON')
    .action((options: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(options.portal);
        const isApplied = !options.plan && (options.apply === true || options.goLive === true);
        if (!isApplied) return showPlan(client, portalId, options);
        if (options.goLive && !(await mayGoLive(client, portalId, options))) return;
        await apply(client, portalId, options);
      }),
    );
}

function collect(name: string, before: string[]): string[] {
  return [...before, name];
}

async function showPlan(client: AdminClient, portalId: number, options: Options): Promise<void> {
  const query = new URLSearchParams({ goLive: String(options.goLive ?? false) });
  for (const name of options.force) query.append('force', name);
  const plan = await client.call<PlanAnswer>('GET', `/portals/${portalId}/provision?${query}`);
  if (options.json) {
    console.log(JSON.stringify({ portalId, ...plan }));
    return;
  }
  const isNothing = plan.steps.every(({ act }) => act === 'leave alone' || act === 'refuse');
  console.log(describePlan(plan, client.timeZone()).join('\n'));
  console.log(
    isNothing ? 'Nothing to do.' : client.words(`Nothing was written. Apply it with \`${commandFor(options)}\`.`),
  );
}

/** The command that does what the plan shows. */
function commandFor({ goLive, force }: Options): string {
  const forced = force.map((name) => ` --force ${/\s/.test(name) ? `"${name}"` : name}`).join('');
  return `zo provision ${goLive ? '--go-live' : '--apply'}${forced}`;
}

type Line = ProvisionProgress | ProvisionAnswer | { error: { message: string } };

async function apply(client: AdminClient, portalId: number, options: Options): Promise<void> {
  const { goLive = false, force, json } = options;
  let answer: ProvisionAnswer | null = null;
  for await (const line of client.lines<Line>('POST', `/portals/${portalId}/provision`, { goLive, force })) {
    if ('error' in line)
      throw new AdminError(client.words(`${line.error.message}\nWhat was done stays: run it again to go on.`));
    if ('done' in line) answer = line;
    else if (!json) console.error(`step ${line.step} of ${line.of}: ${line.act} ${line.words}`);
  }
  if (answer === null) throw new AdminError('The server broke off. What was done stays: run it again to go on.');
  console.log(
    json
      ? JSON.stringify({ portalId, ...answer })
      : client.words(describeOutcome(answer, client.timeZone()).join('\n')),
  );
  const isRefused = answer.done.some(({ refused }) => refused !== null);
  if (isRefused || answer.leftAlone.some(({ act }) => act === 'refuse')) process.exitCode = 1;
}
