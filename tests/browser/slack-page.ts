/** The demo page over a local Slack alone: an app that a test plays, and nothing in HubSpot. */
import type { Browser, Page } from 'playwright-core';
import { followSandbox } from '../../sandbox/demo/follow-sandbox.ts';
import { servePage } from '../../sandbox/demo/page-server.ts';
import type { PageState } from '../../sandbox/demo/page-state.ts';
import { slackRequests } from '../../sandbox/demo/slack-requests.ts';
import { type SlackState, viewSlack } from '../../sandbox/demo/slack-view.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { type SlackWithApp, startSlackWithApp } from '../sandbox/slack/slack-with-app.ts';
import { launchChromium } from '../support/chromium.ts';

export type SlackPage = {
  slack: SlackWithApp;
  page: Page;
  /** What the browser complained of. */
  complaints: string[];
  /** Resolves when the app has got so many requests since `reset`. */
  arrived(count: number): Promise<void>;
  /** Maria looks at the alerts, at a desk; the app takes everything. */
  reset(): Promise<void>;
  /** What the keyboard is on, as text. */
  focused(): Promise<unknown>;
  close(): Promise<void>;
};

const nothingElse: Omit<PageState, 'slack'> = {
  offsetMs: 0,
  timeZone: 'Europe/Berlin',
  enrolmentDelayMs: 5000,
  story: [],
  contacts: [],
  flows: [],
  playbook: null,
  product: { people: [], actions: [] },
  latencies: {
    of: null,
    eventToPropertyMs: null,
    propertyToActionMs: null,
    actionToSlackMs: null,
    companyIsNew: false,
  },
  problems: [],
};

export async function openSlackPage(): Promise<SlackPage> {
  const slack = await startSlackWithApp();
  const { url } = slack.sandbox;
  const followed = await followSandbox<SlackState>('The local Slack', url, (state) => state.version);
  const notHere = () => Promise.reject(new Error('There is only Slack here.'));
  const server = await servePage(
    () => ({ ...nothingElse, slack: viewSlack(followed.state()) }),
    {
      ...slackRequests(url),
      act: notHere,
      signUp: notHere,
      moveTime: notHere,
      simulate: notHere,
      saveDefinition: notHere,
      doAsSales: notHere,
    },
    { read: async () => ({ type: 'text/javascript', text: '' }), fetch: notHere },
  );
  followed.onChange(server.changed);
  const browser: Browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(server.url);
  await page.locator('#slack-person-picker').waitFor();
  return {
    slack,
    page,
    complaints,
    arrived: (count) =>
      waitUntil<void>(
        `${count} requests at the app`,
        () =>
          slack.received.length === count ? { value: undefined } : { instead: `${slack.received.length} of them` },
        5_000,
        20,
      ),
    async reset() {
      slack.answer = () => undefined;
      slack.status = 200;
      slack.received.length = 0;
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.locator('#slack-person-picker').selectOption('Maria');
      await page.getByRole('tab', { name: '#pql-handoff' }).click();
    },
    focused: () => page.evaluate('document.activeElement?.textContent'),
    async close() {
      await browser.close();
      followed.close();
      await server.close();
      await slack.close();
    },
  };
}
