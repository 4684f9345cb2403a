/** The home page beside the demo, over the local HubSpot's signed requests: near misses by name, and a review by keyboard. */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { type DemoProcess, runDemo } from '../support/demo-process.ts';
import { seriousViolations } from './axe.ts';

const screenshots = path.resolve(import.meta.dirname, '../../screenshots/home');
const portalId = 4711;

let demo: DemoProcess;
let browser: Browser;
let page: Page;
let url = '';
const complaints: string[] = [];

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  browser = await launchChromium();
  demo = runDemo(['--no-story', '--enrolment-delay', '1000']);
  [, url = ''] = await demo.printed(/The demo page: (http\S+)/, 90_000);
  await demo.printed(/Live:/, 90_000);
  await reviewFrom(10_000);
  page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  page.setDefaultTimeout(40_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(url);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await demo?.interrupt();
}, 30_000);

it('is reached from the demo page', async () => {
  await page.getByRole('link', { name: 'App home' }).click();
  await home().getByText('Nobody waits for a review.').waitFor();
  await home().getByText('No event has reached us from your product yet').waitFor();
}, 60_000);

it('names Jonas Weber among near misses, with the one thing he is missing', async () => {
  await page.goto(url);
  await signUp('Jonas Weber', 'lone@soloworks.test', 'Soloworks');
  await beEager();
  await page.goto(new URL('/card-preview/home', url).href);
  await untilThere(row('Jonas Weber'));
  await row('Jonas Weber').getByText('1 more active user (has 1, needs 2)').waitFor();
}, 120_000);

it('lets the reviewer approve by keyboard, and the handoff goes on', async () => {
  await page.goto(url);
  await signUp('Sarah Chen', 'sarah@finpilot.test', 'FinPilot');
  await beEager();
  await page.locator('#user-picker').selectOption({ label: 'Alex Morgan, FinPilot' });
  await press('Create report');
  await page.goto(new URL('/card-preview/home', url).href);
  const queued = row('Sarah Chen').filter({ has: page.getByRole('button', { name: 'Approve' }) });
  await untilThere(queued);
  await page.screenshot({ path: path.join(screenshots, 'demo-in-review.png'), fullPage: true });
  expect(await seriousViolations(page)).toEqual([]);
  await queued.getByRole('button', { name: 'Approve' }).focus();
  await page.keyboard.press('Enter');
  await home().getByText('Approved: it is handed off now.').waitFor();
  await untilThere(row('Sarah Chen').filter({ hasText: 'Alerted' }));
  await page.screenshot({ path: path.join(screenshots, 'demo-approved.png'), fullPage: true });
}, 180_000);

it('shows an account executive the same, without the buttons', async () => {
  await page.locator('#who').selectOption('maria@acme.test');
  await untilThere(row('Jonas Weber'));
  expect(await home().getByRole('button', { name: 'Approve' }).count()).toBe(0);
}, 60_000);

it('leaves the page without serious accessibility violations and without errors', async () => {
  expect(await seriousViolations(page)).toEqual([]);
  expect(complaints).toEqual([]);
}, 30_000);

/** Reviews begin at this contract value: FinPilot's 85 employees are worth 10,200 by the sample playbook. */
async function reviewFrom(value: number): Promise<void> {
  const [, zo, token] = await demo.printed(/ZO_URL=(\S+) ADMIN_TOKEN=(\S+)/, 10_000);
  const address = `${zo}/admin/portals/${portalId}/playbook`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const sample = readFileSync(path.resolve(import.meta.dirname, '../../playbooks/acme.yaml'), 'utf8');
  const body = JSON.stringify({
    source: sample.replace('expected contract value >= 15000', `expected contract value >= ${value}`),
    reason: 'smaller contracts are looked at too',
  });
  const answer = await fetch(address, { method: 'PUT', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
}

function home(): Locator {
  return page.locator('home-preview');
}

function row(name: string): Locator {
  return home().getByRole('row', { name });
}

/** Presses Refresh until it is there. */
async function untilThere(wanted: Locator): Promise<void> {
  const deadline = Date.now() + 40_000;
  while ((await wanted.count()) === 0) {
    if (Date.now() > deadline) throw new Error(`it never came: ${await home().innerText()}`);
    const refresh = home().getByRole('button', { name: 'Refresh', exact: true });
    if ((await refresh.count()) > 0) await refresh.click();
    await page.waitForTimeout(300);
  }
}

async function signUp(name: string, email: string, company: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign up a new person' }).click();
  const form = page.locator('#sign-up-form');
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('Work e-mail').fill(email);
  await form.getByLabel('Company').fill(company);
  await form.getByRole('button', { name: 'Sign up', exact: true }).click();
  await page.locator('#user-picker option', { hasText: name }).waitFor({ state: 'attached' });
  await page.locator('#user-picker').selectOption({ label: `${name}, ${company}` });
}

/** 58 points by the sample playbook. */
async function beEager(): Promise<void> {
  for (const name of ['Complete onboarding', 'Visit pricing', 'Hit plan limit', 'Invite teammate']) await press(name);
}

async function press(name: string): Promise<void> {
  await page.locator('#product').getByRole('button', { name, exact: true }).click();
  await page.locator('#announcer', { hasText: `${name}: sent.` }).waitFor({ state: 'attached' });
}
