/** The story's steps on the demo page: what is to come can be read while it plays, and lies over nothing. */
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { type DemoProcess, runDemo } from '../support/demo-process.ts';
import { seriousViolations } from './axe.ts';

let demo: DemoProcess;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
  demo = runDemo(['--enrolment-delay', '1000']);
  const [, url = ''] = await demo.printed(/The demo page: (http\S+)/, 60_000);
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(30_000);
  await page.goto(url);
}, 150_000);

afterAll(async () => {
  await browser?.close();
  await demo?.interrupt();
}, 30_000);

it('opens every step by keyboard, above the panels and not over them', async () => {
  const story = page.locator('#story button');
  await story.focus();
  await page.keyboard.press('Enter');
  await page.locator('#story-steps li').nth(10).waitFor();
  expect(await story.getAttribute('aria-expanded')).toBe('true');
  expect(await page.evaluate('document.activeElement?.dataset.key')).toBe('story');
  const gap =
    "document.querySelector('.workbench').getBoundingClientRect().top - document.querySelector('#story-steps').getBoundingClientRect().bottom";
  expect(await page.evaluate(gap)).toBeGreaterThan(0);
  expect(await seriousViolations(page)).toEqual([]);
}, 60_000);

it('keeps them open while the story goes on, and closes them when asked', async () => {
  await page.locator('#story-steps li.done').nth(1).waitFor();
  await page.locator('#story button').click();
  await page.locator('#story-steps').waitFor({ state: 'hidden' });
}, 60_000);
