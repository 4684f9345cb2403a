/** The life of a handoff, clicked: taken in Slack, snoozed, called, given back with a reason, undone. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { type DemoProcess, runDemo } from '../support/demo-process.ts';
import { seriousViolations } from './axe.ts';

const screenshots = path.resolve(import.meta.dirname, '../../screenshots/handoff');

let demo: DemoProcess;
let browser: Browser;
let page: Page;
let message: Locator;

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  browser = await launchChromium();
  demo = runDemo(['--no-story', '--enrolment-delay', '500']);
  const [, url = ''] = await demo.printed(/The demo page: (http\S+)/, 60_000);
  await demo.printed(/Live:/, 60_000);
  page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  page.setDefaultTimeout(25_000);
  await page.goto(url);
  await signUp('Noor Haddad', 'noor@brightyard.test', 'Brightyard');
  for (const name of ['Complete onboarding', 'Visit pricing', 'Hit plan limit', 'Invite teammate']) await use(name);
  await page.locator('#user-picker').selectOption({ label: 'Alex Morgan, Brightyard' });
  await use('Create report');
  await page.locator('#slack').getByRole('tab', { name: /^DM / }).first().click();
  message = page.locator('#slack .message', { hasText: 'New SQL: Noor Haddad' });
  await message.waitFor();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await demo?.interrupt();
}, 30_000);

it('is taken by its AE: the one message says so', async () => {
  await message.getByRole('button', { name: "I'm on it: Noor Haddad" }).click();
  await message.getByText(/On it since \d\d:\d\d/).waitFor();
  expect(await message.count()).toBe(1);
  await page.screenshot({ path: path.join(screenshots, 'taken.png') });
}, 60_000);

it('is snoozed from a menu, and stays due', async () => {
  await message.getByRole('button', { name: /Snooze/ }).click();
  await page.getByRole('menuitem', { name: /1 hour/ }).click();
  await message.getByText(/Snoozed until .* still due/).waitFor();
}, 60_000);

it('is called: the clock stops, and HubSpot has the call', async () => {
  await message.getByRole('button', { name: 'I have called Noor Haddad' }).click();
  await message.getByText(/Called \d\d:\d\d/).waitFor();
  await page.locator('#contact-picker').selectOption({ label: 'Noor Haddad, Brightyard' });
  await page.locator('[data-property=zo_sla_status] .property-value', { hasText: 'Met' }).waitFor();
  await page.screenshot({ path: path.join(screenshots, 'called.png') });
}, 60_000);

it('is not a fit, for a reason from a form, and that is undone', async () => {
  await message.getByRole('button', { name: 'Not a fit: Noor Haddad' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('combobox').selectOption({ label: 'Too small' });
  expect(await seriousViolations(page)).toEqual([]);
  await page.screenshot({ path: path.join(screenshots, 'reason.png') });
  await form.getByRole('button', { name: /Not a fit/ }).click();
  await message.getByText(/Not a fit \(Too small\)/).waitFor();
  await message.getByRole('button', { name: 'Undo, it is a fit: Noor Haddad' }).click();
  await message.getByText(/Called \d\d:\d\d/).waitFor();
}, 60_000);

it('goes back to marketing with a reason, and marketing reads a dossier', async () => {
  await message.getByRole('button', { name: 'Return to marketing: Noor Haddad' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('combobox').selectOption({ index: 1 });
  await form.getByRole('button', { name: /Return/ }).click();
  await message.getByText(/Back with marketing/).waitFor();
  await page.locator('#slack').getByRole('tab', { name: '#marketing' }).click();
  await page.locator('#slack .message', { hasText: 'Noor Haddad' }).getByText('What was tried').waitFor();
  await page.screenshot({ path: path.join(screenshots, 'returned.png') });
}, 60_000);

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
