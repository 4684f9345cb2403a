/** The card on the demo's record page: from near miss to handed off, live, over the local HubSpot's signed requests. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { type DemoProcess, runDemo } from '../support/demo-process.ts';
import { seriousViolations } from './axe.ts';

const screenshots = path.resolve(import.meta.dirname, '../../screenshots/card');

let demo: DemoProcess;
let browser: Browser;
let page: Page;
let card: Locator;
const complaints: string[] = [];

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  browser = await launchChromium();
  demo = runDemo(['--no-story', '--enrolment-delay', '1000']);
  const [, url = ''] = await demo.printed(/The demo page: (http\S+)/, 60_000);
  await demo.printed(/Live:/, 60_000);
  page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  page.setDefaultTimeout(25_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(url);
  card = page.locator('contact-card-preview');
}, 150_000);

afterAll(async () => {
  await browser?.close();
  await demo?.interrupt();
}, 30_000);

it('is marked as a preview and says that a person without events has none', async () => {
  await page.locator('#record-card').getByText('local preview, not HubSpot').waitFor();
  await card.getByText('No product activity for this person yet').waitFor();
  await page.screenshot({ path: path.join(screenshots, 'demo-empty.png') });
}, 60_000);

it('shows a near miss, and changes its verdict by itself when the last condition is met', async () => {
  await page.getByRole('button', { name: 'Sign up a new person' }).click();
  const form = page.locator('#sign-up-form');
  await form.getByLabel('Name').fill('Sarah Chen');
  await form.getByLabel('Work e-mail').fill('sarah@finpilot.test');
  await form.getByLabel('Company').fill('FinPilot');
  await form.getByRole('button', { name: 'Sign up', exact: true }).click();
  await page.locator('#user-picker option', { hasText: 'Sarah' }).waitFor({ state: 'attached' });
  for (const name of ['Complete onboarding', 'Visit pricing', 'Hit plan limit', 'Invite teammate']) await press(name);
  await card.getByText('Missing: 1 more active user').waitFor();
  await card.getByText('3 of 4 conditions').waitFor();
  await page.screenshot({ path: path.join(screenshots, 'demo-near-miss.png') });

  await page.locator('#user-picker').selectOption({ label: 'Alex Morgan, FinPilot' });
  await page.locator('#contact-picker').selectOption({ label: 'Sarah Chen, FinPilot' });
  await press('Create report');
  await page.locator('#contact-picker').selectOption({ label: 'Sarah Chen, FinPilot' });
  await card.getByText(/^Handed off to /).waitFor();
  await card.getByText(/^First call due in /).waitFor();
  await card.getByText('HubSpot agrees').waitFor();
  await page.screenshot({ path: path.join(screenshots, 'demo-handed-off.png') });
}, 120_000);

it('shows where every point comes from, by one click', async () => {
  await card.getByRole('button', { name: /^Why \d+/ }).click();
  await card.getByRole('cell', { name: '+25', exact: true }).waitFor();
}, 30_000);

it('keeps a value readable while it is marked as just changed', async () => {
  const marked = await page.evaluate(markThree);
  expect(marked).toBeGreaterThan(0);
  expect(await seriousViolations(page)).toEqual([]);
  await page.evaluate('for (const each of document.getAnimations()) each.finish();');
}, 30_000);

it('leaves the page without serious accessibility violations and without errors', async () => {
  expect(await seriousViolations(page)).toEqual([]);
  expect(complaints).toEqual([]);
}, 30_000);

async function press(name: string): Promise<void> {
  await page.locator('#product').getByRole('button', { name, exact: true }).click();
  await page.locator('#announcer', { hasText: `${name}: sent.` }).waitFor({ state: 'attached' });
}

/** Marks three values as just changed, and stops the mark where it is strongest. */
const markThree = `
  for (const row of [...document.querySelectorAll('.property:not(.flash)')].slice(0, 3)) row.classList.add('flash');
  const started = document.getAnimations().filter((each) => each.animationName === 'flash');
  for (const each of started) {
    each.pause();
    each.currentTime = 0;
  }
  started.length;
`;
