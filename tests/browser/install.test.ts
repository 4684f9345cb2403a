/** Installing the app in a real Chromium: from our address over HubSpot's consent to the page at the end, cookies included. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { type OauthWorld, startOauthWorld } from '../support/oauth-world.ts';
import { seriousViolations } from './axe.ts';

jest.setTimeout(60_000);

const screenshots = path.resolve(import.meta.dirname, '../../screenshots/install');
const admin = 'admin@one.test';
const portalId = 4242;
let world: OauthWorld;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  [world, browser] = await Promise.all([startOauthWorld(), launchChromium()]);
  await world.addPortal(portalId, admin);
  page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  page.setDefaultTimeout(20_000);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function isWellMade(name: string): Promise<void> {
  for (const width of [1_000, 340]) {
    await page.setViewportSize({ width, height: 700 });
    await page.screenshot({ path: path.join(screenshots, `${name}-${width}.png`) });
    const isCut = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
    expect([name, width, isCut]).toEqual([name, width, false]);
  }
  expect(await seriousViolations(page)).toEqual([]);
}

it('ends on a page that leads to the settings in HubSpot', async () => {
  await page.goto(`${world.url}/hubspot/oauth/install`);
  await page.getByLabel('Account').selectOption(`${portalId} ${admin}`);
  await page.getByRole('button', { name: 'Connect app' }).click();
  await page.getByRole('heading', { name: `portal-${portalId}.test is connected` }).waitFor();
  const next = page.getByRole('link', { name: 'Open the settings in HubSpot' });
  expect(await next.getAttribute('href')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/integrations-settings\/4242\//);
  await isWellMade('connected');
  await page.setViewportSize({ width: 1_000, height: 700 });
  await next.click();
  await page.getByRole('tab', { name: 'Set up' }).waitFor();
  expect(await page.getByLabel('Looking as').inputValue()).toBe(admin);
  await page.getByRole('tab', { name: 'People & history' }).click();
  await page.getByText('Installed the app').first().waitFor();
  await page.screenshot({ path: path.join(screenshots, 'settings.png') });
});

it('that is declined says what to do, and starts again', async () => {
  await page.goto(`${world.url}/hubspot/oauth/install`);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'The app was not installed' }).waitFor();
  await isWellMade('declined');
  await page.getByRole('link', { name: 'Start again' }).click();
  await page.getByRole('button', { name: 'Connect app' }).waitFor();
});

it('by a link from another browser is not ended', async () => {
  const other = await (await browser.newContext()).newPage();
  await other.goto(`${world.url}/hubspot/oauth/install`);
  const link = await world.consent(other.url(), { portalId, userEmail: admin });
  await page.goto(link);
  await page.getByRole('heading', { name: 'This installation was begun in another browser' }).waitFor();
  await isWellMade('other-browser');
});
