/** The local Slack as a process of its own, configured by environment only; see sandbox/README.md. */
import { followClock } from '../clock/follow-clock.ts';
import { seedAcme, seedEmpty } from './seed.ts';
import { defaultToken, startSlackSandbox } from './start-slack-sandbox.ts';

const { env } = process;
const clock = await followClock(env.CLOCK_URL);
const sandbox = await startSlackSandbox({
  port: Number(env.PORT ?? 0),
  host: env.HOST ?? '127.0.0.1',
  clock,
  token: env.SANDBOX_SLACK_TOKEN ?? defaultToken,
  clientId: env.SANDBOX_SLACK_CLIENT_ID,
  clientSecret: env.SANDBOX_SLACK_CLIENT_SECRET,
  signingSecret: env.SANDBOX_SLACK_SIGNING_SECRET,
  redirectUrls: env.SANDBOX_SLACK_REDIRECT_URLS?.split(','),
  interactivityUrl: env.SANDBOX_SLACK_INTERACTIVITY_URL ?? null,
  eventsUrl: env.SANDBOX_SLACK_EVENTS_URL ?? null,
  seed: env.SANDBOX_SEED === 'empty' ? seedEmpty() : seedAcme(),
  rateLimits: env.SANDBOX_SLACK_RATE_LIMITS !== 'off',
});
console.log(JSON.stringify({ msg: 'listening', url: sandbox.url }));

async function stop() {
  clock.close();
  await sandbox.close();
  process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
