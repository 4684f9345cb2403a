/**
 * Somebody clicks through the first run on the real settings page: from nothing but an installation to a test alert and live
 * mode. The real backend, the local HubSpot, which signs what the page asks, and the local Slack.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { contactCardPath } from '@zo/shared';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import { type PreviewServer, servePreview } from '../support/settings-page-server.ts';
import { askAsPage } from '../support/signed-call.ts';
import { seriousViolations } from './axe.ts';

const screenshots = path.resolve(import.meta.dirname, '../../screenshots/settings');
let product: RunningProduct;
let preview: PreviewServer;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  [product, browser] = await Promise.all([startProduct({ goLive: false, env: { PLAYBOOK: '' } }), launchChromium()]);
  preview = await servePreview(product);
  page = await browser.newPage({ viewport: { width: 1160, height: 1100 } });
  page.setDefaultTimeout(25_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(`${preview.url}/card-preview/settings`);
}, 150_000);

afterAll(async () => {
  await browser?.close();
  await preview?.close();
  await product?.stop();
}, 30_000);

const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const says = (words: string): Promise<void> => page.getByText(words).first().waitFor();
const recipe = (): Locator => page.getByRole('textbox', { name: 'Recipe', exact: true });
const picture = (name: string) =>
  page.screenshot({ path: path.join(screenshots, `set-up-${name}.png`), fullPage: true });

it('Set up opens by itself, and nothing but properties is in HubSpot', async () => {
  await says('Seven steps to a first alert');
  await says('Connected to Acme.');
  await says('Our properties are in HubSpot, and nothing else.');
  expect((await product.hubspotState()).flows).toEqual([]);
  expect(await seriousViolations(page)).toEqual([]);
  await picture('1-installed');
}, 60_000);

it('a key is made and stands in the recipe; the first event that is sent with it appears by itself', async () => {
  await page.getByLabel('Sent by').selectOption({ label: 'RudderStack, SDK for Node' });
  await press('Make a key for servers');
  await says('Copy this key now');
  const key = /new RudderAnalytics\('([\w-]+)'/.exec(await recipe().inputValue())?.[1];
  expect(key).toMatch(/^[\w-]{32}$/);
  expect(await recipe().inputValue()).toContain(product.backendUrl);
  const sent = await fetch(`${product.backendUrl}/v1/track`, {
    method: 'POST',
    headers: { 'x-write-key': key! },
    body: JSON.stringify({ userId: 'u1', event: 'Report Created', messageId: 'first' }),
  });
  expect(sent.status).toBe(200);
  await says('First event received');
}, 60_000);

it('the shipped playbook is saved by a press, and HubSpot provisioned by another', async () => {
  await press('Save it as version 1');
  await says('Version 1, saved by ops@acme.test');
  expect((await product.hubspotState()).flows).toEqual([]);
  await press('Provision HubSpot');
  await says('The handoff workflow is there, switched off until you go live.');
  const { flows } = await product.hubspotState();
  expect(flows.map(({ isEnabled }) => isEnabled)).toEqual([false, false]);
}, 90_000);

it('the card is seen once HubSpot asks for it', async () => {
  await says('No contact has been opened with the card yet.');
  await askAsPage(product, contactCardPath, { userEmail: 'maria@acme.test', query: 'contactId=151' });
  await says('HubSpot asked for the card first');
}, 60_000);

it('a test alert is sent by keyboard', async () => {
  await page.getByRole('button', { name: 'Send a test alert', exact: true }).focus();
  await page.keyboard.press('Enter');
  await says('A test alert is in #pql-handoff');
  const [alert, ...others] = await product.messagesAbout('Sam Example (sample)');
  expect(others).toEqual([]);
  expect(alert).toMatchObject({ place: '#pql-handoff', shown: expect.stringContaining('[Test] New SQL') });
  await picture('2-tested');
}, 60_000);

it('going live is pressed where it says what it does; then everything is set up', async () => {
  await press('Go to going live');
  await press('Go live');
  await press('Yes, go live');
  await page.getByText('Live', { exact: true }).first().waitFor();
  await page.getByRole('tab', { name: 'Set up', exact: true }).click();
  await says('Everything is set up.');
  await says('in workflow mode.');
  expect(await seriousViolations(page)).toEqual([]);
  await picture('3-live');
}, 90_000);

it('broke nothing on the way', () => {
  expect(complaints).toEqual([]);
});
