/**
 * Starts everything the demo needs: the movable clock in this process, then the local HubSpot, the local Slack and the
 * product's backend as processes of their own, configured by their environment only, on free ports, on an empty
 * database in a temporary folder.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ClockServer, startClockServer } from '../clock/clock-server.ts';
import { repositoryRoot, type StartedProgram, startProgram } from './child-process.ts';
import { findFreePort } from './free-port.ts';
import { nextTuesdayAtTen, showLocal } from './local-time.ts';
import type { ProductPerson } from './page-state.ts';
import { type PlaybookDesk, playbookDesk } from './playbook-desk.ts';
import { followStanding, type ProductStanding } from './product-standing.ts';
import { runCommand } from './run-command.ts';
import { readActionIds, switchWebhooksOn } from './set-up-hubspot.ts';

export const timeZone = 'Europe/Berlin';
export const portalId = 4711;

export type Demo = {
  clock: ClockServer;
  hubspotUrl: string;
  slackUrl: string;
  backendUrl: string;
  writeKey: string;
  /** What `npm run zo` needs to speak to this backend, to be pasted into a shell. */
  operatorVariables: string;
  enrolmentDelayMs: number;
  /** Names of programs that ended by themselves, with their last lines; empty while all is well. */
  losses: string[];
  /** The newest warnings and errors the backend logged, for a message about a step that did not happen. */
  backendWarnings(): string[];
  /** The playbook the demo began with. */
  playbookSource: string;
  /** The playbook, through the product's own operators' routes. */
  playbooks: PlaybookDesk;
  /** How near somebody is to a handoff whom HubSpot does not know yet, asked again every second. */
  followStanding(people: () => ProductPerson[]): ProductStanding;
  /** `zo provision --go-live`, as an operator would type it; rejects with what it printed when it fails. */
  goLive(): Promise<string>;
  stop(): Promise<void>;
};

export type DemoOptions = {
  enrolmentDelayMs: number;
  report: (line: string) => void;
};

