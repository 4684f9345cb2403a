import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { startClockServer } from '../../../sandbox/clock/clock-server.ts';

const main = path.resolve(import.meta.dirname, '../../../sandbox/hubspot/main.ts');

it('runs as a process of its own, configured by environment, follows the clock and stops when told', async () => {
  const clock = await startClockServer();
  await clock.advance(14 * 86_400_000);
  const env = {
    SANDBOX_ACCESS_TOKEN: 'pat-from-environment',
    SANDBOX_PORTAL_ID: '77',
    SANDBOX_CLIENT_ID: 'client-from-environment',
    SANDBOX_ENROLMENT_DELAY_MS: '10',
  };
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, PORT: '0', CLOCK_URL: clock.url, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { msg, url, enrolmentDelayMs } = JSON.parse(line) as { msg: string; url: string; enrolmentDelayMs: number };
  expect([msg, enrolmentDelayMs]).toEqual(['listening', 10]);
  const headers = { authorization: 'Bearer pat-from-environment' };
  expect(await (await fetch(`${url}/account-info/v3/details`, { headers })).json()).toMatchObject({ portalId: 77 });
  const { app } = (await (await fetch(`${url}/sandbox/oauth`)).json()) as { app: { clientId: string } };
  expect(app.clientId).toBe('client-from-environment');
  const { now } = (await (await fetch(`${url}/sandbox/state`)).json()) as { now: number };
  expect(Math.abs(now - clock.now())).toBeLessThan(5_000);
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
  await clock.close();
});
