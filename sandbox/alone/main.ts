/** `npm run sandbox`: the local HubSpot and the local Slack alone, for a service that is started by hand. See --help. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { repositoryRoot, type StartedProgram, startProgram } from '../demo/child-process.ts';
import { readActionIds, switchWebhooksOn } from '../demo/set-up-hubspot.ts';
import { hubspotDefaults } from '../hubspot/defaults.ts';
import { type Addresses, oauthSettings, singleSettings, usualPorts, usualService } from './service-settings.ts';

const help = `npm run sandbox -- [options]

Starts a local HubSpot on port ${usualPorts.hubspot} and a local Slack on port ${usualPorts.slack}, each a process of its own, and says what to put into .env, so that
\`npm start\` works with them. Both begin anew at every start and forget everything when they end. Ctrl-C ends both.

  --oauth                print the settings of a service for many accounts, which are installed by OAuth
  --service URL          where the service will listen, to be called there (default ${usualService})
  --hubspot-port PORT    0 picks one (default ${usualPorts.hubspot})
  --slack-port PORT      0 picks one (default ${usualPorts.slack})
  --enrolment-delay MS   how long the local HubSpot waits before it enrols (default ${hubspotDefaults.enrolmentDelayMs})
  --help                 this text

sandbox/README.md has what they hold, how they are made to fail, and how they differ from the real ones.
`;

type Options = { oauth: boolean; service: string; hubspotPort: string; slackPort: string; enrolmentDelay: string };

const programs: StartedProgram[] = [];
let isEnding = false;

async function end(exitCode: number): Promise<never> {
  isEnding = true;
  await Promise.all(programs.map((program) => program.stop()));
  process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isEnding) return;
    console.log('\nStopping …');
    void end(0);
  });
}

try {
  const options = readOptions();
  if (options === null) console.log(help);
  else await run(options);
} catch (error) {
  if (!isEnding) {
    console.error((error as Error).message);
    await end(1);
  }
}

/** Null: the help is wanted. Throws what is wrong, in words. */
function readOptions(): Options | null {
  const { values } = parseArgs({
    options: {
      oauth: { type: 'boolean', default: false },
      service: { type: 'string', default: usualService },
      'hubspot-port': { type: 'string', default: String(usualPorts.hubspot) },
      'slack-port': { type: 'string', default: String(usualPorts.slack) },
      'enrolment-delay': { type: 'string', default: String(hubspotDefaults.enrolmentDelayMs) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  for (const name of ['hubspot-port', 'slack-port', 'enrolment-delay'] as const) {
    if (!/^\d{1,5}$/.test(values[name])) throw new Error(`--${name} takes a number, not "${values[name]}".`);
  }
  if (!/^https?:$/.test(URL.parse(values.service)?.protocol ?? '')) {
    throw new Error(`--service takes an address, such as ${usualService}, not "${values.service}".`);
  }
  return {
    oauth: values.oauth,
    service: values.service.replace(/\/+$/, ''),
    hubspotPort: values['hubspot-port'],
    slackPort: values['slack-port'],
    enrolmentDelay: values['enrolment-delay'],
  };
}

async function run(options: Options): Promise<void> {
  const { service } = options;
  const hubspot = await start('Local HubSpot', 'sandbox/hubspot/main.ts', '--hubspot-port', {
    PORT: options.hubspotPort,
    SANDBOX_ENROLMENT_DELAY_MS: options.enrolmentDelay,
    SANDBOX_ACTION_URL: service,
    SANDBOX_PROJECT_DIR: path.join(repositoryRoot, 'hubspot-project'),
  });
  await switchWebhooksOn(hubspot);
  const slack = await start('Local Slack', 'sandbox/slack/main.ts', '--slack-port', {
    PORT: options.slackPort,
    SANDBOX_SLACK_INTERACTIVITY_URL: `${service}/slack/interactivity`,
    SANDBOX_SLACK_REDIRECT_URLS: `${service}/slack/oauth/callback`,
  });
  await tell({ hubspot, slack, service }, options.oauth);
}

async function start(name: string, file: string, portOption: string, env: Record<string, string>): Promise<string> {
  const program = await startProgram({ name, file, env }).catch((error: Error) => {
    if (!error.message.includes('EADDRINUSE')) throw error;
    throw new Error(`Port ${env.PORT} is not free: end what listens there, or name another with ${portOption}.`);
  });
  programs.push(program);
  program.ended.then(async () => {
    // Ctrl-C at a terminal reaches all three at once.
    await wait(200);
    if (isEnding) return;
    console.error(`${name} has ended by itself. Its last lines:\n  ${program.lastLines().slice(-20).join('\n  ')}`);
    await end(1);
  });
  console.log(
    `${name.padEnd(13)} ${program.url}  (process ${program.pid}; ${program.url}/sandbox/state shows all of it)`,
  );
  return program.url;
}

async function tell(addresses: Addresses, isOauth: boolean): Promise<void> {
  const settings = isOauth ? oauthSettings(addresses, randomBytes(32).toString('base64')) : singleSettings(addresses);
  const { hubspot, slack, service } = addresses;
  const isUsual =
    hubspot.endsWith(`:${usualPorts.hubspot}`) && slack.endsWith(`:${usualPorts.slack}`) && service === usualService;
  console.log(`
${isOauth || !isUsual ? 'Put this into .env' : 'Copy .env.example to .env, which has this'}; start the service with: set -a; . ./.env; set +a; npm start
`);
  for (const [name, value] of Object.entries(settings)) console.log(`${name}=${value}`);
  console.log(`
HubSpot gives our workflow actions ids of their own at every start. With these the service provisions workflows:

HUBSPOT_ACTION_IDS=${await readActionIds(hubspot)}
`);
  if (isOauth) {
    console.log(`Then install the app: ${service}/hubspot/oauth/install. sandbox/README.md makes further accounts.`);
  }
  console.log('Both forget everything at their end: begin with another DATABASE_URL then. Ctrl-C ends both.');
}
