/** `zo playbook check --portal` and `zo playbook apply` warn of events that do not arrive by the name the playbook gives them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { addPlaybookApply } from '../../../backend/cli/playbook-apply.ts';
import { addPlaybookCheck } from '../../../backend/cli/playbook-check.ts';
import { runZo } from '../../support/run-zo.ts';
import { adminToken, type SettingsPortal, startSettingsPortal } from '../../support/settings-portal.ts';

let zo: SettingsPortal;
let folder: string;
let file: string;
beforeAll(async () => {
  zo = await startSettingsPortal();
  folder = await mkdtemp(path.join(tmpdir(), 'zo-events-'));
  file = path.join(folder, 'playbook.yaml');
  await writeFile(file, zo.acme.replace('Onboarding Completed', 'Onbording Completed'));
  await zo.sendEvents([{ type: 'track', userId: 'sarah', event: 'Onboarding Completed' }]);
}, 60_000);
afterAll(async () => {
  await zo?.stop();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

const playbook = (...words: string[]) => {
  const add = (tool: Command) => {
    const verbs = tool.command('playbook');
    addPlaybookCheck(verbs);
    addPlaybookApply(verbs);
  };
  return runZo(zo.url(), [add], ['playbook', ...words], adminToken);
};
const warning = /Warning: .*playbook\.yaml:2:14.*has never arrived \(did you mean "Onboarding Completed"\?\)/;

it('checking it warns, and does not fail, where a portal is asked', async () => {
  const { code, stdout } = await playbook('check', file, '--portal');
  expect([code, stdout]).toEqual([0, expect.stringMatching(warning)]);
  expect((await playbook('check', file)).stdout).not.toContain('has never arrived');
});

it('applying it warns, and saves it', async () => {
  const { code, stdout } = await playbook('apply', file, '--yes');
  expect([code, stdout]).toEqual([0, expect.stringMatching(warning)]);
  expect(stdout).toContain('Version 2 is in force');
});
