/** `npm run sandbox`, and the service started with the settings it prints. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { jest } from '@jest/globals';
import { singleSettings, usualPorts, usualService } from '../../../sandbox/alone/service-settings.ts';
import { repositoryRoot, type StartedProgram, startProgram } from '../../../sandbox/demo/child-process.ts';
import { findFreePort } from '../../../sandbox/demo/free-port.ts';
import type { HubspotState } from '../../../sandbox/demo/hubspot-state.ts';
import { runCommand } from '../../../sandbox/demo/run-command.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { read } from '../../repository/source-files.ts';
import { Browser } from '../../support/oauth-world.ts';

jest.setTimeout(90_000);

const main = 'sandbox/alone/main.ts';

type Sandbox = { child: ChildProcess; printed: () => string; settings: Record<string, string> };

let folder: string;
let service: string;
const started: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-sandbox-'));
  service = `http://127.0.0.1:${await findFreePort()}`;
});
afterEach(async () => {
  for (const stop of started.splice(0).reverse()) await stop();
  await rm(folder, { recursive: true, force: true });
});

/** Resolves when it has said everything. */
async function startSandbox(...args: string[]): Promise<Sandbox> {
  const ports = ['--hubspot-port', '0', '--slack-port', '0', '--enrolment-delay', '0', '--service', service];
  const child = spawn(process.execPath, [path.join(repositoryRoot, main), ...ports, ...args], {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  started.push(async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  await waitUntil(
    'the sandbox to say everything',
    async () => (printed.includes('Ctrl-C ends both') ? { value: true } : { instead: printed }),
    30_000,
    50,
  );
  const lines = printed.split('\n').filter((line) => /^[A-Z_]+=/.test(line));
  return { child, printed: () => printed, settings: parseEnv(lines.join('\n')) as Record<string, string> };
}

async function startService(settings: Record<string, string>): Promise<StartedProgram> {
  const env = { ...settings, DATABASE_URL: `file:${path.join(folder, 'zo.db')}` };
  const program = await startProgram({ name: 'Backend', file: 'backend/main.ts', env });
  started.push(program.stop);
  return program;
}

const zo = (settings: Record<string, string>, ...args: string[]) =>
  runCommand('backend/cli/zo.ts', args, { ZO_URL: service, ADMIN_TOKEN: settings.ADMIN_TOKEN! }, 60_000);

async function stateOf(hubspot: string): Promise<HubspotState> {
  return (await (await fetch(`${hubspot}/sandbox/state`)).json()) as HubspotState;
}

it('with the settings it prints a service works: values reach HubSpot, workflows are made, doctor has nothing against it', async () => {
  const sandbox = await startSandbox();
  const { settings } = sandbox;
  expect(settings.HUBSPOT_API_URL).not.toBe('http://127.0.0.1:4401');
  expect((await startService(settings)).url).toBe(service);

  const response = await fetch(`${service}/v1/batch`, {
    method: 'POST',
    headers: { 'x-write-key': settings.WRITE_KEY! },
    body: JSON.stringify({
      batch: [
        { type: 'identify', userId: 'lone', messageId: 'i', traits: { email: 'lone@soloworks.test' } },
        { type: 'track', userId: 'lone', messageId: 't', event: 'Onboarding Completed' },
      ],
    }),
  });
  expect(response.status).toBe(200);
  await waitUntil(
    'the value to be in the local HubSpot',
    async () => {
      const { contacts } = await stateOf(settings.HUBSPOT_API_URL!);
      const lone = contacts.find(({ values }) => values.email === 'lone@soloworks.test');
      const status = lone?.values.zo_activation_status;
      return status === 'activated' ? { value: true } : { instead: `${status}` };
    },
    30_000,
    100,
  );
  const live = await zo(settings, 'provision', '--go-live');
  expect(live).toMatchObject({ exitCode: 0, output: expect.stringContaining('workflow mode') });
  const doctor = await zo(settings, 'doctor');
  expect(doctor).toMatchObject({ exitCode: 0, output: expect.stringContaining('Slack: connected to Acme') });
  expect(doctor.output).toContain('Action ids: all 4 known');

  sandbox.child.kill('SIGINT');
  expect((await once(sandbox.child, 'exit'))[0]).toBe(0);
  for (const url of [settings.HUBSPOT_API_URL!, settings.SLACK_API_URL!]) await expect(fetch(url)).rejects.toThrow();
});

it('with those of `--oauth` an account installs the app, and another that is made beside it', async () => {
  const { settings } = await startSandbox('--oauth');
  await startService(settings);
  const hubspot = settings.HUBSPOT_API_URL!;
  const ask = async (route: string, body: object) =>
    (await fetch(`${hubspot}${route}`, { method: 'POST', body: JSON.stringify(body) })).json();
  await ask('/sandbox/portals', { portalId: 424243, seed: 'acme', users: ['you@acme.test'] });
  const browser = new Browser();
  for (const [portalId, userEmail] of [
    [424242, 'maria@acme.test'],
    [424243, 'you@acme.test'],
  ]) {
    const sent = await browser.get(`${service}/hubspot/oauth/install`);
    expect(sent.location).toMatch(new RegExp(`^${hubspot}/oauth/authorize`));
    const approved = await ask('/sandbox/oauth/approve', { authorizeUrl: sent.location, portalId, userEmail });
    expect((await browser.get((approved as { redirectTo: string }).redirectTo)).text).toContain('is connected');
  }
  const { output } = await zo(settings, 'portals');
  expect(output).toMatch(/^424242 .*connected\n424243 .*connected$/m);
});

it('is what .env.example is written for', () => {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const addresses = { hubspot: at(usualPorts.hubspot), slack: at(usualPorts.slack), service: usualService };
  expect(parseEnv(read('.env.example'))).toMatchObject(singleSettings(addresses));
});

it('ends both, and says why, when one ends by itself', async () => {
  const { child, printed } = await startSandbox();
  const pid = Number(/Local Slack .*process (\d+)/.exec(printed())?.[1]);
  process.kill(pid, 'SIGKILL');
  expect((await once(child, 'exit'))[0]).toBe(1);
  expect(printed()).toContain('Local Slack has ended by itself');
});

describe('in words, without a stack', () => {
  const say = (...args: string[]) => runCommand(main, args, {}, 30_000);

  it('says what it does', async () => {
    expect(await say('--help')).toMatchObject({ exitCode: 0, output: expect.stringContaining('on port 4401') });
  });

  it('says which port is not free, and leaves nothing running', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const { exitCode, output } = await say('--hubspot-port', '0', '--slack-port', String(port));
    await new Promise((resolve) => taken.close(resolve));
    expect([exitCode, output]).toEqual([1, expect.stringContaining(`Port ${port} is not free`)]);
    expect(output).toContain('--slack-port');
    expect(output).not.toContain('    at ');
    await expect(fetch(/http:\/\/127[^ ]+/.exec(output)![0])).rejects.toThrow();
  });

  it.each([
    [['--hubspot-port', 'many'], '--hubspot-port takes a number'],
    [['--service', 'localhost:4400'], '--service takes an address'],
    [['--twice'], "Unknown option '--twice'"],
  ])('%j', async (args, words) => {
    const { exitCode, output } = await say(...args);
    expect([exitCode, output]).toEqual([1, expect.stringContaining(words)]);
    expect(output).not.toContain('    at ');
  });
});
