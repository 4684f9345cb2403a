/**
 * RevOps changes the playbook in HubSpot: with a mistake first, with names before it is saved, then live. The real backend,
 * the local HubSpot, which signs what the page asks, and the local Slack.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { type RunningProduct, startProduct } from '../support/running-product.ts';
import { type PreviewServer, servePreview } from '../support/settings-page-server.ts';
import { seriousViolations } from './axe.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const screenshots = path.join(repository, 'screenshots/settings');
const acme = readFileSync(path.join(repository, 'playbooks/acme.yaml'), 'utf8');
const lonely = 24;
const idle = 30;

let product: RunningProduct;
let preview: PreviewServer;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

/** Somebody who did everything alone: one active user short of the definition. */
function lonelyUser(number: number): Record<string, unknown>[] {
  const userId = `lonely-${number}`;
  const context = { groupId: `company-${number}`, traits: { email: `${userId}@company-${number}.test` } };
  const event = (name: string, index: number) => ({
    type: 'track',
    messageId: `${userId}-${name}-${index}`,
    userId,
    event: name,
    context,
  });
  return [
    event('Onboarding Completed', 0),
    ...Array.from({ length: 14 }, (_, index) => event('Report Created', index)),
  ];
}

/** Somebody who only looked: no definition should take everybody. */
function idleUser(number: number): Record<string, unknown> {
  const traits = { email: `idle-${number}@elsewhere-${number}.test` };
  return {
    type: 'track',
    messageId: `idle-${number}`,
    userId: `idle-${number}`,
    event: 'Signed Up',
    context: { traits },
  };
}

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  [product, browser] = await Promise.all([startProduct({ goLive: false, env: { PLAYBOOK: '' } }), launchChromium()]);
  await product.admin('PUT', '/playbook', { source: acme, author: 'cli', reason: 'the first' });
  await product.send(Array.from({ length: lonely }, (_, number) => lonelyUser(number)).flat());
  await product.send(Array.from({ length: idle }, (_, number) => idleUser(number)));
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

