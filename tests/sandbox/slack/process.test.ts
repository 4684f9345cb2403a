import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { startClockServer } from '../../../sandbox/clock/clock-server.ts';

const main = path.resolve(import.meta.dirname, '../../../sandbox/slack/main.ts');

it('runs as a process of its own, configured by environment, and stops when told', async () => {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, PORT: '0', SANDBOX_SLACK_TOKEN: 'xoxb-from-environment', SANDBOX_SEED: 'empty' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { msg, url } = JSON.parse(line) as { msg: string; url: string };
  expect(msg).toBe('listening');
  const answer = await fetch(`${url}/api/auth.test`, {
    method: 'POST',
    headers: { authorization: 'Bearer xoxb-from-environment' },
  });
  expect(await answer.json()).toMatchObject({ ok: true, team: 'Acme', bot_id: 'B0ZO00001' });
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});

it('takes its time from the shared clock', async () => {
  const clock = await startClockServer();
  await clock.advance(14 * 86_400_000);
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, PORT: '0', CLOCK_URL: clock.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const state = (await (await fetch(`${url}/sandbox/state`)).json()) as { now: number };
  expect(Math.abs(state.now - clock.now())).toBeLessThan(5000);
  child.kill('SIGTERM');
  await once(child, 'exit');
  await clock.close();
});
