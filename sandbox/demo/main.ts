/**
 * `npm run demo`: starts the product between a local HubSpot and a local Slack, plays the Acme story with real HTTP calls
 * and serves a page that shows what both platforms hold. See --help.
 */
import { parseArgs } from 'node:util';
import { openCardPreview } from '../card-preview/card-preview.ts';
import { sarah } from './acme-people.ts';
import { acmeStory } from './acme-story.ts';
import { type CallFigures, readCallFigures, tooManyRefused } from './call-figures.ts';
import { latenciesOf, viewDemo } from './demo-view.ts';
import { followSandbox } from './follow-sandbox.ts';
import { contactByEmail, type HubspotState } from './hubspot-state.ts';
import { answerPage } from './page-requests.ts';
import { servePage } from './page-server.ts';
import type { Latencies } from './page-state.ts';
import { openProduct } from './product.ts';
import type { SlackState } from './slack-view.ts';
import { type Demo, startDemo } from './start-demo.ts';
import { playStory, StoryBroken, storyProgress } from './story.ts';

const help = `npm run demo -- [options]

Starts the backend on SQLite, a local HubSpot and a local Slack on free ports of this machine, plays the Acme story and
serves a page that shows the record, the workflow and the Slack conversation, live. Ctrl-C ends it and leaves nothing behind.

  --once                 play the story, print it and its figures (one JSON object on the last line), and end
  --no-story             do not play the story: go live, and leave the product to whoever opens the page
  --enrolment-delay MS   how long the local HubSpot waits before it enrols (default 5000)
  --help                 this text
`;

const { values: options } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    story: { type: 'boolean', default: true },
    'enrolment-delay': { type: 'string', default: '5000' },
    help: { type: 'boolean', default: false },
  },
  allowNegative: true,
});

const tell = (line: string) => console.log(line);
const closers: (() => Promise<void> | void)[] = [];

/** Ends everything in the opposite order of its start; called once. */
async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) {
    await Promise.resolve()
      .then(close)
      .catch((error: unknown) => console.error(`While ending: ${error instanceof Error ? error.message : error}`));
  }
}

let demo: Demo | null = null;
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    tell('\nStopping …');
    void closeAll().finally(() => process.exit(0));
  });
}

async function run(): Promise<void> {
  const enrolmentDelayMs = Number(options['enrolment-delay']);
  if (!Number.isFinite(enrolmentDelayMs) || enrolmentDelayMs < 0)
    throw new Error('--enrolment-delay takes milliseconds');
  const startedAt = performance.now();
  tell('Starting the demo');
  demo = await startDemo({ enrolmentDelayMs, report: (line) => tell(`  ${line}`) });
  closers.push(demo.stop);
  tell(`  Local HubSpot waits ${enrolmentDelayMs / 1000} s before it enrols a contact in a workflow.`);

  const hubspot = await followSandbox<HubspotState>('The local HubSpot', demo.hubspotUrl, (state) => state.sequence);
  const slack = await followSandbox<SlackState>('The local Slack', demo.slackUrl, (state) => state.version);
  const product = openProduct({ host: demo.backendUrl, writeKey: demo.writeKey, now: demo.clock.now });
  closers.push(hubspot.close, slack.close, product.close);

  const standing = demo.followStanding(() =>
    product.people().filter(({ email }) => contactByEmail(hubspot.state(), email) === undefined),
  );
  closers.push(standing.close);
  const progress = storyProgress(options.story ? acmeStory : [], () => page.changed());
  const parts = {
    demo,
    product,
    hubspot,
    slack,
    standing,
    kept: new Map<string, string>(),
    story: () => progress.steps,
  };
  const page = await servePage(() => viewDemo(parts), answerPage(demo, product, hubspot), openCardPreview(demo));
  closers.push(page.close);
  for (const followed of [hubspot, slack]) followed.onChange(page.changed);
  product.onChange(page.changed);
  standing.onChange(page.changed);
  demo.playbooks.onChange(page.changed);
  const refresh = setInterval(page.changed, 1_000);
  closers.push(() => clearInterval(refresh));
  if (!options.once) {
    tell(`\nThe demo page: ${page.url}`);
    tell(`The operator's tool, in another terminal (then: npm run zo -- doctor):\n  ${demo.operatorVariables}`);
  }

  if (!options.story) {
    await demo.goLive();
    tell('Live: HubSpot is provisioned and both workflows are on. Ctrl-C ends the demo.');
    return;
  }
  const played = await playStory(acmeStory, parts, progress, tell);
  const latencies = latenciesOf(parts, sarah.email);
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const hubspotCalls = await readCallFigures(demo.hubspotUrl);
  tellFigures({ latencies, hubspotCalls }, enrolmentDelayMs, seconds);
  if (tooManyRefused(hubspotCalls)) {
    throw new StoryBroken('HubSpot refuses less than one call in a hundred.', new Error(wordRefusals(hubspotCalls)));
  }
  if (!options.once) {
    tell(`\nThe demo page stays up: ${page.url}  Ctrl-C ends the demo.`);
    return;
  }
  await closeAll();
  tell(
    JSON.stringify({
      story: 'acme',
      happened: true,
      seconds,
      enrolmentDelayMs,
      latencies,
      hubspotCalls,
      steps: played,
    }),
  );
  process.exit(0);
}

type Figures = { latencies: Latencies; hubspotCalls: CallFigures };

function tellFigures({ latencies, hubspotCalls }: Figures, enrolmentDelayMs: number, seconds: number): void {
  const show = (ms: number | null) => (ms === null ? 'not measured' : `${Math.round(ms)} ms`);
  tell('\nFigures');
  tell(`  event → property    ${show(latencies.eventToPropertyMs)}`);
  tell(`  property → action   ${show(latencies.propertyToActionMs)} (HubSpot waits ${enrolmentDelayMs} ms of it)`);
  tell(`  action → Slack      ${show(latencies.actionToSlackMs)}`);
  tell(`  calls of HubSpot    ${hubspotCalls.calls}, ${hubspotCalls.refused} of them refused (4xx)`);
  tell(`  the whole story     ${seconds} s`);
}

function wordRefusals({ calls, refused, refusals }: CallFigures): string {
  const lines = Object.entries(refusals).map(([what, count]) => `${count} × ${what}`);
  return `${refused} of ${calls} calls were refused: ${lines.join(', ')}`;
}

async function fail(error: unknown): Promise<never> {
  const message = error instanceof Error ? error.message : String(error);
  const step = error instanceof StoryBroken ? error.step : null;
  const warnings = demo?.backendWarnings() ?? [];
  console.error(
    step === null ? `\nThe demo could not start: ${message}` : `\nThis step did not happen: ${step}\n${message}`,
  );
  if (warnings.length > 0) console.error(`The backend had logged:\n  ${warnings.join('\n  ')}`);
  await closeAll();
  if (options.once) tell(JSON.stringify({ story: 'acme', happened: false, step, message }));
  process.exit(1);
}

if (options.help) tell(help);
else run().catch((error: unknown) => (ending ? undefined : fail(error)));