export async function startDemo({ enrolmentDelayMs, report }: DemoOptions): Promise<Demo> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zo-demo-'));
  // Also when this process ends before `stop`, as when its output is cut off.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const clock = await startClockServer();
  const programs: StartedProgram[] = [];
  const losses: string[] = [];
  let stopping = false;
  let playbooks: PlaybookDesk | null = null;

  async function stop(): Promise<void> {
    stopping = true;
    playbooks?.close();
    await Promise.all([...programs].reverse().map((program) => program.stop()));
    await clock.close();
    await rm(folder, { recursive: true, force: true });
  }

  async function start(name: string, file: string, env: Record<string, string>): Promise<StartedProgram> {
    const program = await startProgram({ name, file, env });
    programs.push(program);
    void program.ended.then(() => {
      if (!stopping)
        losses.push(`${name} has ended by itself. Its last lines:\n${program.lastLines().slice(-20).join('\n')}`);
    });
    report(`${name.padEnd(13)} ${program.url}  (process ${program.pid})`);
    return program;
  }

  try {
    await clock.advance(nextTuesdayAtTen(Date.now(), timeZone) - Date.now());
    report(`Demo time     ${showLocal(clock.now(), timeZone)} in ${timeZone}`);
    const secrets = makeSecrets();
    const backendUrl = `http://127.0.0.1:${await findFreePort()}`;
    const { url: hubspotUrl } = await start('Local HubSpot', 'sandbox/hubspot/main.ts', {
      PORT: '0',
      CLOCK_URL: clock.url,
      SANDBOX_SEED: 'acme',
      SANDBOX_PORTAL_ID: String(portalId),
      SANDBOX_ACCESS_TOKEN: secrets.accessToken,
      SANDBOX_CLIENT_SECRET: secrets.clientSecret,
      SANDBOX_ENROLMENT_DELAY_MS: String(enrolmentDelayMs),
      SANDBOX_ACTION_URL: backendUrl,
      SANDBOX_PROJECT_DIR: path.join(repositoryRoot, 'hubspot-project'),
    });
    await switchWebhooksOn(hubspotUrl);
    const { url: slackUrl } = await start('Local Slack', 'sandbox/slack/main.ts', {
      PORT: '0',
      CLOCK_URL: clock.url,
      SANDBOX_SEED: 'acme',
      SANDBOX_SLACK_TOKEN: secrets.slackToken,
      SANDBOX_SLACK_SIGNING_SECRET: secrets.slackSigningSecret,
      SANDBOX_SLACK_INTERACTIVITY_URL: `${backendUrl}/slack/interactivity`,
    });
    const databaseUrl = `file:${path.join(folder, 'zo.db')}`;
    const backend = await start('Backend', 'backend/main.ts', {
      PORT: new URL(backendUrl).port,
      PUBLIC_URL: backendUrl,
      DATABASE_URL: databaseUrl,
      CLOCK_URL: clock.url,
      HUBSPOT_API_URL: hubspotUrl,
      HUBSPOT_PORTAL_ID: String(portalId),
      HUBSPOT_ACCESS_TOKEN: secrets.accessToken,
      HUBSPOT_CLIENT_SECRET: secrets.clientSecret,
      HUBSPOT_ACTION_IDS: await readActionIds(hubspotUrl),
      SLACK_API_URL: `${slackUrl}/api/`,
      SLACK_BOT_TOKEN: secrets.slackToken,
      SLACK_SIGNING_SECRET: secrets.slackSigningSecret,
      WRITE_KEY: secrets.writeKey,
      ADMIN_EMAILS: 'ops@acme.test',
      ADMIN_TOKEN: secrets.adminToken,
    });

    playbooks = playbookDesk({ backendUrl, adminToken: secrets.adminToken, portalId });
    const playbookSource = await readFile(path.join(repositoryRoot, 'playbooks/acme.yaml'), 'utf8');
    await playbooks.apply(playbookSource, 'the playbook of the worked example');

    return {
      clock,
      hubspotUrl,
      slackUrl,
      backendUrl,
      writeKey: secrets.writeKey,
      operatorVariables: `export ZO_URL=${backendUrl} ADMIN_TOKEN=${secrets.adminToken} WRITE_KEY=${secrets.writeKey} DATABASE_URL="${databaseUrl}"`,
      enrolmentDelayMs,
      losses,
      backendWarnings: () => backend.lastLines().filter(isWarning).slice(-5),
      playbookSource,
      playbooks,
      followStanding: (people) => followStanding({ backendUrl, adminToken: secrets.adminToken, portalId, people }),
      goLive: () => goLive(backendUrl, secrets.adminToken),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The log's levels from 40 on are warnings and worse; lines that are not the log's are of interest too. */
function isWarning(line: string): boolean {
  const level = /^\{"level":(\d+)/.exec(line)?.[1];
  return level === undefined ? !line.includes('"listening"') : Number(level) >= 40;
}

async function goLive(backendUrl: string, adminToken: string): Promise<string> {
  const result = await runCommand(
    'backend/cli/zo.ts',
    ['provision', '--go-live', '--yes'],
    { ZO_URL: backendUrl, ADMIN_TOKEN: adminToken },
    60_000,
  );
  if (result.exitCode === 0) return result.output.trim();
  throw new Error(`zo provision --go-live ended with exit code ${result.exitCode} and printed:\n${result.output}`);
}

/** New for every run: nothing to leak, nothing to find in the repository. */
function makeSecrets() {
  const random = (prefix: string) => `${prefix}${randomBytes(12).toString('hex')}`;
  return {
    accessToken: random('pat-demo-'),
    clientSecret: random(''),
    slackToken: random('xoxb-demo-'),
    slackSigningSecret: random(''),
    writeKey: random('demo-'),
    adminToken: random('admin-'),
  };
}
