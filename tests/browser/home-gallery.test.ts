/** The real home page in a real Chromium, drawn by the preview: every state, as wide as HubSpot's page and narrower. */
import type { Locator, Page } from 'playwright-core';
import { seriousViolations } from './axe.ts';
import { findCutTables, findCutText, type GalleryPage, openGalleryPage } from './gallery-page.ts';

/** What each state must say, without a click. */
const states: [string, ...string[]][] = [
  ['Usual', 'Everything works', 'Ada Byrne', '1 more active user (has 1, needs 2)', '42 min'],
  ['Somebody who may not decide', 'You can look, not decide.'],
  ['Empty portal', 'No event has reached us from your product yet', 'Nobody has signed up yet.'],
  ['Watch mode', 'Watch mode: nobody is alerted'],
  ['No workflow', 'HubSpot’s workflow is not in place', '1 thing needs you'],
  ['Slack revoked', 'Check SLACK_BOT_TOKEN and reinstall the Slack app.'],
  ['10,000 handoffs', '2,388 of 10,000', 'more than 10,000'],
  ['Still counting', 'Counting everybody'],
  ['Not connected', 'Zo Handoff is not connected'],
  ['No playbook', 'No playbook yet'],
  ['Error', 'Zo Handoff cannot be reached right now'],
  ['Refused', 'Zo Handoff does not accept this account'],
  ['Loading', 'Loading Zo Handoff'],
];

let gallery: GalleryPage;
let page: Page;

beforeAll(async () => {
  gallery = await openGalleryPage({ pictures: 'home', width: 1320, patienceMs: 25_000 });
  page = gallery.page;
}, 60_000);

afterAll(() => gallery?.close());

async function open(title: string, width = 1280): Promise<Locator> {
  await page.goto(`${gallery.url}/home-gallery?only=${encodeURIComponent(title)}&width=${width}`);
  return page.getByRole('region', { name: title, exact: true });
}

it('has no table that is cut at a width of 700', async () => {
  const home = await open('Usual', 700);
  await home.getByText('Known owner').waitFor();
  expect(await page.evaluate(findCutTables('home-preview'))).toEqual([]);
  await home.screenshot({ path: gallery.picture('usual-700') });
}, 60_000);

describe.each([1280, 900])('at a width of %i', (width) => {
  it.each(states)(
    '%s: says what it must, cuts off no text, and has no serious accessibility violation',
    async (title, ...words) => {
      const home = await open(title, width);
      for (const text of words) await home.getByText(text, { exact: false }).first().waitFor();
      expect(await page.evaluate(findCutText('home-preview'))).toEqual([]);
      expect(await seriousViolations(page)).toEqual([]);
      await home.screenshot({ path: gallery.picture(`${fileName(title)}-${width}`) });
    },
    60_000,
  );
});

describe('by keyboard alone', () => {
  it('goes through the queue: approves one, and is at the next', async () => {
    const home = await open('Usual');
    await row(home, 'Ada Byrne').getByRole('button', { name: 'Approve' }).focus();
    await page.keyboard.press('Enter');
    await row(home, 'Ada Byrne').getByText('Approved: it is handed off now.').waitFor();
    for (let presses = 0; presses < 20 && (await focusedRow()) !== 'Omar Haddad'; presses += 1) {
      await page.keyboard.press('Tab');
    }
    expect(await focusedRow()).toBe('Omar Haddad');
  }, 60_000);

  it('rejects with a reason', async () => {
    const home = await open('Usual');
    await row(home, 'Omar Haddad').getByRole('button', { name: 'Reject' }).focus();
    await page.keyboard.press('Enter');
    await home.getByLabel('Why not Omar Haddad?').waitFor();
    for (let presses = 0; presses < 20 && !(await isIn('Why not Omar')); presses += 1) await page.keyboard.press('Tab');
    await page.keyboard.type('Too early');
    await page.keyboard.press('Enter');
    await row(home, 'Omar Haddad').getByText('Approved: it is handed off now.').waitFor();
  }, 60_000);

  it('sorts, filters and exports near misses', async () => {
    const home = await open('Usual');
    await home.getByRole('button', { name: 'Score' }).focus();
    await page.keyboard.press('Enter');
    await home.locator('th[aria-sort=descending]', { hasText: 'Score' }).waitFor();
    await home.getByLabel('Filter near misses').focus();
    await page.keyboard.type('solo');
    await home.getByText('1 of 37').waitFor();
    await home.getByRole('button', { name: 'Export near misses' }).focus();
    await page.keyboard.press('Enter');
    await home.getByLabel('zo-near-misses-2026-03-10.csv').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  }, 60_000);
});

it('says so when a decision is refused, and when no answer came', async () => {
  for (const [title, words] of [
    ['Decision refused', 'It has been withdrawn.'],
    ['Decision without answer', 'No answer came.'],
  ] as const) {
    const home = await open(title);
    await row(home, 'Ada Byrne').getByRole('button', { name: 'Approve' }).click();
    await row(home, 'Ada Byrne').getByText(words, { exact: false }).waitFor();
  }
}, 60_000);

it('keeps what it shows when it cannot be refreshed', async () => {
  const home = await open('Stale');
  await home.getByRole('button', { name: 'Refresh' }).click();
  await home.getByText('Not up to date: as of 10:00:00').waitFor();
  await home.getByText('Jonas Weber').waitFor();
}, 60_000);

it('broke nothing on the way', () => {
  expect(gallery.complaints).toEqual([]);
});

function row(home: Locator, name: string): Locator {
  return home
    .getByRole('row', { name })
    .filter({ has: page.locator('td') })
    .last();
}

/** Whether the keyboard is on the field of this name. */
function isIn(label: string): Promise<unknown> {
  return page.evaluate(`
    document.querySelector('home-preview').shadowRoot.activeElement?.labels?.[0]?.textContent.startsWith(${JSON.stringify(label)}) ?? false
  `);
}

/** Whose row of the queue has the button that the keyboard is on. */
function focusedRow(): Promise<unknown> {
  return page.evaluate(`
    (() => {
      const focused = document.querySelector('home-preview').shadowRoot.activeElement;
      return focused?.tagName === 'BUTTON' ? focused.closest('tr')?.querySelector('a')?.firstChild?.textContent.trim() ?? null : null;
    })()
  `);
}

function fileName(title: string): string {
  return title.toLowerCase().replaceAll(/\W+/g, '-');
}
