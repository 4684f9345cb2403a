/** The demo page in a real Chromium, on the real demo: press, watch HubSpot, the workflow and Slack, move time. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { type DemoProcess, runDemo } from '../support/demo-process.ts';
import { seriousViolations } from './axe.ts';

const root = path.resolve(import.meta.dirname, '../..');
const screenshots = path.join(root, 'screenshots');

let demo: DemoProcess;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
  demo = runDemo(['--no-story', '--enrolment-delay', '1000']);
  const [, url = ''] = await demo.printed(/The demo page: (http\S+)/, 60_000);
  await demo.printed(/Live:/, 60_000);
  mkdirSync(screenshots, { recursive: true });
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(url);
  await page.locator('[data-property=lifecyclestage]').first().waitFor();
}, 150_000);

afterAll(async () => {
  await browser?.close();
  await demo?.interrupt();
}, 30_000);

it('says that it is not HubSpot, and shows the seeded record, no enrolment and no message', async () => {
  await page.getByText('local preview, not HubSpot').first().waitFor();
  await page.locator('.identity-name', { hasText: 'Sarah Chen' }).waitFor();
  await page.getByText('No messages yet.').waitFor();
  await page.getByText('Zo | SQL handoff').first().waitFor();
  await expectFits('demo-start');
}, 60_000);

it('signs up a person whose name is hostile, as text', async () => {
  await page.getByRole('button', { name: 'Sign up a new person' }).click();
  await fillSignUp('Noor <img src=x onerror=document.title=1> Haddad');
  await page.locator('#user-picker option', { hasText: 'Noor' }).waitFor({ state: 'attached' });
  await page.locator('#product-standing', { hasText: 'Not in HubSpot until ready. Score 0' }).waitFor();
  expect(await page.locator('#user-picker').inputValue()).toBe('noor@brightyard.test');
  expect(await page.locator('img').count()).toBe(0);
}, 60_000);

it('turns presses of the product into a crossing, an enrolment and an alert', async () => {
  for (const name of ['Complete onboarding', 'Visit pricing', 'Hit plan limit', 'Invite teammate']) {
    await press(name);
  }
  const standing = page.locator('#product-standing');
  await standing.filter({ hasText: /1 more active user .*Next: act as Alex Morgan\./ }).waitFor();
  await page.locator('#user-picker').selectOption({ label: 'Alex Morgan, Brightyard' });
  await press('Create report');

  await page.locator('.identity-name', { hasText: 'Noor' }).waitFor();
  await page.locator('#slack .message').getByText('New SQL: Noor').first().waitFor();
  await page.locator('#contact-picker').selectOption({ label: 'Sarah Chen, FinPilot' });
  await page.locator('.identity-name', { hasText: 'Sarah Chen' }).waitFor();
  await page
    .locator('#slack')
    .getByRole('button', { name: /in HubSpot/ })
    .first()
    .click();
  await expectProperty('zo_pql_score', '58');
  await expectProperty('lifecyclestage', 'Sales Qualified Lead');
  await page.locator('#workflow .step', { hasText: 'Enrolled' }).first().waitFor();
  await page.locator('#workflow .step', { hasText: 'Send contextual Slack handoff' }).locator('.pill.done').waitFor();
  await page.locator('.tile-value').first().filter({ hasText: /\d/ }).waitFor();
  await page.getByRole('tab', { name: /^DM / }).first().click();
  await page.locator('#slack .message').getByText('New SQL: Noor').first().waitFor();
  await expectFits('demo-handoff');
}, 90_000);

it('shows who would be new while the definition is edited, before it is saved', async () => {
  await press('Create report');
  const box = page.getByRole('textbox', { name: 'The definition' });
  expect(await box.inputValue()).toContain('zo_company_active_users >= 2');
  const outcome = page.locator('#definition-outcome');
  await box.fill('A free user becomes an SQL when zo_company_active_users >= 1');
  await outcome.locator('.draft-people li', { hasText: 'Alex Morgan' }).waitFor();
  await outcome.getByText(/: \+[1-9]\d*, −0/).waitFor();
  await expectFits('demo-definition');
  expect(await seriousViolations(page)).toEqual([]);
}, 90_000);

it('points at a mistake in the definition, and saves nothing', async () => {
  const box = page.getByRole('textbox', { name: 'The definition' });
  await box.fill('A free user becomes an SQL when zo_company_activ_users >= 1');
  const place = page.locator('#definition-outcome .mistake-place');
  await place.filter({ hasText: '^^^^' }).waitFor();
  expect(await box.getAttribute('aria-invalid')).toBe('true');
  await expectFits('demo-definition-mistake');
  expect(await page.getByRole('button', { name: 'Save as version 2' }).getAttribute('aria-disabled')).toBe('true');
}, 60_000);

it('saves the definition as the next version, by keyboard', async () => {
  const box = page.getByRole('textbox', { name: 'The definition' });
  await page.getByRole('button', { name: 'Put it back' }).click();
  const sentence = await box.inputValue();
  await box.fill(sentence.replace('zo_company_active_users >= 2', 'zo_company_active_users >= 1'));
  await page.locator('[data-key=definition-save]:not([aria-disabled])').waitFor();
  await box.focus();
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement?.dataset.key')).toBe('definition-save');
  await page.keyboard.press('Enter');
  await page.locator('#definition-version', { hasText: 'version 2 is in force' }).waitFor();
  await page.getByRole('button', { name: 'Save as version 3' }).waitFor();
  await page.locator('#definition-outcome').getByText('Version 2 is in force.').waitFor();
  expect(await page.evaluate('document.activeElement?.dataset.key')).toBe('definition-save');
}, 90_000);

it('leaves a space alone that is typed at the end of the sentence in force', async () => {
  const box = page.getByRole('textbox', { name: 'The definition' });
  const sentence = await box.inputValue();
  const save = page.locator('[data-key=definition-save]');
  await box.fill(`${sentence} AND`);
  await page.locator('#definition-outcome .mistake').waitFor();
  await box.fill(`${sentence} `);
  await page.locator('#definition-outcome .mistake').waitFor({ state: 'detached' });
  expect(await box.inputValue()).toBe(`${sentence} `);
  expect(await save.getAttribute('aria-disabled')).toBe('true');
}, 60_000);

it('asks for words when the box is empty, and puts the sentence back', async () => {
  const box = page.getByRole('textbox', { name: 'The definition' });
  await box.fill('');
  await page.locator('#definition-outcome').getByText('Write when a free user becomes an SQL').waitFor();
  await page.getByRole('button', { name: 'Put it back' }).click();
  expect(await box.inputValue()).toContain('A free user becomes an SQL when');
}, 60_000);

it('keeps the panels in their places while a form or a long answer is open', async () => {
  const placeOf = () => page.evaluate("document.querySelector('.columns').getBoundingClientRect().top");
  const before = await placeOf();
  await page.getByRole('button', { name: 'Sign up a new person' }).click();
  await page.locator('#sign-up-form').waitFor();
  expect(await placeOf()).toBe(before);
  await page.keyboard.press('Escape');
  await page.locator('#sign-up-form').waitFor({ state: 'hidden' });
  expect(await page.evaluate('document.activeElement?.dataset.key')).toBe('sign-up-toggle');

  await page.getByRole('textbox', { name: 'The definition' }).fill('A free user becomes an SQL when zo_pql_score >= 0');
  await page.locator('#definition-outcome .draft-headline').waitFor();
  expect(await placeOf()).toBe(before);
  await page.getByRole('button', { name: 'Put it back' }).click();
}, 60_000);

it.each([
  [1024, 768],
  [1280, 900],
  [1920, 1080],
])(
  'has room for the card, the workflow and each Slack tab at %i × %i',
  async (width, height) => {
    await page.setViewportSize({ width, height });
    for (const panel of ['#record', '#record-card', '#workflow', '#slack']) {
      expect((await page.locator(panel).boundingBox())?.height).toBeGreaterThan(150);
    }
    const clipped = await page.evaluate(
      "[...document.querySelectorAll('#slack [role=tab]')].filter((tab) => tab.getBoundingClientRect().right > document.querySelector('#slack').getBoundingClientRect().right).length",
    );
    expect(clipped).toBe(0);
    await expectFits(`demo-at-${width}`);
    await page.setViewportSize({ width: 1280, height: 900 });
  },
  60_000,
);

it('shows a property’s history and meaning on request, by keyboard', async () => {
  const score = page.locator('[data-property=zo_pql_score] summary');
  await score.focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-property=zo_pql_score] .history li').first().waitFor();
  await expectFits('demo-history');
  await page.keyboard.press('Enter');
}, 60_000);

it('is one stop of the Tab key on the record, whose rows the arrow keys go through, and skips to the card and to Slack', async () => {
  const focusedKey = () => page.evaluate('document.activeElement?.closest("[data-property]")?.dataset.property');
  await page.locator('[data-property=zo_pql_score] summary').focus();
  await page.keyboard.press('ArrowDown');
  expect(await focusedKey()).toBe('zo_sql_readiness');
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement?.closest("#record") === null')).toBe(true);
  for (const [name, id] of [
    ['Skip to the card', 'record-card'],
    ['Skip to Slack', 'slack'],
  ] as const) {
    await page.getByRole('link', { name }).focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement?.id')).toBe(id);
  }
}, 60_000);

it('has the card in a column of its own, with room for a form', async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const [card, slack] = [await page.locator('#record-card').boundingBox(), await page.locator('#slack').boundingBox()];
  expect(card?.height).toBe(slack?.height);
  expect(card?.height).toBeGreaterThan(600);
  await expectFits('demo-card');
  await page.setViewportSize({ width: 1280, height: 900 });
}, 60_000);

it('moves time by calendar days, and the score falls without an event', async () => {
  await page.getByRole('button', { name: 'Move time forward by 14 days' }).click();
  await page.getByRole('button', { name: 'Move time forward by one hour' }).click();
  await expectProperty('zo_handoff_gate', /cooling/i);
  await page.getByRole('tab', { name: /#marketing/ }).click();
  await page.locator('#slack .message', { hasText: 'Noor' }).first().waitFor();
  await expectFits('demo-returned');
}, 90_000);

it('does in HubSpot what sales would, and shows it on the record', async () => {
  await page.getByRole('button', { name: 'Log a call' }).click();
  await expectProperty('num_contacted_notes', '1');
  await page.getByRole('button', { name: 'Book a meeting' }).click();
  await expectProperty('num_contacted_notes', '2');
  await page.getByRole('button', { name: 'Win a deal' }).click();
  await expectProperty('dealstage', 'Closed Won');
  await expectFits('demo-sales');
}, 60_000);

it('has no serious accessibility violation, open or closed, narrow or wide', async () => {
  expect(await seriousViolations(page)).toEqual([]);
  await page.setViewportSize({ width: 1600, height: 1000 });
  await page.getByRole('button', { name: 'Sign up a new person' }).click();
  expect(await seriousViolations(page)).toEqual([]);
  await expectFits('demo-wide');
}, 60_000);

it('says what is wrong when the demo refuses', async () => {
  await fillSignUp('Noor');
  await page.getByRole('alert').getByText('noor@brightyard.test has signed up already.').waitFor();
  // The refused request is the one line Chromium itself writes about it.
  expect(complaints.filter((complaint) => !complaint.includes('422'))).toEqual([]);
}, 60_000);

async function fillSignUp(name: string): Promise<void> {
  const form = page.locator('#sign-up-form');
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('Work e-mail').fill('noor@brightyard.test');
  await form.getByLabel('Company').fill('Brightyard');
  await form.getByRole('button', { name: 'Sign up', exact: true }).click();
}

async function press(name: string): Promise<void> {
  await page.locator('#product').getByRole('button', { name, exact: true }).click();
  await page.locator('#announcer', { hasText: `${name}: sent.` }).waitFor({ state: 'attached' });
}

async function expectProperty(name: string, shown: string | RegExp): Promise<void> {
  await page.locator(`[data-property=${name}] .property-value`).filter({ hasText: shown }).first().waitFor();
}

/** A picture for people, and no scrolling sideways. */
async function expectFits(name: string): Promise<void> {
  await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
}
