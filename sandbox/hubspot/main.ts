/** The local HubSpot as a process of its own, configured by environment only (see ../README.md). */
import { startHubspotSandbox } from './start.ts';

const env = process.env;
const number = (name: string): number | undefined => (env[name] ? Number(env[name]) : undefined);

const sandbox = await startHubspotSandbox({
  port: number('PORT'),
  host: env.HOST,
  clockUrl: env.CLOCK_URL,
  clientId: env.SANDBOX_CLIENT_ID,
  clientSecret: env.SANDBOX_CLIENT_SECRET,
  accessToken: env.SANDBOX_ACCESS_TOKEN,
  portalId: number('SANDBOX_PORTAL_ID'),
  enrolmentDelayMs: number('SANDBOX_ENROLMENT_DELAY_MS'),
  actionUrl: env.SANDBOX_ACTION_URL,
  projectDir: env.SANDBOX_PROJECT_DIR,
  seed: env.SANDBOX_SEED === 'empty' ? 'empty' : 'acme',
});
console.log(
  JSON.stringify({ msg: 'listening', url: sandbox.url, enrolmentDelayMs: sandbox.portal().settings.enrolmentDelayMs }),
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void sandbox.close().then(() => process.exit(0));
  });
}
