/** The company card and the history card in a real Chromium, drawn by the preview: every state, at the widths they stand at. */
import type { Locator, Page } from 'playwright-core';
import { seriousViolations } from './axe.ts';
import { findCutText, type GalleryPage, openGalleryPage } from './gallery-page.ts';

/** What each state of a gallery must say, without a click. */
const galleries: { card: string; element: string; widths: number[]; states: [string, ...string[]][] }[] = [
  {
    card: 'company',
    element: 'company-card-preview',
    widths: [320, 640],
    states: [
      ['Handed off', '3 active users in the last 30 days', 'First call due in 1 h 12 min', '4 of 4', 'Counts: joined'],
      ['First call overdue', 'First call overdue by 1 h 35 min'],
      ['Quiet', '0 active users in the last 30 days', 'Nobody yet', 'the number of employees is not known'],
      ['Seen today', 'The line over the days begins tomorrow.'],
      ['100,000 people', 'Open handoffs (312)', 'and 99,990 more'],
      ['Stale', 'Not up to date: as of 10:00:00', '3 active users'],
      ['Empty', 'No product activity at this company yet'],
      ['No event ever', 'No event has reached us from your product yet'],
      ['Not connected', 'Zo Handoff is not connected'],
      ['Error', 'Product activity cannot be loaded right now', 'Try again'],
      ['Refused', 'Zo Handoff does not accept this account'],
      ['Loading', 'Loading product activity'],
    ],
  },
  {
    card: 'history',
    element: 'history-card-preview',
    widths: [900, 1200],
    states: [
      ['Handed off twice', 'Score over time', 'Returned to marketing', 'Ready: 2nd active user', 'Open in Slack'],
      ['First day', 'The line begins with the second day', 'That is all: 1 entry'],
      ['Stale', 'Not up to date: as of 10:00:00', 'Older entries'],
      ['Empty', 'No product activity for this person yet'],
      ['No event ever', 'No event has reached us from your product yet'],
      ['Not connected', 'No playbook yet'],
      ['Error', 'Product activity cannot be loaded right now', 'Try again'],
      ['Refused', 'Zo Handoff does not accept this account'],
      ['Loading', 'Loading history'],
    ],
  },
];

let gallery: GalleryPage;
let page: Page;

beforeAll(async () => {
  gallery = await openGalleryPage({ pictures: 'card', width: 1440 });
  page = gallery.page;
}, 60_000);

afterAll(() => gallery?.close());

function card(title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

describe.each(galleries)('the $card card', ({ card: name, element, widths, states }) => {
  describe.each(widths)('at a width of %i', (width) => {
    beforeAll(async () => {
      await page.goto(`${gallery.url}/${name}-gallery?width=${width}`);
      await card('Stale').getByText('Not up to date').waitFor();
    }, 60_000);

    it.each(states)(
      '%s',
      async (title, ...words) => {
        for (const text of words) await card(title).getByText(text, { exact: false }).first().waitFor();
        const file = title.toLowerCase().replaceAll(/\W+/g, '-');
        await card(title).screenshot({ path: gallery.picture(`${name}-${file}-${width}`) });
      },
      30_000,
    );

    it('cuts off no text and lets nothing reach out of its card', async () => {
      expect(await page.evaluate(findCutText(element))).toEqual([]);
    });

    it('has no serious accessibility violation', async () => {
      expect(await seriousViolations(page)).toEqual([]);
    }, 60_000);
  });
});

describe('the history card by hand', () => {
  const one = 'Handed off twice';
  beforeEach(async () => {
    await page.goto(`${gallery.url}/history-gallery?only=${one.replaceAll(' ', '+')}`);
    await card(one).getByText('Older entries').waitFor();
  });

  it('shows older entries, and narrows them to a signal', async () => {
    await card(one).getByRole('button', { name: 'Older entries' }).click();
    await card(one).getByText('Back in marketing: score 22, below 30').waitFor();
    await card(one).getByLabel('Show').selectOption('Signal: visited pricing');
    await card(one).getByText('That is all: 3 entries').waitFor();
    expect(await card(one).getByRole('row').count()).toBe(1 + 3);
  });

  it('reads a receipt by keyboard alone', async () => {
    await card(one).getByRole('tab', { name: 'What happened' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await card(one).getByText('Rule: A free user becomes an SQL when').waitFor();
    await card(one).getByText('Older receipts').waitFor();
    await card(one).screenshot({ path: gallery.picture('history-receipts-900') });
    expect(await seriousViolations(page)).toEqual([]);
  }, 60_000);
});

it('broke nothing on the way', () => {
  expect(gallery.complaints).toEqual([]);
});
