/** The real settings page in a real Chromium, drawn by the preview: every state, as wide as HubSpot shows it and narrow. */
import { jest } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { settingsStates } from '../../sandbox/card-preview/gallery/settings-states.ts';
import { seriousViolations } from './axe.ts';
import { findCutTables, findCutText, type GalleryPage, openGalleryPage } from './gallery-page.ts';

jest.setTimeout(30_000);

/** What each state of the gallery must say. */
const states: [string, ...string[]][] = [
  [
    'Just installed',
    'Seven steps to a first alert',
    '3. Review the playbook',
    'Save it as version 1',
    'flushInterval: 1000',
  ],
  ['A key in the recipe', 'Copy this key now: it is not shown again'],
  ['Set up, under way', 'it is shown here as soon as it does', 'A test alert is in #pql-handoff'],
  ['Provisioned', 'Provision HubSpot'],
  ['Set up, with problems', 'Not connected to Acme any more', 'lea@acme.test is no active owner in HubSpot'],
  ['Set up, done', 'Everything is set up', 'Send another test alert'],
  ['Set up, read only', 'You may look, and not change anything', '7. Go live'],
  [
    'Signals',
    'Onboarding Completed has not arrived',
    'Onboarding Complete has, 312 this week',
    'used by definition, score',
  ],
  ['Score', 'The highest possible score is 85.', 'Lines can say:'],
  ['Definition', 'Understood as', 'Active users, last 30 days: at least 2'],
  ['Owners and routing', 'weight 2, Mon-Thu 8-14, leave 2026-12-20 to 2027-01-03', 'Nobody there'],
  ['Terms of an owner', 'Terms of Tom Becker', 'Put into the draft'],
  ['After the handoff', 'Goes back to marketing when', 'Contacts HubSpot does not have'],
  ['Text', 'Checked as you type.', 'Highest possible score: 85'],
  ['Mistakes', 'There is no signal "activatd". Did you mean activated? (line 8, column 14)', '2 mistakes'],
  ['Not readable', 'Line 4, column 15', 'so there is no form of it'],
  ['No playbook yet', '2 things are still missing', 'No signals yet'],
  ['No event yet', 'No event has arrived yet'],
  ['Coming into force', '12400 of 31000'],
  ['Read only', 'You may look, and not change anything'],
  ['Nobody may', 'Set ADMIN_EMAILS on the service'],
  ['A file is the truth', 'The playbook is the file acme.yaml'],
  ['Review', '24 new names', '2 people no longer ready', 'Changed lines'],
  ['Still counting', '8,200 of 31,000 so far', 'zo playbook simulate FILE'],
  ['Nobody changes', 'Nobody becomes ready, and nobody ceases to be.'],
  ['Nearly everybody', '1,190 of 1,204 people would be ready'],
  ['Conflict', 'nina@acme.test saved version 5 in between', 'What you changed'],
  ['Saved', 'Saved as version 5', '24 people become ready'],
  ['Save without an answer', 'No answer came', 'Ask again'],
  ['HubSpot, watch mode', 'Watch mode', '4 things to look at', 'Left alone'],
  ['HubSpot, live with drift', 'HubSpot asks for zo_pql_score >= 40', 'writes zo_pql_score too'],
  ['HubSpot, being read', 'Reading what HubSpot has'],
  ['HubSpot away', 'HubSpot could not be read'],
  ['HubSpot refuses the plan', 'Nothing can be applied yet', 'did you mean lee@acme.test?'],
  ['Going live', 'Yes, go live'],
  ['HubSpot, disconnecting', 'acme.test was connected by ops@acme.test', 'erased for good in 30 days'],
  ['Slack', 'Connected to Acme', '#pql-handoff'],
  ['Slack, scopes missing', 'users:read.email: needed to find owners', 'Buttons in messages are off'],
  ['Slack, revoked', 'the token was revoked'],
  ['Slack, not connected', 'Set SLACK_BOT_TOKEN'],
  ['Slack, connected here', 'Connected by ops@acme.test', 'Disconnect Slack'],
  ['Slack, to be connected', 'Connect it in the settings', 'Connect Slack'],
  ['Slack, a link to connect it', 'Go on in Slack', 'The link works once'],
  ['Slack, lost', 'Slack is not connected to Acme any more', 'Connect Slack again'],
  ['Slack, another company reads along', 'Another company reads along', '#with-finpilot'],
  ['Slack, to be disconnected', 'Yes, disconnect it'],
  ['Keys', '9f2c11d0', 'From the environment (WRITE_KEY)'],
  ['No key yet', 'No write key yet'],
  ['A key is made', 'Copy this key now: it is not shown again'],
  ['Not up to date', 'Not up to date: as of 10:00:00', 'The key 1b77e3aa is revoked'],
  ['Revoking', 'Whatever sends events with it is refused from then on.'],
  ['No sample', 'Only the operator is told', 'Load sample activity'],
  ['Sample loaded', 'Sample Person: score 65, 4 of 4 conditions', 'Remove sample activity'],
  ['Privacy', 'How long what is kept', 'Keep properties.amount', 'No longer keep traits.jobTitle'],
  ['Privacy, read only', 'Raw events: 90 days', 'properties.amount: in 1,204 messages'],
  ['People and history', 'named in ADMIN_EMAILS', 'Saved the playbook: version 4'],
  ['A version', 'What it changed', 'Put this text into the draft'],
  ['Nobody named', 'Nobody: ADMIN_EMAILS is empty on the service.'],
  ['Not connected', 'Zo Handoff is not connected'],
  ['Loading', 'Loading the playbook'],
  ['Error', 'The settings cannot be loaded right now'],
  ['Refused', 'Zo Handoff does not accept this account'],
];

