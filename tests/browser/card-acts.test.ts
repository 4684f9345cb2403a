/** An AE works from the card on HubSpot's record, and the message in Slack says the same; and the other way round. */
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
let message: Locator;
const complaints: string[] = [];

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  browser = await launchChromium();
  demo = runDemo(['--no-story', '--enrolment-delay', '500']);
  const [, url = ''] = await demo.printed(/The demo page: (http\S+)/, 60_000);
  await demo.printed(/Live:/, 60_000);
  page = await browser.newPage({ viewport: { width: 1440, height: 1100 } });
  page.setDefaultTimeout(25_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (said) => {
    if (said.type() === 'error' || said.type() === 'warning') complaints.push(said.text());
  });
  await page.goto(url);
  card = page.locator('contact-card-preview');
  message = page.locator('#slack .message', { hasText: 'Sarah Chen' });
  await signUp('Sarah Chen', 'sarah@finpilot.test', 'FinPilot');
  for (const name of ['Complete onboarding', 'Visit pricing', 'Hit plan limit']) await use(name);
  await card.getByText('Missing: 1 more active user').waitFor();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await demo?.interrupt();
}, 30_000);

it('hands a near miss off now, to oneself, with a reason: Slack has the alert, and why', async () => {
  await signInAs('Tom');
  await card.getByRole('button', { name: 'Hand off now' }).click();
  await card.getByLabel('Why?').fill('asked for a demo at the fair');
  await card.getByLabel('Who gets it').selectOption({ label: 'Me' });
  await page.screenshot({ path: path.join(screenshots, 'demo-hand-off.png') });
  await card.locator('form').getByRole('button', { name: 'Hand off now' }).click();
  await card.getByText('Handed off to Tom Becker').waitFor();
  await card.getByText('By hand, tom@acme.test: asked for a demo at the fair').waitFor();
  await page.locator('#slack').getByRole('tab', { name: 'DM tom' }).click();
  await message.getByText('asked for a demo at the fair').waitFor();
  await page.locator('[data-property=zo_handoff_gate] .property-value', { hasText: 'Handed off' }).waitFor();
}, 60_000);

it('shows somebody else who has it, and no buttons', async () => {
  await signInAs('Lee');
  await card
    .getByText('Tom Becker has it. Only the owner, their manager or an operator of Zo may act on it.')
    .waitFor();
  expect(await card.getByRole('button', { name: 'More' }).count()).toBe(0);
  await page.screenshot({ path: path.join(screenshots, 'demo-not-theirs.png') });
  await page.locator('#slack').getByRole('tab', { name: 'DM tom' }).click();
  await card.getByRole('button', { name: 'I’m on it' }).waitFor();
}, 60_000);

it('is taken from the card, and the one message in Slack says so', async () => {
  await card.getByRole('button', { name: 'I’m on it' }).click();
  await card.getByText('Tom Becker is on it', { exact: true }).waitFor();
  await message.getByText(/On it since \d\d:\d\d/).waitFor();
  expect(await message.count()).toBe(1);
  await page.screenshot({ path: path.join(screenshots, 'demo-taken.png') });
}, 60_000);

it('is snoozed from the card', async () => {
  await chooseOnCard('Snooze');
  await card.getByLabel('How long').selectOption({ label: 'Until tomorrow 9:00' });
  expect(await seriousViolations(page)).toEqual([]);
  await card.locator('form').getByRole('button', { name: 'Snooze' }).click();
  await card
    .getByText(/^Snoozed until Wed 09:00/)
    .first()
    .waitFor();
  await message.getByText(/Snoozed until Wed .*still due/).waitFor();
}, 60_000);

it('what is done in Slack stands on the card', async () => {
  await message.getByRole('button', { name: 'I have called Sarah Chen' }).click();
  await card.getByText(/^First call made /).waitFor();
  await card.getByRole('button', { name: 'Actions' }).waitFor();
}, 60_000);

it('goes back to marketing from the card, with a reason', async () => {
  await chooseOnCard('Return to marketing', 'Actions');
  await card.getByLabel('Why?').selectOption({ label: 'Not ready yet' });
  await card.getByLabel('In your own words').fill('budget comes in spring');
  await page.screenshot({ path: path.join(screenshots, 'demo-return.png') });
  await card.locator('form').getByRole('button', { name: 'Return to marketing' }).click();
  await message.getByText(/Back with marketing: Not ready yet: budget comes in spring/).waitFor();
  await card
    .getByText(/^Returned to marketing/)
    .first()
    .waitFor();
  await page.locator('[data-property=zo_handoff_status] .property-value', { hasText: 'Returned' }).waitFor();
  await page.screenshot({ path: path.join(screenshots, 'demo-returned.png') });
}, 60_000);

it('left the page without serious accessibility violations and without errors', async () => {
  // What has just changed flashes, and is pale meanwhile.
  await page.evaluate('Promise.allSettled(document.getAnimations().map((one) => one.finished))');
  expect(await seriousViolations(page)).toEqual([]);
  expect(complaints).toEqual([]);
}, 30_000);

async function signInAs(name: string): Promise<void> {
  await page.locator('#slack-person-picker').selectOption({ label: name });
  await page.locator('#record-card-viewer', { hasText: `seen by ${name}` }).waitFor();
}

async function chooseOnCard(label: string, menu = 'More'): Promise<void> {
  await card.getByRole('button', { name: menu, exact: true }).click();
  await card.getByRole('menuitem', { name: label }).click();
}

async function signUp(name: string, email: string, company: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign up a new person' }).click();
  const form = page.locator('#sign-up-form');
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('Work e-mail').fill(email);
  await form.getByLabel('Company').fill(company);
  await form.getByRole('button', { name: 'Sign up', exact: true }).click();
  await page.locator('#user-picker option', { hasText: name }).waitFor({ state: 'attached' });
}

async function use(name: string): Promise<void> {
  await page.locator('#product').getByRole('button', { name, exact: true }).click();
  await page.locator('#announcer', { hasText: `${name}: sent.` }).waitFor({ state: 'attached' });
}
