/** The real card in a real Chromium, drawn by the preview: every state, at a sidebar's width and wide. */
import type { Locator, Page } from 'playwright-core';
import { seriousViolations } from './axe.ts';
import { findCutText, type GalleryPage, openGalleryPage } from './gallery-page.ts';

/** What each state of the gallery must say, without a click. */
const states: [string, ...string[]][] = [
  ['SQL-ready', 'SQL-ready', 'The handoff is about to start', 'Readiness: 4 of 4'],
  ['Near miss', '3 of 4 conditions', 'Missing: 1 more active user', 'Needs 2: 1 more active user'],
  ['Not known', '2 of 4 conditions', 'Number of employees: not known'],
  ['Handed off', 'Handed off to Maria', 'First call due in 1 h 12 min', 'Why now: 2nd active user at FinPilot'],
  ['First call overdue', 'First call overdue by 1 h 35 min', 'Overdue since Tue 08:25 Berlin'],
  ['First call made', 'First call made 10 min ago', 'Call, 38 working minutes after the handoff, in time', 'Actions'],
  [
    'In review',
    'Waiting for a review for 3 h',
    'Expected contract value at least 15,000',
    'To be decided by revops@acme.test',
  ],
  ['Taken on', 'Maria is on it', 'On it since Tue 09:52 Berlin', 'Called'],
  ['Snoozed', 'Snoozed until Tue 11:00 Berlin'],
  ['Asked to return', 'Keep it, or return it to marketing?', 'Score 22, below 30', 'Keep'],
  ['Somebody else’s', 'Handed off to Maria', 'Only the owner, their manager or an operator of Zo may act on it.'],
  ['No owner yet', 'No owner yet: waiting for 25 min', 'Claim', 'Waiting for an owner since Tue 09:35 Berlin'],
  [
    'Passed on',
    'Before: Maria',
    'Slack alert no longer needed: Maria',
    'In the day’s list of further leads in Slack: Lee',
  ],
  ['By hand', 'By hand, tom@acme.test: asked for a demo at the fair'],
  ['Rejected', 'Rejected in review 2 h ago', 'A competitor', 'Hand off now'],
  ['Not a fit', 'Marked as not a fit 2 h ago', 'Too small: two people', 'Undo “not a fit”'],
  ['Wrong person', 'Marked as the wrong person 2 h ago', 'Undo “wrong person”'],
  ['Returned', 'Returned to marketing 16 days ago', 'Inactive for 14 days', 'Earlier handoffs (1)'],
  ['Waiting for HubSpot', 'Waiting for HubSpot since Tue 09:59', 'HubSpot is being updated', 'What differs'],
  ['Alert unconfirmed', 'Slack did not confirm the alert: #pql-handoff', 'Not alerted: Maria'],
  ['Customer', 'No handoff: customer or open deal', 'This person is a paying customer'],
  ['HubSpot refuses', 'HubSpot refuses our values: the property zo_pql_score is gone'],
  ['Figures behind', 'Figures are behind', '3 of 4 conditions'],
  ['Stale', 'Not up to date: as of 10:00:00', '3 of 4 conditions'],
  ['Empty', 'No product activity for this person yet', 'Link product user'],
  ['No event ever', 'No event has reached us from your product yet'],
  ['Not connected', 'Zo Handoff is not connected'],
  ['No playbook', 'No playbook yet'],
  ['Error', 'Product activity cannot be loaded right now', 'Try again'],
  ['Refused', 'Zo Handoff does not accept this account'],
  ['Loading', 'Loading product activity'],
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

describe.each([320, 640])('at a width of %i', (width) => {
  beforeAll(async () => {
    await page.goto(`${gallery.url}?width=${width}`);
    await card('Stale').getByText('Not up to date').waitFor();
  }, 60_000);

  it.each(states)(
    '%s',
    async (title, ...words) => {
      for (const text of words) await card(title).getByText(text, { exact: false }).first().waitFor();
      await card(title).screenshot({ path: gallery.picture(`${fileName(title)}-${width}`) });
    },
    30_000,
  );

  it('cuts off no text and lets nothing reach out of its card', async () => {
    expect(await page.evaluate(findCutText('contact-card-preview'))).toEqual([]);
  });

  it('has no serious accessibility violation, with everything open or closed', async () => {
    expect(await seriousViolations(page)).toEqual([]);
    await page.evaluate(openEverything);
    await card('Near miss').getByText('14 key actions in the last 7 days').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect(await page.evaluate(findCutText('contact-card-preview'))).toEqual([]);
    await page.screenshot({ path: gallery.picture(`all-open-${width}`), fullPage: true });
  }, 60_000);
});

describe('by hand', () => {
  beforeEach(async () => {
    await page.goto(`${gallery.url}?only=Near+miss`);
    await card('Near miss').getByText('3 of 4 conditions').waitFor();
  });

  it('opens the receipt by one click', async () => {
    await card('Near miss').getByRole('button', { name: 'Why 65' }).click();
    await card('Near miss').getByRole('cell', { name: '+28' }).waitFor();
    await card('Near miss').screenshot({ path: gallery.picture('receipt-320') });
  });

  it('opens and closes the receipt by keyboard alone', async () => {
    await card('Near miss').getByRole('button', { name: 'Hand off now' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await card('Near miss').getByRole('cell', { name: '+28' }).waitFor();
    await page.keyboard.press('Space');
    await card('Near miss').getByRole('cell', { name: '+28' }).waitFor({ state: 'detached' });
  });
});

describe('acting', () => {
  const open = async (title: string) => {
    await page.goto(`${gallery.url}?only=${title.replaceAll(' ', '+')}`);
    await card(title).getByRole('heading', { name: 'Handoff' }).waitFor();
  };

  it('is done by one press where there is nothing to say', async () => {
    await open('Handed off');
    await card('Handed off').getByRole('button', { name: 'I’m on it' }).click();
    await card('Handed off').getByRole('status').getByText('Maria is on it.').waitFor();
    await card('Handed off').getByRole('button', { name: 'Called' }).waitFor();
    await card('Handed off').screenshot({ path: gallery.picture('acted-320') });
  }, 30_000);

  it('says why by keyboard alone', async () => {
    await open('Handed off');
    await card('Handed off').getByRole('button', { name: 'More' }).focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    const form = card('Handed off').locator('form');
    await form.getByText('The stage becomes MQL and the owner is cleared.').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('three times');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await form.getByText('Choose a reason.').waitFor();
    await card('Handed off').screenshot({ path: gallery.picture('reason-320') });
    for (const key of ['Shift+Tab', 'Shift+Tab', 'ArrowDown']) await page.keyboard.press(key);
    for (const key of ['Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
    await card('Handed off').getByRole('status').getByText('Done').waitFor();
    expect(await form.count()).toBe(0);
  }, 30_000);

  it('closes the menu with Escape, and nothing is asked', async () => {
    await open('Handed off');
    const more = card('Handed off').getByRole('button', { name: 'More' });
    await more.click();
    await card('Handed off').getByRole('menuitem', { name: 'Snooze' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await card('Handed off').getByRole('menuitem', { name: 'Snooze' }).waitFor({ state: 'hidden' });
    expect(await card('Handed off').locator('form').count()).toBe(0);
  }, 30_000);

  it('tells that no answer came, and offers to try again', async () => {
    await open('First call overdue');
    await card('First call overdue').getByRole('button', { name: 'I’m on it' }).click();
    await card('First call overdue').getByText('nothing is done twice').waitFor();
    await card('First call overdue').getByRole('button', { name: 'Try again' }).waitFor();
    await card('First call overdue').screenshot({ path: gallery.picture('not-confirmed-320') });
  }, 30_000);

  it('tells why something was refused, and shows how it stands', async () => {
    await open('No owner yet');
    await card('No owner yet').getByRole('button', { name: 'Claim' }).click();
    await card('No owner yet').getByText('Tom has it.').waitFor();
    await card('No owner yet').getByText('Maria has it. Only the owner').waitFor();
  }, 30_000);
});

it('links a product user by keyboard, and says why it cannot', async () => {
  await page.goto(`${gallery.url}?only=Empty`);
  await card('Empty').getByLabel('Product user').fill('u-77');
  await page.keyboard.press('Enter');
  await card('Empty').getByText('No product event has ever named this user id or e-mail address.').waitFor();
});

it('shows the developers’ details of an error on request', async () => {
  await page.goto(`${gallery.url}?only=Error`);
  await card('Error').getByRole('button', { name: 'For developers' }).click();
  await card('Error').getByText('answered 503').waitFor();
});

it('keeps every part about where it was when the figures arrive', async () => {
  await page.goto(gallery.url);
  await card('Near miss').getByText('3 of 4 conditions').waitFor();
  await card('Stale').getByText('Not up to date').waitFor();
  const [loading, loaded] = (await page.evaluate(headingTops)) as [number[], number[]];
  expect(loading).toHaveLength(4);
  expect(loaded.map((top, index) => Math.abs(top - (loading[index] ?? 0))).filter((moved) => moved > 24)).toEqual([]);
});

it('broke nothing on the way', () => {
  expect(gallery.complaints).toEqual([]);
});

function fileName(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}

const openEverything = `
  for (const card of document.querySelectorAll('contact-card-preview'))
    for (const closed of card.shadowRoot.querySelectorAll('[aria-expanded=false]:not([aria-haspopup])')) closed.click();
`;

/** How far below the top of the card its headings stand: while it loads (121), and one condition short (102). */
const headingTops = `
  [121, 102].map((contactId) => {
    const card = document.querySelector('contact-card-preview[contact-id="' + contactId + '"]');
    const top = card.getBoundingClientRect().top;
    return [...card.shadowRoot.querySelectorAll('h3')].map((heading) => heading.getBoundingClientRect().top - top);
  })
`;