let gallery: GalleryPage;
let page: Page;

beforeAll(async () => {
  gallery = await openGalleryPage({ pictures: 'settings', width: 1160 });
  page = gallery.page;
}, 60_000);

afterAll(() => gallery?.close());

const shown = (title: string): Locator => page.getByRole('region', { name: title, exact: true });

async function show(title: string, width: number): Promise<void> {
  await page.goto(`${gallery.url}/settings-gallery?only=${encodeURIComponent(title)}&width=${width}`);
  await page.locator('section[data-pressed=all]').waitFor();
}

it.each(['Signals', 'Keys'])(
  '%s: no table is cut at a width of 700',
  async (title) => {
    await show(title, 700);
    expect(await page.evaluate(findCutTables('settings-preview'))).toEqual([]);
  },
  30_000,
);

it('every state of the gallery is looked at', () => {
  expect(states.map(([title]) => title)).toEqual(settingsStates.map(({ title }) => title));
});

async function isWhole(title: string, words: string[], width: number): Promise<void> {
  await show(title, width);
  for (const text of words) await shown(title).getByText(text, { exact: false }).first().waitFor();
  await shown(title).screenshot({ path: gallery.picture(`${fileName(title)}-${width}`) });
  expect(await page.evaluate(findCutText('settings-preview'))).toEqual([]);
  expect(await seriousViolations(page)).toEqual([]);
}

describe('says what it must, cuts off no text, and has no serious accessibility violation', () => {
  it.each(states)('%s', (title, ...words) => isWhole(title, words, 1080), 30_000);

  const widest = [
    'Just installed',
    'Signals',
    'Owners and routing',
    'Text',
    'Mistakes',
    'Review',
    'HubSpot, watch mode',
    'Keys',
  ];
  it.each(states.filter(([title]) => widest.includes(title)))(
    '%s, where there is little room',
    (title, ...words) => isWhole(title, words, 760),
    30_000,
  );
});

describe('by keyboard', () => {
  it('goes from tab to tab, and to the parts of the playbook', async () => {
    await show('Signals', 1080);
    await page.getByRole('tab', { name: 'Playbook' }).focus();
    await page.keyboard.press('ArrowRight');
    await shown('Signals').getByText('Watch mode').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('tab', { name: 'Signals' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await shown('Signals').getByText('Understood as').waitFor();
  }, 30_000);

  it('pages through the names that would be new', async () => {
    await show('Review', 1080);
    await page.getByText('Sarah Chen').waitFor();
    await page.getByRole('button', { name: 'Next' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Person 7', { exact: true }).waitFor();
    await page.getByText('Page 2 of 3').waitFor();
  }, 30_000);

  it('sorts and searches the events seen', async () => {
    await show('Signals', 1080);
    await page.getByRole('button', { name: 'People' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('columnheader', { name: 'People' }).and(page.locator('[aria-sort=descending]')).waitFor();
    await page.getByLabel('Find an event').fill('onboard');
    await page.getByRole('cell', { name: 'Report Created', exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: 'Onboarding Complete', exact: true }).waitFor();
  }, 30_000);
});

it('broke nothing on the way', () => {
  expect(gallery.complaints).toEqual([]);
});

function fileName(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
}
