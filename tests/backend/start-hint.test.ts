import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../backend/config.ts';
import { startHint } from '../../backend/start-hint.ts';
import { startProgram } from '../../sandbox/demo/child-process.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';

const nobody = { publicUrl: 'https://zo.acme.test', portals: 0 };

it('a service that serves nobody is told what to do next, one that serves somebody nothing', () => {
  const many = readConfig({
    HUBSPOT_CLIENT_ID: 'id',
    HUBSPOT_CLIENT_SECRET: 'secret',
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  });
  expect(startHint(many, nobody)).toContain('install the app at https://zo.acme.test/hubspot/oauth/install');
  expect(startHint(many, { ...nobody, portals: 1 })).toBeNull();
  const one = readConfig({ HUBSPOT_PORTAL_ID: '42', HUBSPOT_ACCESS_TOKEN: 'token' });
  expect(startHint(one, { ...nobody, portals: 1 })).toBeNull();
});

it('`npm start` without any setting says what to set', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'zo-hint-'));
  const env = { PORT: '0', DATABASE_URL: `file:${path.join(folder, 'zo.db')}` };
  const program = await startProgram({ name: 'Backend', file: 'backend/main.ts', env });
  const look = () => {
    const lines = program.lastLines().join('\n');
    return lines.includes('no HubSpot account is served yet') ? { value: lines } : { instead: lines };
  };
  const said = await waitUntil('the service to say that it serves nobody', look, 10_000);
  await program.stop();
  await rm(folder, { recursive: true });
  expect(said).toContain('set HUBSPOT_PORTAL_ID and HUBSPOT_ACCESS_TOKEN');
}, 30_000);
