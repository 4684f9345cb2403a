/** Whoever runs a service for several portals, at a terminal: what is told can be typed as it stands, and says what is wrong. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { addDoctor } from '../../backend/cli/doctor.ts';
import { addDrift } from '../../backend/cli/drift.ts';
import { addPlaybookApply } from '../../backend/cli/playbook-apply.ts';
import { addPlaybookRollback } from '../../backend/cli/playbook-rollback.ts';
import { addProvision } from '../../backend/cli/provision.ts';
import { addSample } from '../../backend/cli/sample.ts';
import type { HubspotState } from '../../sandbox/demo/hubspot-state.ts';
import { admin, type InstalledPortals, installedPortals } from '../support/installed-portals.ts';
import { firstKey, type OauthWorld, oauthAdminToken, startOauthWorld } from '../support/oauth-world.ts';
import { runZo } from '../support/run-zo.ts';

jest.setTimeout(60_000);

let world: OauthWorld;
let portals: InstalledPortals;
/** The first is disconnected in the end. */
let one: number;
let other: number;

beforeAll(async () => {
  world = await startOauthWorld();
  portals = installedPortals(world, 700);
  one = (await portals.installed()).portalId;
  other = (await portals.installed()).portalId;
});
afterAll(() => world?.stop());

const zo = (...words: string[]) => {
  const verbs = [addDoctor, addDrift, addProvision, addSample, addPlaybookApply, addPlaybookRollback];
  return runZo(world.url, verbs, words, oauthAdminToken);
};
const on = (portalId: number) => ['--portal', String(portalId)];

/** Each command that is told. */
const commandsIn = (text: string) => [...text.matchAll(/`zo ([^`]+)`/g)].map(([, words]) => words!);

describe('a command that is told', () => {
  it('names the portal', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'zo-terminal-'));
    const file = path.join(folder, 'other.yaml');
    const { playbook } = await world.admin<{ playbook: { source: string } }>('GET', `/portals/${other}`);
    await writeFile(file, playbook.source.replace('zo_pql_score >= 50', 'zo_pql_score >= 60'));

    const told = [
      await zo('provision', ...on(other), '--force', 'Zo | SQL ready'),
      await zo('provision', ...on(other), '--apply'),
      await zo('apply', file, ...on(other), '--yes'),
      await zo('rollback', '1', ...on(other), '--yes'),
      await zo('sample', 'status', ...on(other)),
      await zo('doctor', ...on(other)),
    ].flatMap(({ stdout }) => commandsIn(stdout));
    await rm(folder, { recursive: true });
    expect(told).toEqual(
      expect.arrayContaining([
        `provision --apply --force "Zo | SQL ready" --portal ${other}`,
        `provision --go-live --portal ${other}`,
        `provision --apply --portal ${other}`,
        `sample load --portal ${other}`,
      ]),
    );
    expect(told.filter((words) => !words.endsWith(` --portal ${other}`))).toEqual([]);
  });

  it('names it where a workflow differs, and does what it says when it is typed', async () => {
    await zo('provision', '--go-live', '--yes', ...on(other));
    const { flows } = await world.control<HubspotState>('GET', `/sandbox/state?portal=${other}`);
    await world.control('PATCH', `/sandbox/flows/${flows[0]!.id}?portal=${other}`, { isEnabled: false });
    const found = await zo('drift', ...on(other));
    expect(found).toMatchObject({ code: 1, stdout: expect.stringContaining(`zo drift --restore --portal ${other}`) });
    const doctor = await zo('doctor', ...on(other));
    expect(commandsIn(doctor.stdout)).toContain(`drift --restore --portal ${other}`);
    const restored = await zo('drift', '--restore', ...on(other));
    expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining('Restored the handoff workflow') });
  });
});

it('a portal that is not known is told by its number, with those that are', async () => {
  for (const command of [
    ['doctor', ...on(999)],
    ['provision', ...on(999)],
  ]) {
    expect(await zo(...command)).toMatchObject({
      code: 1,
      stderr: `The server knows no portal 999. It knows ${one}, ${other}.\n`,
    });
  }
  const gone = await portals.zo('disconnect', '12');
  expect(gone).toMatchObject({ code: 1, stderr: `The server knows no portal 12. It knows ${one}, ${other}.\n` });
  expect(await zo('drift')).toMatchObject({ code: 1, stderr: `Say which portal with --portal: ${one}, ${other}.\n` });
});

describe('a key that was lost', () => {
  const doctorOf = async (portalId: number) => (await zo('doctor', ...on(portalId))).stdout;
  const k2 = `k2:${Buffer.alloc(32, 2).toString('base64')}`;
  const restartWith = async (keys: string) => {
    await world.stopApp();
    await world.startApp({ ENCRYPTION_KEYS: keys });
  };
  afterAll(() => restartWith(firstKey));

  it('is named, with what helps, by doctor and by `keys status`', async () => {
    await restartWith(k2);
    const told = await doctorOf(one);
    expect(told).toMatch(/PROBLEM HubSpot: .*ENCRYPTION_KEYS has no key "k1" any more\n +→ Put the key "k1" back/);
    expect(told).toContain('install the app again');
    expect(told).not.toContain('See whether HubSpot can be reached');
    const status = await portals.zo('keys', 'status');
    expect(status).toMatchObject({ code: 1, stdout: expect.stringContaining('Key "k1": 2 tokens (MISSING') });
    expect(status.stdout).toMatch(new RegExp(`portal ${one} cannot be opened.*\\n  → Put the key "k1" back`));
  });

  it('is noticed too where another took its name', async () => {
    await restartWith(k2.replace('k2', 'k1'));
    const told = await doctorOf(one);
    expect(told).toMatch(
      /PROBLEM HubSpot: .*the key has another value\n +→ Give the key "k1" in ENCRYPTION_KEYS the value/,
    );
    const status = await portals.zo('keys', 'status');
    expect(status).toMatchObject({ code: 1, stdout: expect.stringContaining('Give the key "k1"') });
  });

  it('put back, all is as it was', async () => {
    await restartWith(firstKey);
    expect(await doctorOf(one)).toContain('HubSpot scopes: all required scopes granted');
    const status = await portals.zo('keys', 'status');
    expect(status).toMatchObject({ code: 0, stdout: expect.not.stringContaining('MISSING') });
  });
});

it('a portal that was disconnected on purpose is no problem, and one that HubSpot took away is', async () => {
  const problems = async () => (await zo('doctor')).stdout.split('\n').filter((line) => line.startsWith('PROBLEM'));
  await world.asPage(one, admin, '/app/settings/connection/disconnect', { requestId: 'request-1', confirm: true });
  const named = await zo('doctor', ...on(one));
  expect(named).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^ok +HubSpot: Disconnected: by .* erased on/),
  });
  expect((await problems()).filter((line) => line.includes(`portal ${one}`))).toEqual([]);
  expect((await zo('doctor')).stdout).toMatch(new RegExp(`^ok +portal ${one}: Disconnected: by `, 'm'));

  await world.control('POST', '/sandbox/oauth/uninstall', { portalId: other });
  await zo('drift', ...on(other));
  await zo('doctor', ...on(other));
  const revoked = await zo('doctor', ...on(other));
  expect(revoked).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('PROBLEM HubSpot: Disconnected: HubSpot says'),
  });
});