/** Where the words stand in Acme's playbook. */
function placeOf(words: string): { line: number; column: number } {
  const before = acme.slice(0, acme.indexOf(words)).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const choose = (name: string) => page.getByRole('tab', { name, exact: true }).click();
const picture = (name: string) =>
  page.screenshot({ path: path.join(screenshots, `story-${name}.png`), fullPage: true });

it('shows the version in force, and what has arrived', async () => {
  await page.getByText('Seven steps to a first alert').waitFor();
  await choose('Playbook');
  await page.getByText('Version 1, saved by cli').waitFor();
  await page.getByText('Report Created: 336 this week').waitFor();
  await page.getByText('Dashboard Shared has not arrived').waitFor();
  await picture('1-signals');
}, 60_000);

it('a mistake has its line and column while it is typed, and one press mends it', async () => {
  await choose('Definition');
  const text = await page.getByRole('textbox', { name: 'Definition' }).inputValue();
  await page
    .getByRole('textbox', { name: 'Definition' })
    .fill(text.replace('zo_company_active_users >= 2', 'zo_company_active_usrs >= 1'));
  const { line, column } = placeOf('zo_company_active_users >=');
  await page.getByText(`1 mistake, the first in line ${line}, column ${column}`).waitFor();
  await page.getByText(`Did you mean zo_company_active_users? (line ${line}, column ${column})`).waitFor();
  expect(await page.getByRole('button', { name: 'Review and save' }).isDisabled()).toBe(true);
  await picture('2-mistake');
  await press('Write zo_company_active_users instead');
  await page.getByText('Changed, no mistakes').waitFor();
  await page.getByText('Active users, last 30 days: at least 1').waitFor();
}, 60_000);

it('names everybody who would be new before anything is saved', async () => {
  await press('Review and save');
  await page.getByText(`${lonely} new names`).waitFor();
  await page.getByText('3 of 4: missing 1 more active user (has 1, needs 2)').first().waitFor();
  await page.getByText('Page 1 of 3').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await picture('3-names');
  await press('Back to editing');
  await page.getByText('Version 1, saved by cli').waitFor();
}, 60_000);

it('somebody else who saves in between is named, and nothing is overwritten unseen', async () => {
  await press('Review and save');
  await page.getByText(`${lonely} new names`).waitFor();
  await product.admin('PUT', '/playbook', {
    source: acme.replace('2 working hours', '3 working hours'),
    author: 'tom@acme.test',
    reason: 'calmer',
  });
  await press('Save as a new version');
  await page.getByText('tom@acme.test saved version 2 in between').waitFor();
  await page.getByText('first call due: 3 working hours').waitFor();
  await picture('4-conflict');
  await press('Review my text as a change of version 2');
  await page.getByText(`${lonely} new names`).waitFor();
  await press('Back to editing');
}, 60_000);

it('the form changes the same text, and leaves the rest of it as it is written', async () => {
  await choose('Owners & routing');
  await page.getByLabel('First call due').fill('3 working hours');
  await page.getByLabel('First call due').blur();
  await page.getByText('Changed, no mistakes').waitFor();
  await choose('Text');
  const text = await page.getByRole('textbox', { name: 'Playbook' }).inputValue();
  expect(text.split('\n').filter((line, index) => line !== acme.split('\n')[index])).toEqual([
    '  AND the company is not on a personal email domain AND zo_company_active_users >= 1',
    '  first call due: 3 working hours',
  ]);
}, 60_000);

it('is saved with a reason, as a version of whoever looks', async () => {
  await press('Review and save');
  await page.getByText(`${lonely} new names`).waitFor();
  await page.getByLabel('Why').fill('one active user is enough');
  await press('Save as a new version');
  await page.getByText('Saved as version 3').waitFor();
  await page.getByText(`${lonely} people become ready, 0 people cease to be.`).waitFor();
  await picture('5-saved');
  await press('Back to the playbook');
  await page.getByText('Version 3, saved by ops@acme.test').waitFor();
}, 60_000);

it('goes live from HubSpot, after saying what that does', async () => {
  await choose('HubSpot');
  await page.getByText('Watch mode').waitFor();
  await page.getByText(`${lonely} of ours. None of them is alerted`).waitFor();
  await picture('6-plan');
  await press('Go live');
  await press('Yes, go live');
  await page.getByText('HubSpot is as the playbook needs it, and live').waitFor({ timeout: 60_000 });
  await page.getByText('in workflow mode').waitFor();
  expect((await product.flow('Zo | SQL handoff'))?.isEnabled).toBe(true);
  await picture('7-live');
}, 120_000);

it('a workflow that somebody changed in HubSpot is seen, told in words, and restored', async () => {
  const flow = (await product.flow('Zo | SQL handoff'))!;
  const whole = await product.hubspotApi<Record<string, unknown>>('GET', `/automation/v4/flows/${flow.id}`);
  const changed = JSON.parse(JSON.stringify(whole).replace('"value":50', '"value":40'));
  await product.hubspotApi('PUT', `/automation/v4/flows/${flow.id}`, changed);
  await press('Look now');
  await page.getByText('HubSpot asks for zo_pql_score >= 40').waitFor();
  await picture('8-drift');
  await press('Restore Zo | SQL handoff');
  await press('Yes, restore it');
  await page.getByText('Restored', { exact: true }).waitFor();
}, 60_000);

it('a test message arrives in Slack', async () => {
  await choose('Slack');
  await press('Send a test to #pql-handoff');
  await page.getByText('A test message is in #pql-handoff').waitFor();
  const posted = await product.messagesAbout('Test message');
  expect(posted.map(({ place }) => place)).toEqual(['#pql-handoff']);
}, 60_000);

it('a write key is shown once, and works', async () => {
  await choose('Keys');
  await page.getByLabel('Name').fill('Segment, production');
  await press('Make a key');
  await page.getByText('Copy this key now').waitFor();
  await picture('9-key');
  const key = await page.locator('[data-test-id=write-key]').innerText();
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  const response = await fetch(`${product.backendUrl}/v1/track`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ userId: 'lonely-1', event: 'Report Created', messageId: 'with-the-new-key' }),
  });
  expect(response.status).toBe(200);
  await choose('Slack');
  await choose('Keys');
  await page.getByText('Segment, production', { exact: true }).waitFor();
  expect(await page.getByText(key).count()).toBe(0);
}, 60_000);

it('everything that was done stands in the history, and an account executive may only look', async () => {
  await choose('People & history');
  for (const words of ['Made a write key', 'Sent a test message', 'Restored a workflow', 'Went live']) {
    await page.getByText(words, { exact: true }).waitFor();
  }
  await page.getByText('Saved the playbook: version 3').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await picture('10-history');
  await page.getByLabel('Looking as').selectOption('maria@acme.test');
  await page.getByText('You may look, and not change anything').waitFor();
  await choose('Keys');
  expect(await page.getByRole('button', { name: 'Make a key' }).count()).toBe(0);
}, 60_000);

it('broke nothing on the way', () => {
  expect(complaints).toEqual([]);
});
